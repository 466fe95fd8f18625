import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitHub } from '../emulator/github.ts';
import type { LoggedRequest } from '../emulator/messages.ts';
import type { OpenAi, OpenAiOptions } from '../emulator/openai.ts';
import { emulatorInputs } from './emulator-inputs.ts';
import { isHere, openHere, time } from './in-process.ts';
import type { Stored } from './kinds.ts';
import { workspaceWith } from './manifest.ts';
import { type RunningStep, runMain, runPost, type StepOptions, type StepResult } from './runner.ts';
import { clockOf, startBoth } from './services.ts';

export const DAY = 86_400;

/** An entry of the manifest: a key, and the secrets that hold it. */
export interface Member {
  name: string;
  /** Null: an admin key. */
  project: string | null;
  account: string;
  repositories: string[];
  secret: string;
  /** Further fields. */
  fields: Record<string, string>;
}

/** What an entry ended as, as the output `results` has it. */
export interface Result {
  name: string;
  project_id?: string;
  targets: string[];
  line: number;
  id: string | null;
  action: string;
  reason: string;
  next_due: string | null;
}

export interface NightOptions extends StepOptions {
  /** Called around each request, with its number. */
  onRequest?: (
    request: LoggedRequest,
    stage: 'before' | 'after',
    index: number,
    step: RunningStep,
  ) => void | Promise<void>;
  /** Whether the post step runs too (true). */
  post?: boolean;
}

export interface NightResult {
  main: StepResult;
  post: StepResult | undefined;
  results: Result[];
  /** To OpenAI and to GitHub. */
  requests: { openai: number; github: number };
  minutes: number;
}

/**
 * An organization on local APIs with a manifest: in this process, on a clock that never waits, unless it is
 * one for the bundle.
 */
export class Fleet {
  readonly openai: OpenAi;
  readonly github: GitHub;
  readonly members: Member[] = [];
  /** What was seen that must never be: a secret with a dead key; each is told once. */
  readonly breaches = new Set<string>();
  defaults: Record<string, string> = {
    'expires-in': '90d',
    'rotate-after': '30d',
    'grace-period': '24h',
  };
  /** Lines at the end of the file. */
  exceptions = '';
  inputs: Record<string, string> = {};
  /** Members whose secret is not watched, since somebody else writes it. */
  readonly unwatched = new Set<Member>();
  readonly #workspace = workspaceWith({});
  /** Unix milliseconds, without the time that was let go by for the bundle's steps. */
  readonly #clock: () => number;
  #aheadMs = 0;

  constructor(options: OpenAiOptions = {}, { openai, github } = openHere(options)) {
    this.openai = openai;
    this.github = github;
    this.#clock = clockOf(openai);
  }

  /** One whose steps are processes of the bundle, which its test closes. */
  static async forBundle(options: OpenAiOptions = {}): Promise<Fleet> {
    return new Fleet(options, await startBoth(options, true));
  }

  async close(): Promise<void> {
    await Promise.all([this.openai.close(), this.github.close()]);
  }

  /** Adds an entry, with its project, its service account and its repositories as far as they lack. */
  add(member: Partial<Member> & { name: string }): Member {
    const project = member.project === undefined ? 'proj_a' : member.project;
    const full: Member = {
      account: `svc_${project}`,
      repositories: [`octo-org/${member.name}`],
      secret: project === null ? 'ADMIN_KEY' : 'OPENAI_API_KEY',
      fields: {},
      ...member,
      project,
    };
    const { openai, github } = this;
    if (project !== null && openai.projects.every(({ id }) => id !== project)) {
      openai.seedProject({ id: project, name: project });
    }
    if (project !== null && openai.serviceAccounts.every(({ id }) => id !== full.account)) {
      openai.seedServiceAccount({ id: full.account, projectId: project });
    }
    const known = new Set(this.members.flatMap(({ repositories }) => repositories));
    for (const name of full.repositories) if (!known.has(name)) github.addRepository(name);
    this.members.push(full);
    return full;
  }

  /** Stores a key of a member and writes it to its secrets, as a rotation did so many days ago. */
  deliver(member: Member, days: number, expiresAfterDays: number | null = 90): Stored {
    const createdAt = this.openai.now() - Math.round(days * DAY);
    const expiresAt = expiresAfterDays === null ? null : createdAt + expiresAfterDays * DAY;
    const key = this.makeKey(member, createdAt, expiresAt);
    for (const place of member.repositories) {
      const at = createdAt + 2;
      const secret = { value: key.value, createdAt: at, updatedAt: at };
      this.github.seedSecret(place, member.secret, secret);
    }
    return key;
  }

  /** Stores a key of a member that no secret holds. */
  makeKey({ name, project, account }: Member, createdAt: number, expiresAt: number | null): Stored {
    const key = { name, createdAt, expiresAt };
    return project === null
      ? this.openai.seed(key)
      : this.openai.seedProjectKey({ ...key, projectId: project, owner: account });
  }

  /** The live keys of a member, oldest first. */
  live(member: Member): Stored[] {
    return this.keysOf(member).filter((key) => this.isLive(key));
  }

  keysOf({ name, project, account }: Member): Stored[] {
    return project === null
      ? this.openai.keys.filter((key) => key.name === name)
      : this.openai.projectKeys.filter(
          (key) => key.name === name && key.projectId === project && key.owner.id === account,
        );
  }

  isLive({ expiresAt }: Stored): boolean {
    return expiresAt === null || expiresAt > this.openai.now();
  }

  /** What the secrets of a member hold. */
  held({ repositories, secret }: Member): (string | undefined)[] {
    return repositories.map((place) => this.github.secret(place, secret)?.value);
  }

  /** Whether all secrets of a member hold its newest key, and that is live. */
  isSettled(member: Member): boolean {
    const newest = this.keysOf(member).at(-1);
    return (
      newest !== undefined &&
      this.isLive(newest) &&
      this.held(member).every((value) => value === newest.value)
    );
  }

  /** What is not as a run that nothing disturbs leaves it once grace periods are over. */
  unsettled(): string[] {
    return this.members
      .flatMap((member) => [
        ...(this.isSettled(member) ? [] : [`${member.name} is not settled`]),
        ...(this.live(member).length === 1
          ? []
          : [`${this.live(member).length} keys of ${member.name} are live`]),
      ])
      .concat(...this.breaches);
  }

  manifest(): string {
    const lines = (fields: Record<string, string>) =>
      Object.entries(fields).map(([name, value]) => `    ${name}: ${value}`);
    return [
      'defaults:',
      ...lines(this.defaults),
      'keys:',
      ...this.members.flatMap(({ name, project, account, repositories, secret, fields }) => [
        `  - name: ${name}`,
        ...(project === null
          ? []
          : [`    project-id: ${project}`, `    service-account-id: ${account}`]),
        `    secret-name: ${secret}`,
        `    secret-repositories: [${repositories.join(', ')}]`,
        ...lines(fields),
      ]),
      this.exceptions,
    ].join('\n');
  }

  /** Lets seconds go by in which nothing happens. */
  advance(seconds: number): void {
    if (isHere(this.openai.url)) time.advance(seconds * 1000);
    else {
      // The machine's own clock stays where it is.
      this.#aheadMs += seconds * 1000;
      for (const api of [this.openai, this.github]) {
        api.setClock(() => this.#clock() + this.#aheadMs);
      }
    }
    this.watch('time went by');
  }

  /** Looks for secrets with a dead key. */
  watch(when: string): void {
    const live = new Set<string>();
    for (const key of [...this.openai.keys, ...this.openai.projectKeys]) {
      if (this.isLive(key)) live.add(key.value);
    }
    for (const member of this.members) {
      if (this.unwatched.has(member) || member.fields.state === 'absent') continue;
      for (const value of this.held(member)) {
        if (value !== undefined && !live.has(value)) {
          this.breaches.add(`a secret of ${member.name} holds a dead key: ${when}`);
        }
      }
    }
  }

  /** Runs the step, and its post step. */
  async night(options: NightOptions = {}): Promise<NightResult> {
    const { onRequest, post: runsPost = true, ...step } = options;
    const { openai, github } = this;
    writeFileSync(join(this.#workspace, 'keys.yml'), this.manifest());
    const before = { openai: openai.log.length, github: github.log.length };
    const started = this.#clock();
    let running: RunningStep | undefined;
    const order: LoggedRequest[] = [];
    const hook = (stage: 'before' | 'after') => async (request: LoggedRequest) => {
      if (stage === 'after' && request.method !== 'GET') {
        this.watch(`${request.method} ${request.path}`);
      }
      if (!order.includes(request)) order.push(request);
      if (running) await onRequest?.(request, stage, order.indexOf(request), running);
    };
    const isHooked = onRequest !== undefined;
    for (const api of [openai, github]) {
      api.hooks = isHooked ? { before: hook('before'), after: hook('after') } : {};
    }
    const inputs = {
      operation: 'rotate',
      manifest: 'keys.yml',
      ...emulatorInputs(openai, github),
      timeout: '30s',
      ...this.inputs,
      ...step.inputs,
    };
    const cwd = this.#workspace;
    const main = await runMain({ ...step, cwd, inputs, onSpawn: (spawned) => (running = spawned) });
    for (const api of [openai, github]) api.hooks = {};
    const post = runsPost ? await runPost(main, { cwd, inputs }) : undefined;
    this.watch('the end of a run');
    return {
      main,
      post,
      results: main.outputs.results ? (JSON.parse(main.outputs.results) as Result[]) : [],
      requests: {
        openai: openai.log.length - before.openai,
        github: github.log.length - before.github,
      },
      minutes: (this.#clock() - started) / 60_000,
    };
  }
}

/** How each entry ended: its name and the word for it. */
export function listActions(results: readonly Result[]): string[] {
  return results.map(({ name, action }) => `${name} ${action}`);
}

/** How many entries ended how. */
export function countActions(results: readonly Result[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { action } of results) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}
