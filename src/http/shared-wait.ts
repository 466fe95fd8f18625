/**
 * The waits of requests of one kind. Who is refused while another one waits goes on when that one
 * does, so that a dozen targets do not wait a dozen times for the same thing.
 */
export class SharedWait {
  /** When the first request of the kind was sent, in milliseconds of a monotonic clock. */
  firstAt: number | undefined;
  /** Whether people were told why. */
  isAnnounced = false;
  #current: Promise<void> | undefined;
  #endedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param begunAt - when the attempt began that was refused
   * @param sleep - begins a wait of one's own
   * @throws whatever the wait throws
   */
  async join(begunAt: number, now: () => number, sleep: () => Promise<void>): Promise<void> {
    if (this.#current !== undefined) return this.#current;
    // Refused by what the server knew before a wait of another's was over.
    if (begunAt < this.#endedAt) return;
    this.#current = sleep().finally(() => {
      this.#endedAt = now();
      this.#current = undefined;
    });
    return this.#current;
  }
}
