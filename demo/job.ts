import { stringify } from 'yaml';
import type { LoggedRequest } from '../emulator/messages.ts';
import { Masker } from '../testing/masks.ts';
import { runMain, runPost, type StepResult } from '../testing/runner.ts';
import * as screen from './screen.ts';

export interface Step {
  title: string;
  about: string;
  id: string;
  /** Inputs as a workflow author writes them, with expressions. */
  with: Record<string, string>;
}

export interface Done {
  result: StepResult;
  /** One line per request: `GET /v1/organization/admin_api_keys → 200`. */
  requests: string[];
}

/** The environment in which a job starts. */
export interface Surroundings {
  /** URL of the local OpenAI API. */
  baseUrl: string;
  /** Requests that the local servers received. */
  logs: LoggedRequest[][];
  /** Values of expressions by path. All of them are masked secrets. */
  secrets: Record<string, string>;
  env?: Record<string, string>;
}

/** A workflow expression: `${{ path }}`. */
export function expression(path: string): string {
  return `\${{ ${path} }}`;
}

/** One job. Its steps share the workspace, masks, outputs and exported variables. */
export class Job {
  readonly done = new Map<string, Done>();
  readonly #steps: Step[] = [];
  readonly #around: Surroundings;
  readonly #masks: string[];
  #env: Record<string, string>;
  #workspace: string | undefined;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#masks = Object.values(around.secrets);
    this.#env = { ...around.env };
  }

  /** Runs a step, and shows its YAML and what GitHub shows. */
  async run(step: Step): Promise<StepResult> {
    const from = this.#marks();
    const result = await runMain({
      inputs: this.#inputsOf(step),
      env: this.#env,
      masks: this.#masks,
      ...(this.#workspace !== undefined && { cwd: this.#workspace }),
    });
    this.#steps.push(step);
    this.#workspace = result.workspace;
    this.#masks.push(...result.masks);
    this.#env = { ...this.#env, ...result.env };
    const requests = this.#requestsFrom(from);
    this.done.set(step.id, { result, requests });

    screen.step(step.title, step.about);
    screen.part('Workflow', screen.linesOf(yamlOf(step)));
    screen.part('Requests', requests);
    screen.part('Log', screen.log(result.log));
    screen.part('Outputs', screen.pairs(this.#shown(result.outputs)));
    if (result.files.env !== '') {
      screen.part('Variables of later steps', screen.pairs(this.#shown(result.env)));
    }
    screen.part('Summary', screen.summary(result.summary));
    return result;
  }

  /** Runs the post steps in reverse order, and shows those that did something. */
  async end(about: string): Promise<Map<string, Done>> {
    const posts = new Map<string, Done>();
    screen.title('The job ends', about);
    for (const step of this.#steps.toReversed()) {
      const main = this.done.get(step.id);
      if (main === undefined) continue;
      const from = this.#marks();
      const result = await runPost(main.result, {
        inputs: this.#inputsOf(step),
        env: this.#env,
        masks: this.#masks,
      });
      const requests = this.#requestsFrom(from);
      posts.set(step.id, { result, requests });
      if (requests.length === 0 && result.log === '') continue;
      screen.part(`Requests of “Post ${step.title}”`, requests);
      screen.part('Log', screen.log(result.log));
    }
    return posts;
  }

  #inputsOf(step: Step): Record<string, string> {
    const evaluated = Object.entries(step.with).map(([name, text]) => [
      name,
      text.replaceAll(/\$\{\{ (.*?) \}\}/g, (_, path: string) => this.#evaluate(path)),
    ]);
    return { 'base-url': this.#around.baseUrl, ...Object.fromEntries(evaluated) };
  }

  #evaluate(path: string): string {
    const secret = this.#around.secrets[path];
    if (secret !== undefined) return secret;
    const [, id = '', output = ''] = /^steps\.(\w+)\.outputs\.([\w-]+)$/.exec(path) ?? [];
    const value = this.done.get(id)?.result.outputs[output];
    if (value === undefined) throw new Error(`The demo cannot evaluate ${path}`);
    return value;
  }

  /** The current length of each log. */
  #marks(): number[] {
    return this.#around.logs.map((log) => log.length);
  }

  #requestsFrom(marks: number[]): string[] {
    const requests = this.#around.logs.flatMap((log, index) => log.slice(marks[index]));
    return requests
      .sort((one, other) => one.at - other.at)
      .map(({ method, path, outcome }) => `${method} ${path} → ${outcome}`);
  }

  /** Masks values as in a log: GitHub masks printed text, not the outputs themselves. */
  #shown(pairs: Record<string, string>): [string, string][] {
    const masker = new Masker();
    for (const mask of this.#masks) masker.add(mask);
    return Object.entries(pairs).map(([name, value]) => [name, masker.mask(value)]);
  }
}

function yamlOf(step: Step): string {
  const { id, with: inputs } = step;
  const uses = 'openai-admin-api-keys/action@v1';
  // The failsafe schema writes `true` and numbers without quotes, as people do.
  return stringify([{ id, uses, with: inputs }], { schema: 'failsafe', lineWidth: 0 });
}
