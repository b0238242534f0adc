import { BboCheck } from './bbo-check.ts'
import { DriftWatch } from './drift-watch.ts'
import { MARKET_DATA_DEFAULTS, type MarketDataOptions } from './market-data-options.ts'
import type { Router } from './router.ts'

/** What looks at a venue's frames beside the way of their data. */
export interface FrameWatches {
  /** Evidence from BBO feeds; `undefined`: not looked for. */
  readonly bboCheck: BboCheck | undefined
  /** Watches for what the driver does not know; `undefined`: nothing does. */
  readonly drift: DriftWatch | undefined
}

/** The watches that the options ask for and the driver allows. */
export function frameWatches(options: MarketDataOptions, router: Router): FrameWatches {
  const { driver, ports, checksBbo, watchesDrift } = { ...MARKET_DATA_DEFAULTS, ...options }
  const { knownMessages, facts } = driver
  const isWatched = watchesDrift && knownMessages !== undefined
  return {
    bboCheck: checksBbo ? new BboCheck() : undefined,
    drift: isWatched
      ? new DriftWatch({
          venue: facts.venue,
          load: knownMessages,
          tell: (event) => {
            router.event(event)
            router.endBatch()
          },
          metrics: ports.metrics,
          log: ports.log,
        })
      : undefined,
  }
}
