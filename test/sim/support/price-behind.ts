import { Decimal, type Instrument, type Side } from '../../../src/core/index.ts'
import type { SimulatedVenue } from '../../../src/sim/index.ts'

/** A price so many ticks from the best of the own side, away from the market where above 0. */
export function priceBehind(
  { venue }: { readonly venue: Pick<SimulatedVenue, 'market'> },
  { product, symbol }: Instrument,
  side: Side,
  ticks: number,
): Decimal {
  const live = venue.market.find(product, symbol)
  const best = live?.engine.best(side === 'buy' ? 'bid' : 'ask')?.price
  if (live === undefined || best === undefined) throw new Error(`${symbol} has no ${side} side`)
  const { tick, priceScale } = live.spec
  return new Decimal(best + (side === 'buy' ? -ticks : ticks) * tick).div(10 ** priceScale)
}
