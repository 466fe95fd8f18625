import type { Reply } from './messages.ts';

/**
 * What goes wrong with the requests that match `method` and `path`. The order of events is: delay,
 * `before` (reset, silence), acting, `after` (reset, silence), answer (whole or cut).
 */
export interface Fault {
  /** Default: any. */
  method?: string;
  /** A string is the whole pathname or its end; a RegExp sees the path with and without query. */
  path?: string | RegExp;
  /** How many matching requests pass first, counting those that another fault strikes. */
  skip?: number;
  /** How often it strikes. Default 1; `Infinity` for always. */
  times?: number;
  /** Wait this long before anything else. */
  delayMs?: number;
  /** `status` (default 200) or `body` is answered instead of acting; with `act`, after acting. */
  status?: number;
  /** Belong to that answer; without `status` and `body` they are added to the real one. */
  headers?: Record<string, string>;
  body?: unknown;
  act?: boolean;
  /** Reset the connection before or after the server acted. */
  reset?: 'before' | 'after';
  /** Act, announce the whole body, send this many bytes of it and close the connection. */
  cut?: number;
  /** Never answer, not having acted or having acted. The connection stays open. */
  silence?: 'before' | 'after';
  /** Act, then change the answer. */
  rewrite?: (reply: Reply) => Reply;
}

/** The faults that wait for their requests; of several that are due, the oldest strikes. */
export class FaultList {
  #waiting: { fault: Fault; skip: number; times: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
  }

  clear(): void {
    this.#waiting = [];
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** Counts this request against every fault that it matches and returns the one that strikes. */
  next(method: string, url: URL): Fault | undefined {
    let struck: Fault | undefined;
    for (const waiting of this.#waiting) {
      if (!matches(waiting.fault, method, url)) continue;
      if (waiting.skip > 0) {
        waiting.skip -= 1;
      } else if (!struck && waiting.times > 0) {
        waiting.times -= 1;
        struck = waiting.fault;
      }
    }
    this.#waiting = this.#waiting.filter(({ times }) => times > 0);
    return struck;
  }
}

function matches({ method, path }: Fault, actualMethod: string, url: URL): boolean {
  if (method !== undefined && method.toUpperCase() !== actualMethod) return false;
  if (path === undefined) return true;
  if (typeof path === 'string') return url.pathname.endsWith(path);
  // `search`, unlike `test`, keeps no position in a RegExp that has the g flag.
  return url.pathname.search(path) >= 0 || (url.pathname + url.search).search(path) >= 0;
}

const isString = (value: unknown) => typeof value === 'string';
const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;
const isBeforeOrAfter = (value: unknown) => value === 'before' || value === 'after';
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const FIELDS: Record<string, (value: unknown) => boolean> = {
  method: isString,
  path: isString,
  skip: isCount,
  times: (value) => isCount(value) || value === Number.POSITIVE_INFINITY,
  delayMs: isCount,
  status: (value) => isCount(value) && Number(value) >= 200 && Number(value) <= 599,
  headers: (value) => isRecord(value) && Object.values(value).every(isString),
  body: () => true,
  act: (value) => typeof value === 'boolean',
  reset: isBeforeOrAfter,
  cut: isCount,
  silence: isBeforeOrAfter,
};

/**
 * Reads a fault from JSON. `times: null` means always, because that is how JSON writes `Infinity`.
 * Throws an Error that names the field when one is unknown or has a wrong value.
 */
export function parseFault(json: string): Fault {
  const fault: unknown = JSON.parse(json);
  if (!isRecord(fault)) throw new Error('A fault must be a JSON object.');
  if (fault.times === null) fault.times = Number.POSITIVE_INFINITY;
  for (const [name, value] of Object.entries(fault)) {
    const isValid = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (!isValid) throw new Error(`A fault has no field \`${name}\`.`);
    if (!isValid(value)) throw new Error(`The fault's \`${name}\` has a wrong value.`);
  }
  return fault;
}
