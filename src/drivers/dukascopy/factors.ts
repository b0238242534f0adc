/**
 * Point factors of `.bi5` files as powers of ten: a price is the integer in the file × 10^-scale.
 *
 * The files do not say it, and the service's `priceScale` is missing or differs for some, so it is known by instrument.
 * docs/venues/dukascopy.md §Point factors; checked 2026-11-21.
 */

const words = (text: string): readonly string[] => text.split(' ')

/** Instruments that no rule below says right. */
const BY_NAME: ReadonlyMap<string, number> = new Map(
  [
    [1, 'YFIUSD XAUJPY XAUTRY XAUZAR XAUTHB XAUCZK XAUHUF XAUMXN'],
    [2, 'VOLIDXUSD SOAIDXZAR USDAED USDSAR CMPUSD AVEUSD MKRUSD DUKEUR'],
    [3, 'ADAUSD UNIUSD LNKUSD'],
    [4, 'USDTHB MXNHUF CZKHUF CZKJPY COPPERCMDUSD GASCMDUSD EOSUSD'],
    [5, 'HKDJPY DKKJPY TRXUSD BATUSD XLMUSD AEDHUF'],
    [6, 'CZKTRY CZKTHB MXNCZK MXNTHB AUDCNH'],
  ].flatMap(([scale, names]) =>
    words(String(names)).map((name): [string, number] => [name, Number(scale)]),
  ),
)

const METALS = /^XA[UG]/
const BIG_COINS = /^(?:BTC|ETH|LTC|BCH)/
const CURRENCIES: ReadonlySet<string> = new Set(
  words(
    'AED AUD CAD CHF CNH CZK DKK EUR GBP HKD HUF ILS JPY MXN NOK NZD PLN RON RUB SAR SEK SGD THB TRY USD ZAR',
  ),
)

/** The name that files have of a code: `USA500.IDX-USD` is `USA500IDXUSD`. */
export function fileSymbol(code: string): string {
  return code.replace(/[^A-Za-z0-9]/g, '').toUpperCase()
}

/** Scale of the prices in an instrument's files; `undefined` where nobody has told it. */
export function fileScale(code: string): number | undefined {
  const symbol = fileSymbol(code)
  const known = BY_NAME.get(symbol)
  if (known !== undefined) return known
  if (BIG_COINS.test(symbol)) return 1
  if (METALS.test(symbol)) return 3
  // `7203.JP-JPY`: Japanese stocks; other stocks, ETFs, indices, commodities and bonds.
  if (code.includes('.')) return code.endsWith('.JP-JPY') ? 1 : 3
  const [base = '', quote = ''] = code.split('-')
  // A coin that is new has a factor of its own, and six letters too.
  if (!CURRENCIES.has(base) || !CURRENCIES.has(quote)) return undefined
  if (/^(?:JPY|HUF|THB)$/.test(quote)) return 3
  return quote === 'CZK' ? 4 : 5
}
