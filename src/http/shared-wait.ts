/**
 * The waits of requests of one kind. A request that is refused while another one waits joins that wait, so
 * that many targets do not wait one after another for the same thing.
 */
export class SharedWait {
  /** When the first request of the kind was sent, in milliseconds of a monotonic clock. */
  firstAt = Number.POSITIVE_INFINITY;
  /** Whether the log already explains the wait. */
  isAnnounced = false;
  #current: Promise<void> | undefined;
  #endedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param begunAt - when the refused attempt began
   * @param sleep - starts a new wait
   * @throws whatever the wait throws
   */
  async join(begunAt: number, now: () => number, sleep: () => Promise<void>): Promise<void> {
    if (this.#current !== undefined) return this.#current;
    // The attempt began before the last wait ended, so no new wait is needed.
    if (begunAt < this.#endedAt) return;
    this.#current = sleep().finally(() => {
      this.#endedAt = now();
      this.#current = undefined;
    });
    return this.#current;
  }
}
