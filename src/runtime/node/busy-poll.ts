import type { IdlePort } from '../ports.ts'

/** A loop that turns until it is ended. */
export interface BusyPoll extends IdlePort {
  /** Lets the process sleep again. Idempotent. */
  end(): void
}

/**
 * Keeps the event loop turning while nothing happens, so that the process never sleeps: its core stays its own, and what it
 * runs next is still in the core's caches. It costs the whole core.
 */
export function busyPoll(): BusyPoll {
  let isWanted = true
  const callbacks = new Set<() => void>()
  const turn = (): void => {
    if (!isWanted) return
    for (const callback of callbacks) callback()
    setImmediate(turn)
  }
  turn()
  return Object.freeze({
    onTurn(callback: () => void) {
      callbacks.add(callback)
      return { cancel: () => void callbacks.delete(callback) }
    },
    end() {
      isWanted = false
    },
  })
}
