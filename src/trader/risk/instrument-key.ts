import type { Instrument } from '../../core/index.ts'

/** Names that were asked for: to put one together, and to look it up, takes as long as a check. */
const KEYS = new WeakMap<object, string>()

/** Names an instrument among all venues: `venue/product/symbol`. Two listings of one instrument have the same. */
export function instrumentKey(
  instrument: Pick<Instrument, 'venue' | 'product' | 'symbol'>,
): string {
  const known = KEYS.get(instrument)
  if (known !== undefined) return known
  const { venue, product, symbol } = instrument
  const key = `${venue}/${product}/${symbol}`
  KEYS.set(instrument, key)
  return key
}
