import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface ActionInput {
  default: string;
  deprecated: string | undefined;
}

/** What the runner needs to know of an action. */
export interface Action {
  main: string;
  post: string | undefined;
  inputs: Map<string, ActionInput>;
}

interface ActionFile {
  inputs?: Record<string, { default?: unknown; deprecationMessage?: string } | null>;
  runs: { main: string; post?: string };
}

/** Reads `action.yml` in the folder `root`. */
export function readAction(root: string): Action {
  const file = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as ActionFile;
  const inputs = Object.entries(file.inputs ?? {}).map(([name, input]): [string, ActionInput] => [
    name,
    { default: String(input?.default ?? ''), deprecated: input?.deprecationMessage },
  ]);
  return { main: file.runs.main, post: file.runs.post, inputs: new Map(inputs) };
}

/**
 * The inputs that reach the step: those given, and the default (or an empty value) of every other
 * input that the action declares. An empty value that is given stays empty. `warn` gets what the
 * runner says about unknown and deprecated inputs.
 */
export function completeInputs(
  given: Record<string, string>,
  action: Action,
  env: Record<string, string>,
  warn: (message: string) => void,
): Record<string, string> {
  const names = new Map(Object.keys(given).map((name) => [name.toLowerCase(), name]));
  const complete = { ...given };
  for (const [name, input] of action.inputs) {
    if (!names.delete(name.toLowerCase())) complete[name] = evaluate(input.default, env);
    else if (input.deprecated !== undefined) {
      warn(`Input '${name}' has been deprecated with message: ${input.deprecated}`);
    }
  }
  if (names.size > 0) {
    const unexpected = [...names.values()].join("', '");
    const valid = [...action.inputs.keys()].join("', '");
    warn(`Unexpected input(s) '${unexpected}', valid inputs are ['${valid}']`);
  }
  return complete;
}

/** The variable in which an input reaches the step: hyphens stay. */
export function inputVariable(name: string): string {
  return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}

/** Fills in `${{ github.x }}` and `${{ runner.x }}` from the variables that carry them. */
function evaluate(text: string, env: Record<string, string>): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => {
    const [, context, name] = /^\s*(github|runner)\.(\w+)\s*$/.exec(expression) ?? [];
    if (context === undefined) throw new Error(`Cannot evaluate the default '${text}'`);
    return env[`${context}_${name}`.toUpperCase()] ?? '';
  });
}
