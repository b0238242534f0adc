import { ConfigError } from '../core/index.ts'
import type { Timers } from '../runtime/ports.ts'

/**
 * Waits `delayMs` ms.
 *
 * @throws ConfigError `ABORTED` as soon as the signal is aborted; no timer is left.
 */
export function wait(timers: Timers, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(aborted(signal))
      return
    }
    const onAbort = (): void => {
      timer.cancel()
      reject(aborted(signal))
    }
    const timer = timers.after(delayMs, () => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    })
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

function aborted(signal: AbortSignal): ConfigError {
  return new ConfigError('ABORTED', 'Waiting for a call: its signal was aborted', {
    cause: signal.reason,
  })
}
