/**
 * @hotpath What an OKX symbol says of its market, read from its bytes once per frame: `BTC-USDT` is spot, `BTC-USDT-SWAP`
 * and `BTC-USD-261225` are futures, `BTC-USD-261225-60000-C` is an option. Allocates nothing.
 */
import type { Market } from '../../core/index.ts'

const DASH = 45

/** What an OKX symbol is of, by its form alone. */
export type SymbolKind = Market | 'option' | 'unknown'

/** The kind of the symbol at `start..end`. */
export function kindOfSymbol(bytes: Uint8Array, start: number, end: number): SymbolKind {
  let dashes = 0
  for (let i = start; i < end; i += 1) if (bytes[i] === DASH) dashes += 1
  return kindOfDashes(dashes)
}

/** The kind of a symbol as text. Cold. */
export function kindOfName(symbol: string): SymbolKind {
  return kindOfDashes(symbol.split('-').length - 1)
}

function kindOfDashes(dashes: number): SymbolKind {
  if (dashes === 1) return 'spot'
  if (dashes === 2) return 'futures'
  return dashes === 4 ? 'option' : 'unknown'
}
