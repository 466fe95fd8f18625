import { selectEntries } from '../domain/manifest.ts';
import { isFork } from './credentials.ts';
import { ENTRY_INPUTS, type InputName } from './definitions.ts';
import { readManifest } from './manifest.ts';
import type { Inputs } from './reader.ts';
import { readGitHub } from './secret-targets.ts';
import type { RequestFor, Settings } from './types.ts';

export { readManifest };

const MOST_ROTATIONS = 200;

/** Reads the inputs of `rotate` with a manifest, and the manifest by `read`. */
export function readReconcile(
  settings: Settings,
  inputs: Inputs,
  read: typeof readManifest,
): RequestFor<'reconcile'> {
  const now = inputs.boolean('now');
  const only = inputs.isGiven('only') ? inputs.list('only') : null;
  const fixed: InputName[] = now && inputs.isGiven('grace-period') ? ['grace-period'] : [];
  for (const name of [...ENTRY_INPUTS, 'output-value', 'export-env'] as const) {
    if (!inputs.isGiven(name) || fixed.includes(name)) continue;
    inputs.problem(
      name,
      'cannot be combined with `manifest`, whose entries set it. Remove one of the two.',
    );
  }
  if (now && only === null) {
    inputs.problem('now', 'needs `only` with a manifest, so that not every key is replaced.');
  }
  const manifest = read({ settings, inputs, fixed });
  const { entries, unmatched } = selectEntries(manifest.entries, only);
  const [glob] = unmatched;
  if (glob !== undefined && manifest.entries.length > 0) {
    inputs.refuse('only', 'must be patterns that match entries of the manifest', glob);
  }
  const most = inputs.count('max-rotations') ?? 0;
  if (most > MOST_ROTATIONS) {
    inputs.problem('max-rotations', `must be from 1 to ${MOST_ROTATIONS}.`);
  }
  if (now && entries.length > MOST_ROTATIONS) {
    inputs.problem(
      'only',
      `matches ${entries.length} entries, and \`now\` replaces at most ${MOST_ROTATIONS} keys in one run.`,
    );
  }
  const isKeyless = isFork(inputs);
  const github = readGitHub(inputs);
  if (github === null && !isKeyless) {
    inputs.problem('github-token', 'is required with `manifest`: it has to write the secrets.');
  }
  return {
    ...settings,
    operation: 'reconcile',
    manifest,
    entries,
    maxRotations: now ? MOST_ROTATIONS : most,
    github,
    isKeyless,
    dryRun: inputs.boolean('dry-run'),
  };
}
