import { parseDuration } from '../domain/duration.ts';
import { messageOf } from '../domain/error.ts';
import { identityText, spreadOf } from '../domain/manifest.ts';
import { VIOLATION_RULES } from '../domain/policy.ts';
import { describeTarget } from '../domain/secret-target.ts';
import { firstOf } from '../domain/text.ts';
import { ENTRY_INPUTS, INPUT_RULES, type InputName, inputVariable } from './definitions.ts';
import { readRotate } from './new-key.ts';
import { Inputs } from './reader.ts';
import type { Manifest, ManifestEntry, Settings } from './types.ts';
import { readWorkspaceFile, YamlFile } from './yaml-file.ts';

/** The fields of each map of a manifest. */
export const FIELDS = {
  file: ['$schema', 'defaults', 'keys', 'exceptions'],
  defaults: [...ENTRY_INPUTS, 'rotate-spread'],
  entry: [...ENTRY_INPUTS, 'rotate-spread', 'state'],
  exception: ['key', 'rules', 'until', 'reason'],
} as const;
/** The words of `state`. */
export const STATES = ['present', 'absent'] as const;
/** What `$schema` has to end in: the version of the file's format. */
export const SCHEMA_FILE = 'openai-keys.v1.json';
const DAY = 86_400;
/** The rules that an exception may name: not itself. */
export const EXCEPTED_RULES = VIOLATION_RULES.filter((rule) => rule !== 'exception');
/** Nobody reads more. */
const MAX_PROBLEMS = 50;

type Fields = ReturnType<YamlFile['fields']>;

interface ManifestStep {
  settings: Settings;
  inputs: Inputs;
  /** Inputs of the step that count instead of the entries' fields. */
  fixed: readonly InputName[];
}

/**
 * Reads and checks a manifest, with every rule of the inputs. What is wrong becomes a problem of the step's
 * inputs, a sentence each with line and column.
 *
 * @returns what is in it, as far as it is right
 */
export function readManifest(step: ManifestStep): Manifest {
  const manifest: Manifest = { entries: [], exceptions: [] };
  const { problems } = step.inputs;
  // A copy, since each entry reads it, and reading the environment of the process takes long.
  const env = { ...step.inputs.env };
  let file: YamlFile;
  try {
    const workspace = env.GITHUB_WORKSPACE ?? process.cwd();
    file = new YamlFile(readWorkspaceFile(step.inputs.text('manifest'), workspace));
  } catch (error) {
    problems.push(`\`manifest\` ${messageOf(error)}`);
    return manifest;
  }
  const warnings = new Map<string, number[]>();
  if (file.problems.length === 0) {
    const top = file.fields(file.root, 'the manifest', FIELDS.file);
    const schema = top.get('$schema');
    if (schema && file.text(schema, '$schema').split('/').at(-1) !== SCHEMA_FILE) {
      file.problem(
        schema.key,
        `\`$schema\` is not of this version, which reads \`${SCHEMA_FILE}\`.`,
      );
    }
    const shared = top.get('defaults');
    const defaults = shared && file.fields(shared.value, '`defaults`', FIELDS.defaults);
    const keys = top.get('keys');
    if (keys === undefined) file.problem(file.root, '`keys` is required: a list of entries.');
    else {
      manifest.entries = file.items(keys, 'keys').map((node) => {
        const own = file.fields(node, 'an entry', FIELDS.entry);
        const fields = new Map([...(defaults ?? []), ...own]);
        return readEntry(node, fields, { ...step, env }, file, (warning, line) => {
          warnings.set(warning, [...(warnings.get(warning) ?? []), line]);
        });
      });
      refuseDuplicates(manifest.entries, file.items(keys, 'keys'), file);
    }
    const exceptions = top.get('exceptions');
    if (exceptions !== undefined) {
      const items = file.items(exceptions, 'exceptions');
      manifest.exceptions = items.map((node) => readException(node, file));
    }
  }
  const found = file.problems.map((text) => `\`manifest\`, ${text}`);
  problems.push(...firstOf(found, MAX_PROBLEMS));
  for (const [text, lines] of warnings) {
    const shown = firstOf(lines.map(String)).join(', ');
    step.inputs.warnings.push(`\`manifest\`, entries in lines ${shown}: ${text}`);
  }
  return manifest;
}

/** Reads one entry as the inputs of a step, which it has in common with all others but for its fields. */
function readEntry(
  node: unknown,
  fields: Fields,
  { settings, inputs: step, fixed, env }: ManifestStep & Pick<Inputs, 'env'>,
  file: YamlFile,
  warn: (warning: string, line: number) => void,
): ManifestEntry {
  const own: NodeJS.ProcessEnv = Object.create(env);
  for (const name of ENTRY_INPUTS.filter((input) => !fixed.includes(input))) {
    const field = fields.get(name);
    own[inputVariable(name)] = field && file.text(field, name, INPUT_RULES[name].list);
  }
  const inputs = new Inputs(own, step.redact);
  const { problems, warnings } = inputs;
  const request = readRotate(settings, inputs);
  if (!inputs.isGiven('secret-organization') && !fields.has('secret-repositories')) {
    problems.push('`secret-repositories` or `secret-organization` is required in a manifest.');
  }
  const text = (name: string, absent: string) => {
    const field = fields.get(name);
    return field === undefined ? absent : file.text(field, name);
  };
  const spread = text('rotate-spread', 'none');
  const span = spread === 'none' ? 0 : parseDuration(spread);
  if (span === undefined) {
    problems.push('`rotate-spread` must be a duration such as `7d`, or `none`.');
  } else if (span > 0 && span >= (request.rotateAfter ?? 0)) {
    problems.push('`rotate-spread` must be shorter than `rotate-after`, which it shortens.');
  } else if (request.rotateAfter !== null) request.rotateAfter -= spreadOf(request, span);
  const state = text('state', 'present');
  if (!STATES.some((word) => word === state)) {
    problems.push('`state` must be `present` or `absent`.');
  }
  for (const problem of problems) {
    const [, name = ''] = /^`([\w-]+)`/.exec(problem) ?? [];
    // The step's other inputs are checked once, not with each entry.
    if (!FIELDS.entry.some((field) => field === name && !fixed.includes(name as InputName)))
      continue;
    const place = problem.replace(' when `operation` is `rotate`', '').replace('step.', 'entry.');
    file.problem(fields.get(name)?.key ?? node, place);
  }
  const line = file.lineOf(node);
  for (const warning of warnings) warn(warning, line);
  return { request, state: state === 'absent' ? 'absent' : 'present', line };
}

/** Two entries of one key would retire each other's, and two that write one secret replace each other's. */
function refuseDuplicates(entries: readonly ManifestEntry[], nodes: unknown[], file: YamlFile) {
  const lines = new Map<string, number>();
  const claim = (node: unknown, what: string, text: string, line: number) => {
    const other = lines.get(what);
    if (other === undefined) lines.set(what, line);
    else file.problem(node, `${text} line ${other} does. Remove one of the two entries.`);
  };
  for (const [index, { request, state, line }] of entries.entries()) {
    const node = nodes[index];
    if (request.name !== '') {
      claim(node, identityText(request), 'This entry describes the same key as', line);
    }
    // What makes no key writes no secret.
    for (const target of state === 'absent' ? [] : request.targets) {
      if (target.name === '') continue;
      const secret = describeTarget(target);
      claim(node, secret.toLowerCase(), `This entry writes the ${secret} as`, line);
    }
  }
}

function readException(node: unknown, file: YamlFile): Manifest['exceptions'][number] {
  const fields = file.fields(node, 'an exception', FIELDS.exception);
  const text = (name: string, isList = false) => {
    const field = fields.get(name);
    if (field !== undefined) return file.text(field, name, isList);
    file.problem(node, `\`${name}\` is required in an exception.`);
    return '';
  };
  const day = text('until');
  const start = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(start) || !new Date(start).toISOString().startsWith(day)) {
    file.problem(fields.get('until')?.key ?? node, '`until` must be a day such as `2026-12-31`.');
  }
  const rules = fields.has('rules') ? text('rules', true).split('\n') : null;
  if (rules?.some((rule) => !EXCEPTED_RULES.includes(rule))) {
    const list = EXCEPTED_RULES.map((rule) => `\`${rule}\``).join(', ');
    file.problem(fields.get('rules')?.key, `\`rules\` must be of ${list}.`);
  }
  const [key, reason] = [text('key'), text('reason')];
  return { key, rules, until: start / 1000 + DAY, day, reason, line: file.lineOf(node) };
}
