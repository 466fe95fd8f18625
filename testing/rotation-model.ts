import { WRITE_WINDOW } from '../src/domain/delivery-status.ts';
import type { ApiKey } from '../src/domain/key.ts';
import { planRotation, type RotationPlan } from '../src/domain/rotation-plan.ts';
import { adminKey } from './fakes.ts';

/*
 * Several rotations of one name into one secret, as a state and what each request makes of it. Times
 * are whole minutes. What a run decides, the planner decides.
 */

const MONTH = 30 * 24 * 60;
/** Longer gaps than this between two events make no difference to any rule. */
const LONG = 21;

interface ModelKey {
  id: number;
  at: number;
  live: boolean;
}

/** A run by the request that it makes next. */
export type Run =
  | { next: 'list' }
  | { next: 'get'; first: ModelKey[]; at: number }
  | { next: 'create'; first: number[]; doomed: number[] }
  | { next: 'try' | 'write'; first: number[]; doomed: number[]; own: number }
  | { next: 'undo'; own: number }
  | { next: 'delete'; doomed: number[] }
  | { next: 'nothing' };

export interface State {
  now: number;
  keys: ModelKey[];
  secret: { holds: number; at: number };
  runs: Run[];
  /** Whether the secret ever held a key that a run had deleted. */
  broken: boolean;
}

export type Rule = 'monthly' | 'always';

/** How many states so many runs at once can get into. */
export const STATES: Record<2 | 3, Record<Rule, number>> = {
  2: { monthly: 2_032, always: 2_947 },
  3: { monthly: 123_525, always: 269_886 },
};

/** One old key, in place, and so many runs that are about to begin. */
export function begin(runs: number): State {
  const at = -2 * MONTH;
  return {
    now: 0,
    keys: [{ id: 0, at, live: true }],
    secret: { holds: 0, at },
    runs: Array.from({ length: runs }, () => ({ next: 'list' as const })),
    broken: false,
  };
}

function toKey({ id, at }: ModelKey): ApiKey {
  return adminKey({ id: String(id), name: 'ci', createdAt: at * 60 });
}

function planOf(first: ModelKey[], now: number, updatedAt: number, rule: Rule): RotationPlan {
  return planRotation({
    evidence: {
      keys: first.map(toKey),
      updates: [updatedAt * 60_000],
      skew: 0,
    },
    accessible: true,
    hasSkipped: false,
    isAskedFor: false,
    now: now * 60,
    rotateAfter: rule === 'monthly' ? MONTH * 60 : null,
    minRemaining: null,
    gracePeriod: 0,
    isCallerKey: () => false,
  });
}

/** The state after the next request of a run, which takes no time. */
export function step(state: State, index: number, rule: Rule): State {
  const run = state.runs[index] as Run;
  const then = (next: Run, changes: Partial<State> = {}): State => {
    return { ...state, ...changes, runs: state.runs.with(index, next) };
  };
  const live = state.keys.filter((key) => key.live);
  switch (run.next) {
    case 'list':
      return then({ next: 'get', first: live, at: state.now });
    case 'get': {
      const plan = planOf(run.first, run.at, state.secret.at, rule);
      if (plan.kind === 'busy') return then({ next: 'nothing' });
      const gone = plan.older.filter(({ action }) => action === 'delete');
      const doomed = gone.map(({ key }) => Number(key.id));
      if (plan.kind === 'keep') return then({ next: 'delete', doomed });
      return then({ next: 'create', first: run.first.map(({ id }) => id), doomed });
    }
    case 'create': {
      const own = 1 + Math.max(...state.keys.map(({ id }) => id));
      const keys = [...state.keys, { id: own, at: state.now, live: true }];
      return then({ ...run, next: 'try', own }, { keys });
    }
    case 'try': {
      const others = live.filter(({ id }) => id !== run.own && !run.first.includes(id));
      return then(others.length > 0 ? { next: 'undo', own: run.own } : { ...run, next: 'write' });
    }
    case 'write': {
      const { at = 0 } = state.keys.find(({ id }) => id === run.own) ?? {};
      if (state.now - at > WRITE_WINDOW / 60) return then({ next: 'undo', own: run.own });
      const broken = state.broken || !live.some(({ id }) => id === run.own);
      const secret = { holds: run.own, at: state.now };
      return then({ next: 'delete', doomed: run.doomed }, { secret, broken });
    }
    case 'undo':
      return then({ next: 'nothing' }, withoutKey(state, run.own));
    case 'delete': {
      const [id, ...doomed] = run.doomed;
      if (id === undefined) return then({ next: 'nothing' });
      return then({ next: 'delete', doomed }, withoutKey(state, id));
    }
    case 'nothing':
      return state;
  }
}

function withoutKey(state: State, id: number): Pick<State, 'keys' | 'broken'> {
  return {
    keys: state.keys.map((key) => (key.id === id ? { ...key, live: false } : key)),
    broken: state.broken || state.secret.holds === id,
  };
}

/** What a person does to the secret or the keys in between. */
export function meddle(
  state: State,
  how: 'nothing' | 'paste the oldest' | 'delete the newest',
): State {
  const live = state.keys.filter((key) => key.live);
  switch (how) {
    case 'nothing':
      return state;
    case 'paste the oldest':
      return { ...state, secret: { holds: live[0]?.id ?? 0, at: state.now } };
    case 'delete the newest':
      return {
        ...state,
        keys: state.keys.map((key) => (key === live.at(-1) ? { ...key, live: false } : key)),
      };
  }
}

/** One run, by itself, from its beginning to its end. */
export function runAlone(state: State, rule: Rule): State {
  let after: State = { ...state, runs: [{ next: 'list' }] };
  while (after.runs[0]?.next !== 'nothing') after = { ...step(after, 0, rule), now: after.now + 1 };
  return after;
}

/** Runs that have come equally far are the same, whichever of them it is. */
function sorted(runs: Run[]): Run[] {
  const named = runs.map((run) => ({ run, name: JSON.stringify(run) }));
  return named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ run }) => run);
}

/** The same state in its shortest form: only what can still make a difference, counted from 0. */
export function shortest(state: State): State {
  const mentioned = new Set([state.secret.holds]);
  for (const run of state.runs) {
    if (run.next === 'get') for (const { id } of run.first) mentioned.add(id);
    if ('own' in run) mentioned.add(run.own);
  }
  const keys = state.keys.filter(({ id, live }) => live || mentioned.has(id));
  const moments = new Set([...keys.map(({ at }) => at), state.secret.at, state.now]);
  const moved = new Map<number, number>();
  let [last, at] = [Number.NEGATIVE_INFINITY, -2 * MONTH];
  for (const moment of [...moments].sort((a, b) => a - b)) {
    // The old key stays as old as it is; all else moves up to it as far as the rules let it.
    if (last > -MONTH) at += Math.min(LONG, moment - last);
    else if (moment > -MONTH) at = 0;
    moved.set(moment, at);
    last = moment;
  }
  const name = new Map(keys.map(({ id }, index) => [id, index]));
  const rename = (ids: number[]) => ids.flatMap((id) => name.get(id) ?? []);
  const isLive = new Set(keys.filter(({ live }) => live).map(({ id }) => id));
  const brief = (key: ModelKey): ModelKey => {
    return { id: name.get(key.id) ?? 0, at: moved.get(key.at) ?? 0, live: key.live };
  };
  const runs = state.runs.map((run): Run => {
    if (run.next === 'get') {
      // Only how young the newest was then still matters; the old key is old enough.
      const newest = run.first.at(-1)?.at ?? 0;
      const age = Math.min(LONG, run.at - newest);
      const at = newest <= -MONTH ? 0 : (moved.get(newest) ?? 0) + age;
      return { ...run, first: run.first.map(brief), at };
    }
    const short = { ...run };
    if ('first' in short) short.first = rename(short.first.filter((id) => isLive.has(id)));
    if ('doomed' in short) short.doomed = rename(short.doomed.filter((id) => isLive.has(id)));
    if ('own' in short) short.own = name.get(short.own) ?? 0;
    if (short.next === 'delete' && short.doomed.length === 0) return { next: 'nothing' };
    return short;
  });
  return {
    now: moved.get(state.now) ?? 0,
    keys: keys.map(brief),
    secret: { holds: name.get(state.secret.holds) ?? 0, at: moved.get(state.secret.at) ?? 0 },
    runs: sorted(runs),
    broken: state.broken,
  };
}
