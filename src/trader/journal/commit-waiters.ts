interface Waiter {
  readonly sequence: number
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** Those who wait until a record is committed. */
export class CommitWaiters {
  #waiters: Waiter[] = []

  /** Resolves once the record is committed; rejects when that can no longer be. */
  wait(sequence: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.push({ sequence, resolve, reject })
    })
  }

  /** Everything up to a record is committed. */
  advance(sequence: number): void {
    if (this.#waiters.length === 0) return
    const [due, later]: [Waiter[], Waiter[]] = [[], []]
    for (const waiter of this.#waiters) (waiter.sequence <= sequence ? due : later).push(waiter)
    this.#waiters = later
    for (const { resolve } of due) resolve()
  }

  /** Nothing more will be. */
  fail(error: Error): void {
    const failed = this.#waiters
    this.#waiters = []
    for (const { reject } of failed) reject(error)
  }
}
