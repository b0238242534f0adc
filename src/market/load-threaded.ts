import type { ThreadedMarkets } from './threaded/threaded-markets.ts'

let loading: Promise<typeof ThreadedMarkets> | undefined

/**
 * Loads what keeps market data in threads, once: whoever has one thread does not pay for it. To be awaited before a run in
 * virtual time, which a first `import()` would keep waiting.
 */
export function loadThreaded(): Promise<typeof ThreadedMarkets> {
  loading ??= import('./threaded/threaded-markets.ts').then((module) => module.ThreadedMarkets)
  return loading
}
