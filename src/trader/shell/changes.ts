/** Lets others wait until anything has happened. */
export class Changes {
  readonly #waiting = new Set<() => void>()

  /** Something happened. */
  tell(): void {
    for (const wake of this.#waiting) wake()
  }

  /** Resolves when something has happened, or `signal` was aborted. */
  async next(signal?: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      this.#waiting.add(wake)
      signal?.addEventListener('abort', wake, { once: true })
    })
  }
}
