import type { Instrument } from '../../core/index.ts'

/** Whether two mean one instrument: what else they say may be of different days. */
export function isSameInstrument(a: Instrument, b: Instrument): boolean {
  return a === b || (a.symbol === b.symbol && a.venue === b.venue && a.product === b.product)
}
