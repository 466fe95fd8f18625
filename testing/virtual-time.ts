import { setImmediate, setTimeout } from 'node:timers/promises';

/** 2027-01-15T08:00:00Z, in Unix milliseconds. */
const START = 1_800_000_000_000;

interface Timer {
  at: number;
  order: number;
  fire(): void;
}

/**
 * A clock that stands still while there is something to do, and then jumps to the next timer. So
 * whatever waits only for it (steps in process, local APIs in process) takes no time.
 */
export class VirtualTime {
  #now = START;
  #timers: Timer[] = [];
  #started = 0;
  #driven = 0;
  #busy = 0;

  /** Unix milliseconds. */
  now = (): number => this.#now;

  /** Resolves after so many milliseconds of this clock. */
  sleep = (ms: number): Promise<void> => this.timer(ms).done;

  /** The same, with a way to give the wait up. */
  timer(ms: number): { done: Promise<void>; cancel(): void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = { at: this.#now + Math.max(0, ms), order: this.#started++, fire: resolve };
    this.#timers.push(timer);
    const cancel = () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
    return { done: promise, cancel };
  }

  /** Somebody works, by more than promises alone: the clock stands still until `rests` is called. */
  works(): void {
    this.#busy += 1;
  }

  rests(): void {
    this.#busy -= 1;
  }

  /** Lets time go by in which nothing happens. */
  advance(ms: number): void {
    this.#now += ms;
  }

  /** Lets the clock go on for as long as the work is not done. */
  drive<T>(work: Promise<T>): Promise<T> {
    void this.#goOnUntil(work);
    return work;
  }

  async #goOnUntil(work: Promise<unknown>): Promise<void> {
    let done = false;
    const end = () => {
      done = true;
      this.#driven -= 1;
    };
    // One of several is enough: the others take over where its own work is done first.
    const mine = ++this.#driven;
    work.then(end, end);
    while (!done) {
      await setImmediate();
      if (done || mine < this.#driven || this.#busy > 0) continue;
      if (!this.#fireNext()) await setTimeout(1);
    }
  }

  /** @returns false where nothing waits for this clock */
  #fireNext(): boolean {
    const [first] = this.#timers.sort((a, b) => a.at - b.at || a.order - b.order);
    if (first === undefined) return false;
    this.#timers.shift();
    this.#now = Math.max(this.#now, first.at);
    first.fire();
    return true;
  }
}
