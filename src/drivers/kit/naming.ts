import { type Asset, asset } from '../../core/index.ts'

/**
 * Splits a symbol without a separator at the longest quote it ends with. A guess, for frames read without a listing:
 * with a listing, base and quote come from it.
 */
export function splitByQuote(
  symbol: string,
  quotes: readonly string[],
): { base: Asset; quote: Asset } | undefined {
  let best = ''
  for (const quote of quotes) {
    if (quote.length > best.length && symbol.length > quote.length && symbol.endsWith(quote))
      best = quote
  }
  if (best === '') return undefined
  return { base: asset(symbol.slice(0, -best.length)), quote: asset(best) }
}
