import { type Asset, asset, type Instrument } from '../../../core/index.ts'
import { oldCode, unifiedCode } from '../assets.ts'
import { restPair } from '../instruments.ts'

/**
 * Codes of ledgers with their class in front. The list is closed: newer assets have none, so `ZEUS` and `XION` are
 * spelled as they are. docs/venues/kraken.md §Trading.
 */
const CLASSED: Readonly<Record<string, string>> = {
  XXBT: 'XBT',
  XXDG: 'XDG',
  XETC: 'ETC',
  XETH: 'ETH',
  XLTC: 'LTC',
  XMLN: 'MLN',
  XREP: 'REP',
  XXLM: 'XLM',
  XXMR: 'XMR',
  XXRP: 'XRP',
  XZEC: 'ZEC',
  ZAUD: 'AUD',
  ZCAD: 'CAD',
  ZEUR: 'EUR',
  ZGBP: 'GBP',
  ZJPY: 'JPY',
  ZUSD: 'USD',
}

/**
 * The asset of a ledger's code in the wallet that spot trades from; `undefined` for what lies elsewhere: staked, bonded,
 * earning and held balances have a suffix (`ETH2.S`, `USD.M`, `XBT.F`).
 */
export function walletAsset(code: string): Asset | undefined {
  return code.includes('.') ? undefined : asset(unifiedCode(CLASSED[code] ?? code))
}

/** The names that REST has for a pair: `XBTUSD`, `XXBTZUSD`, `XBT/USD`, and that of the streams. */
export function isNameOf(instrument: Instrument, name: string): boolean {
  const { base, quote, symbol } = instrument
  const key = `${classedCode(base)}${classedCode(quote)}`
  return [restPair(instrument), key, `${oldCode(base)}/${oldCode(quote)}`, symbol].some(
    (known) => known === name,
  )
}

function classedCode(code: string): string {
  const old = oldCode(code)
  return Object.keys(CLASSED).find((classed) => CLASSED[classed] === old) ?? old
}
