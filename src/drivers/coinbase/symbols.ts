/**
 * @hotpath What a Coinbase symbol says of its market, read from its bytes: `BTC-USD` is spot, `BIP-20DEC30-CDE` and
 * `BTC-PERP-INTX` are futures. Allocates nothing.
 */
import type { Market } from '../../core/index.ts'

const DASH = 45

/** The market of the symbol at `start..end`, by its form alone. */
export function marketOfSymbol(bytes: Uint8Array, start: number, end: number): Market {
  let dashes = 0
  for (let i = start; i < end; i += 1) if (bytes[i] === DASH) dashes += 1
  return dashes > 1 ? 'futures' : 'spot'
}

/** The market of a symbol as text. Cold. */
export function marketOfName(symbol: string): Market {
  return symbol.split('-').length > 2 ? 'futures' : 'spot'
}
