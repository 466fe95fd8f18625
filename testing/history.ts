import type { Fault } from '../emulator/faults.ts';
import type { LoggedRequest } from '../emulator/messages.ts';
import { saidBy } from './delivery.ts';
import { emulatorInputs } from './emulator-inputs.ts';
import { openHere, time } from './in-process.ts';
import { type Kind, type Stored, setUpKind } from './kinds.ts';
import { type RunningStep, runMain, runPost, type StepResult } from './runner.ts';

const NAME = 'ci';
const REPOSITORIES = ['octo-org/one', 'octo-org/two', 'octo-org/three'];
const MINUTE = 60;
const DAY = 86_400;
/** What was sent counts as done or lost after that: docs/delivery.md has it under "Late effects". */
const LATEST_EFFECT_MS = 12_000;

export interface RunPlan {
  operation: 'rotate' | 'create';
  ending: {
    how: 'killed' | 'cancelled';
    request: number;
    stage: 'before' | 'after';
  } | null;
  /** Whether the post step runs; it does not where the machine died. */
  post: boolean;
  skewMs: number;
  faults: readonly { api: 'openai' | 'github'; fault: Fault; skip: number }[];
}

export interface HistorySetting {
  kind: Kind;
  targets: number;
  /** Whether rotations of an admin key authenticate with the one in the first target, where that is alive. */
  self: boolean;
  latencyMs: number;
  rotateAfter: string;
  gracePeriod: string;
  expiresIn: string;
}

/** Both APIs over weeks, with what was seen that must never be. */
export interface History {
  breaches: string[];
  /** How many steps have run. */
  runs: number;
  run(plans: readonly RunPlan[], apartMs: number): Promise<void>;
  /** Time goes by, in which servers finish what they were asked. */
  wait(seconds: number): Promise<void>;
  meddle(how: 'paste' | 'delete' | 'make', which: number): Promise<void>;
  /** Nights in which nothing goes wrong; what is not well then is a breach. */
  heal(): Promise<void>;
}

/** A history that begins with an old key in every target. */
export function startHistory(setting: HistorySetting): History {
  const { openai, github } = openHere();
  const names = REPOSITORIES.slice(0, setting.targets);
  const breaches: string[] = [];
  /** Values of the keys that a run deleted, and of those that a secret has held. */
  const deleted = new Set<string>();
  const wasHeld = new Set<string>();
  const begun = openai.now() - 3 * DAY;
  const keys = setUpKind(openai, setting.kind);
  const first = keys.seed({ name: NAME, createdAt: begun });
  for (const name of names) {
    github.addRepository(name);
    github.seedSecret(name, 'ADMIN', { value: first.value, createdAt: begun, updatedAt: begun });
  }
  const person = openai.adminKey;

  const isLive = (key: Stored) => key.expiresAt === null || key.expiresAt > openai.now();
  const ofName = () => keys.all().filter((key) => key.name === NAME);
  const held = () => names.map((name) => github.secret(name, 'ADMIN')?.value);

  /** No secret may hold a key that a run deleted. */
  function look(request: LoggedRequest): void {
    held().forEach((value, index) => {
      if (value !== undefined) wasHeld.add(value);
      if (value !== undefined && deleted.has(value)) {
        breaches.push(
          `${names[index]} holds a deleted key after ${request.method} ${request.path}`,
        );
      }
    });
  }

  /** Notes what a delete takes away, before it does. */
  function noteDelete({ method, path }: LoggedRequest): void {
    if (method !== 'DELETE') return;
    const key = keys.all().find(({ id }) => path.endsWith(`/${id}`));
    if (key !== undefined) deleted.add(key.value);
  }

  /** A paste or deletion near a rotation cannot be told from the rotation's own; the guide says so. */
  function standsApart(): boolean {
    const [previous, newest] = [undefined, undefined, ...ofName()].slice(-2);
    if (newest === undefined) return false;
    const age = openai.now() - newest.createdAt;
    return age > 20 * MINUTE && newest.createdAt - (previous?.createdAt ?? 0) > 20 * MINUTE;
  }

  function inputsFor(operation: RunPlan['operation'], admin: string): Record<string, string> {
    const common = {
      ...keys.inputs,
      operation,
      name: NAME,
      'expires-in': setting.expiresIn,
      ...emulatorInputs(openai, github),
      'admin-api-key': admin,
      'secret-name': 'ADMIN',
      'secret-repositories': names.join('\n'),
      'retry-for': '2m',
    };
    // A sibling of a matrix, or a job that provisions what is there already.
    if (operation === 'create') return { ...common, 'if-exists': 'reuse' };
    return {
      ...common,
      'rotate-after': setting.rotateAfter,
      'grace-period': setting.gracePeriod,
    };
  }

  function ownKey(): string {
    const held = github.secret(names[0] ?? '', 'ADMIN')?.value;
    const key = openai.keys.find(({ value }) => value === held);
    return setting.self && key !== undefined && isLive(key) ? key.value : person;
  }

  async function runOne(plan: RunPlan, delayMs: number, extra: Record<string, string> = {}) {
    if (delayMs > 0) await time.sleep(delayMs);
    history.runs += 1;
    const before = new Set(keys.all().map(({ id }) => id));
    const { inputs, step } = {
      inputs: { ...inputsFor(plan.operation, ownKey()), ...extra },
      step: {} as { now?: RunningStep },
    };
    let request = 0;
    const onExchange = async (stage: 'before' | 'after'): Promise<void> => {
      if (stage === 'before' && setting.latencyMs > 0) await time.sleep(setting.latencyMs);
      const { ending } = plan;
      if (ending?.stage === stage && ending.request === request) {
        if (ending.how === 'killed') step.now?.kill();
        else step.now?.cancel();
      }
      if (stage === 'after') request += 1;
    };
    for (const { api, fault, skip } of plan.faults)
      ({ openai, github })[api].fault({ ...fault, skip });
    const main = await runMain({
      inputs,
      skewMs: plan.skewMs,
      onSpawn: (spawned) => (step.now = spawned),
      onExchange,
    });
    openai.clearFaults();
    github.clearFaults();
    const post = plan.post ? await runPost(main, { inputs, skewMs: plan.skewMs }) : undefined;
    return { main, post, before };
  }

  /** What a step made and no secret got has to be named, where its post step could run. */
  function checkNamed(steps: (StepResult | undefined)[], before: Set<string>): void {
    const said = saidBy(...steps);
    // Where its answer is lost and nothing can be listed, nobody knows its id.
    if (said.includes('could not be listed') && said.includes(`\`${NAME}\` may have been made`))
      return;
    // What another run wrote from 5 s before on passes for the step's own write.
    const since =
      Math.min(...names.map((name) => github.secret(name, 'ADMIN')?.updatedAt ?? 0)) + 5;
    for (const key of ofName()) {
      if (before.has(key.id) || wasHeld.has(key.value) || said.includes(key.id)) continue;
      if (key.createdAt <= since) continue;
      breaches.push(`nobody holds ${key.id}, and nobody was told of it: ${said}`);
    }
  }

  openai.hooks = { before: noteDelete, after: look };
  github.hooks = { after: look };

  const history: History = {
    breaches,
    runs: 0,
    async run(plans, apartMs) {
      const isLate = ({ fault }: RunPlan['faults'][number]) =>
        (fault.delayMs ?? 0) > LATEST_EFFECT_MS;
      const isAlone = plans.length === 1 && plans[0]?.ending === null;
      const done = await time.drive(
        Promise.all(
          plans.map((plan, index) => {
            const faults = plan.faults.filter((fault) => isAlone || !isLate(fault));
            return runOne({ ...plan, faults }, index * apartMs);
          }),
        ),
      );
      // Nor does another step begin before that.
      if (isAlone && plans[0]?.faults.some(isLate)) await history.wait(MINUTE);
      const all = done.flatMap(({ main, post }) => [main, post]);
      if (plans.every(({ post }) => post)) checkNamed(all, done[0]?.before ?? new Set());
    },
    wait: (seconds) => time.drive(time.sleep(seconds * 1000)),
    async meddle(how, which) {
      const all = ofName();
      const key = all[which % Math.max(1, all.length)];
      // A key that is made within seconds of a paste would look like the one that was pasted.
      if (how === 'make') {
        await history.wait(10);
        keys.seed({ name: NAME });
      } else if (key !== undefined && standsApart()) {
        if (how === 'delete') openai.revoke(ofName().at(-1)?.id ?? '');
        else {
          // It is alive, whatever the response to a delete said.
          deleted.delete(key.value);
          const name = names[which % names.length] ?? '';
          github.seedSecret(name, 'ADMIN', { value: key.value });
          await history.wait(10);
        }
      }
    },
    async heal() {
      const plan: RunPlan = {
        operation: 'rotate',
        ending: null,
        post: true,
        skewMs: 0,
        faults: [],
      };
      for (const night of [0, 1, 2]) {
        await history.wait(DAY + 3_600);
        // Three keys made in vain within a week stop the nightly runs; a person says to go on.
        const { main } = await time.drive(runOne(plan, 0, night === 0 ? { now: 'true' } : {}));
        if (main.exitCode !== 0) breaches.push(`night ${night} ends red: ${saidBy(main)}`);
      }
      const live = ofName().filter(isLive);
      const newest = live.at(-1);
      const most = setting.gracePeriod === '0s' ? 1 : 2;
      if (live.length > most) breaches.push(`${live.length} keys are left alive`);
      if (held().some((value) => value !== newest?.value))
        breaches.push('a target holds another key');
      breaches.push(...keys.missingTwins());
    },
  };
  return history;
}
