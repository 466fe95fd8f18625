import type { ApiKey } from '../src/domain/key.ts';
import type { ResultFor } from '../src/domain/result.ts';
import type { RequestFor } from '../src/inputs/types.ts';
import { rotate } from '../src/operations/rotate.ts';
import { adminKey, failureOf, NOW } from './fakes.ts';
import { delivering, type Scene, sceneOf, told } from './scene.ts';

export const DAY = 86_400;

/** A key of the name made so many days ago; the step's own where its redacted value says so. */
export function keyOf(id: string, days: number, fields: Partial<ApiKey> = {}): ApiKey {
  return adminKey({ id, createdAt: NOW - days * DAY, ...fields });
}

/** What the redacted value of the key that authenticates the step looks like. */
export const OWN = { redactedValue: 'sk-admin...inel' };
export const [older, old, fresh] = [
  keyOf('key_older', 60),
  keyOf('key_old', 40),
  keyOf('key_fresh', 10),
];

export const base: RequestFor<'rotate'> = {
  ...delivering,
  operation: 'rotate',
  rotateAfter: 30 * DAY,
  minRemaining: null,
  gracePeriod: 0,
  now: false,
};

/** Two secrets that were written just after a key was made. */
export const heldSince = (key: ApiKey): number[] => [10, 20].map((at) => key.createdAt - NOW + at);

/** A delivered key that is due, with an older one. */
export const due: Scene = { keys: [older, old], written: heldSince(old) };
/** A delivered key that is not due, with an older one. */
export const notDue: Scene = { keys: [older, fresh], written: heldSince(fresh) };

/** The steps of a run of `due`, up to the deletes. */
export const CHECKS = ['list asc', 'get a', 'get b', 'prepare a', 'prepare b'];
export const MADE = ['state creating', 'create', 'state created'];
export const TRIAL = 'try sk-admin-new desc 100';
export const WRITES = ['write a', 'write b', 'state done'];
export const UNDO = ['delete key_new to clean up', 'state done'];

export interface Run {
  result: ResultFor<'rotate'>;
  /** What reached the APIs, the state and the steps that follow, in order. */
  told: string[];
  events: string[];
  warnings: string[];
}

export async function run(scene: Scene, request: Partial<RequestFor<'rotate'>> = {}): Promise<Run> {
  const { context, events } = sceneOf(scene);
  const result = await rotate({ ...base, ...request }, context);
  const warnings = events.filter((event) => event.startsWith('warning: '));
  return { result, told: told(events), events, warnings };
}

/** A run that throws. */
export async function runFailing(scene: Scene, request: Partial<RequestFor<'rotate'>> = {}) {
  const { context, events } = sceneOf(scene);
  const error = await failureOf(() => rotate({ ...base, ...request }, context));
  return { error, told: told(events) };
}
