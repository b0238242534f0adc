/** Somebody saw something new; waiting without looking again and again. */
export class Signal {
  #waiting: (() => void)[] = []

  /** Tells everybody who waits to look again. */
  readonly raise = (): void => {
    const waiting = this.#waiting
    this.#waiting = []
    for (const look of waiting) look()
  }

  /** Resolves to whether `isDone` came true within `withinMs`; looks whenever raised. */
  async until(isDone: () => boolean, withinMs: number): Promise<boolean> {
    const endMs = performance.now() + withinMs
    while (!isDone()) {
      const leftMs = endMs - performance.now()
      if (leftMs <= 0) return false
      await this.#next(leftMs)
    }
    return true
  }

  /** Resolves when raised, or after `withinMs`. */
  #next(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs)
      this.#waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
