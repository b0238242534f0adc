import type { Timers } from '../ports.ts'

/** The longest delay that Node takes, in ms; a longer one would fire at once. */
const MAX_DELAY_MS = 2_147_483_647

/**
 * Node's timers.
 *
 * A pending timer does not keep the process alive unless `keepAlive` is set. Delays of any length are kept; negative ones
 * and NaN are 0.
 */
export function nodeTimers({ keepAlive = false }: { readonly keepAlive?: boolean } = {}): Timers {
  return {
    after(delayMs, callback) {
      let leftMs = delayMs > 0 ? delayMs : 0
      let timer: NodeJS.Timeout
      const arm = (): void => {
        const stepMs = Math.min(leftMs, MAX_DELAY_MS)
        leftMs -= stepMs
        timer = setTimeout(leftMs > 0 ? arm : callback, stepMs)
        if (!keepAlive) timer.unref()
      }
      arm()
      return { cancel: (): void => clearTimeout(timer) }
    },
  }
}
