/**
 * @hotpath What a Hyperliquid coin says of its market, read from its bytes once per frame: `BTC`, `kPEPE` and `xyz:TSLA` are
 * perpetuals, `@107` and `PURR/USDC` are spot, `#1230` is an outcome. Allocates nothing.
 */
import type { Market } from '../../core/index.ts'

const HASH = 35
const SLASH = 47
const COLON = 58
const AT = 64

/** What a coin is of, by its form alone. */
export type CoinKind = Market | 'outcome'

/** The kind of the coin at `start..end`. */
export function kindOfCoin(bytes: Uint8Array, start: number, end: number): CoinKind {
  const first = bytes[start]
  if (first === HASH) return 'outcome'
  if (first === AT) return 'spot'
  for (let i = start; i < end; i += 1) {
    // Before a colon stands a dex; whatever its builder named the asset, it is a perpetual.
    if (bytes[i] === COLON) return 'futures'
    if (bytes[i] === SLASH) return 'spot'
  }
  return 'futures'
}

const encoder = new TextEncoder()

/** The kind of a coin as text. Cold. */
export function kindOfName(coin: string): CoinKind {
  const bytes = encoder.encode(coin)
  return kindOfCoin(bytes, 0, bytes.length)
}
