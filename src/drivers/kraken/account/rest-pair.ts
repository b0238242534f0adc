import type { Instrument } from '../../../core/index.ts'
import { splitByQuote } from '../../kit/naming.ts'
import { unifiedCode } from '../assets.ts'
import { inferInstrument } from '../instruments.ts'
import { walletAsset } from './wallet-asset.ts'

/** What spot is quoted in, in REST's spelling; the longest that a name ends with is its quote. */
const QUOTES = [
  ...['USD', 'EUR', 'GBP', 'CAD', 'JPY', 'AUD', 'CHF'],
  ...['USDT', 'USDC', 'USDG', 'PYUSD', 'RLUSD', 'EURC', 'DAI', 'XBT', 'ETH', 'SOL', 'DOT'],
]

/** `XXBTZUSD`: both codes with their class in front. */
const CLASSED = /^([XZ][A-Z]{3})([XZ][A-Z]{3})$/

/**
 * The instrument of a pair's name in REST, by the naming rule, for lists of all pairs; `undefined` where the name cannot be
 * taken apart. Tick and lot sizes are those of the listing alone.
 */
export function instrumentOfPair(name: string): Instrument | undefined {
  const [, base, quote] = CLASSED.exec(name) ?? []
  if (base !== undefined && quote !== undefined) {
    const codes = [walletAsset(base), walletAsset(quote)]
    if (codes[0] !== base && codes[1] !== quote) return inferInstrument('spot', codes.join('/'))
  }
  if (name.includes('/')) return inferInstrument('spot', name.split('/').map(unifiedCode).join('/'))
  const split = splitByQuote(name, QUOTES)
  return split === undefined
    ? undefined
    : inferInstrument('spot', `${unifiedCode(split.base)}/${unifiedCode(split.quote)}`)
}
