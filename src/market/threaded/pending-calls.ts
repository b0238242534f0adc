import { ConfigError } from '../../core/index.ts'

interface Pending {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** Calls to a thread that were not answered yet. */
export class PendingCalls {
  readonly #calls = new Map<number, Pending>()
  #next = 0

  /** Starts one: `send` is given its number. @throws ConfigError `ABORTED` */
  start(send: (call: number) => void, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const call = this.#next
      this.#next += 1
      const giveUp = (): void => {
        const message = 'Waiting for a thread of market data: the caller gave up'
        this.settle(call, new ConfigError('ABORTED', message, { cause: signal?.reason }))
      }
      const settled = (): void => signal?.removeEventListener('abort', giveUp)
      this.#calls.set(call, {
        resolve: () => {
          settled()
          resolve()
        },
        reject: (error) => {
          settled()
          reject(error)
        },
      })
      signal?.addEventListener('abort', giveUp, { once: true })
      if (signal?.aborted === true) giveUp()
      else send(call)
    })
  }

  /** A call was answered: it is done, or it failed. */
  settle(call: number, error?: Error): void {
    const pending = this.#calls.get(call)
    this.#calls.delete(call)
    if (error === undefined) pending?.resolve()
    else pending?.reject(error)
  }

  /** None will be answered. */
  failAll(error: Error): void {
    for (const call of [...this.#calls.keys()]) this.settle(call, error)
  }
}
