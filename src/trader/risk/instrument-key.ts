import type { Instrument } from '../../core/index.ts'

/** Names an instrument among all venues: `venue/product/symbol`. Two listings of one instrument have the same. */
export function instrumentKey({
  venue,
  product,
  symbol,
}: Pick<Instrument, 'venue' | 'product' | 'symbol'>): string {
  return `${venue}/${product}/${symbol}`
}

/** Whether two listings are of one instrument. */
export function isSameInstrument(one: Instrument, other: Instrument): boolean {
  return (
    one === other ||
    (one.symbol === other.symbol && one.venue === other.venue && one.product === other.product)
  )
}
