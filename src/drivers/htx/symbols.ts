/**
 * @hotpath What an HTX symbol says of its market, read from its bytes once per frame: `btcusdt` is spot, `BTC-USDT`,
 * `BTC-USD`, `BTC-USDT-261225` and `BTC261225` are futures, `BTC-USDT-261225-C-60000` is an option. Symbols may be in
 * any script (`币安人生-USDT`): only dashes are looked at. Allocates nothing.
 */
import type { Market } from '../../core/index.ts'

const DASH = 45
/** Dashes that only options have. */
const OPTION_DASHES = 3

/** The market of the symbol at `start..end`; without a dash, that of the connection. */
export function marketOfSymbol(
  bytes: Uint8Array,
  start: number,
  end: number,
  market: Market,
): Market | 'option' {
  let dashes = 0
  for (let i = start; i < end; i += 1) if (bytes[i] === DASH) dashes += 1
  if (dashes === 0) return market
  return dashes >= OPTION_DASHES ? 'option' : 'futures'
}
