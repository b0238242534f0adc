import { Changes } from './changes.ts'
import { Exposure } from './exposure.ts'
import type { Line } from './line.ts'
import type { Marks } from './marks.ts'

/** Tells an exposure all that a line holds. */
export function exposeLine(line: Line, exposure: Exposure): void {
  for (const { asset, amount } of line.sums.holdings.values()) exposure.add(asset, amount)
  for (const { instrument, quantity, cost } of line.positions.values()) {
    // What is held of spot lies in the holdings.
    if (instrument.market === 'futures') exposure.hold(instrument, quantity, cost)
  }
}

/** What a line holds, by asset and instrument. */
export function exposureOf(line: Line, marks: Marks): Exposure {
  const exposure = new Exposure(marks, new Changes())
  exposeLine(line, exposure)
  return exposure
}
