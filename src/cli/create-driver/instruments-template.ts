/** `instruments.ts` of a new driver: the listing, and symbol ↔ pair. */
export function instrumentsTemplate(): string {
  return `import { asset, type Instrument, type Market, pair, scaleOf, venueSymbol } from 'crossbook'
import { decimalAt, type JsonObject, textAt } from 'crossbook/driver-kit'
import { FACTS } from './venue.ts'

/** Whether an instrument is open; a flag that is none is an unknown status, never \`trading\`. */
const STATUS = new Map<unknown, 'trading' | 'halted'>([[true, 'trading'], [false, 'halted']])

/** A row of the listing: \`{"symbol":"BTC-USDT","base":"BTC","quote":"USDT","tick":"0.01","lot":"0.001","open":true}\`. */
export function readInstrument(row: JsonObject): Instrument {
  const [tickSize, lotSize] = [decimalAt(row, 'tick'), decimalAt(row, 'lot')]
  return Object.freeze({
    ...spot(textAt(row, 'symbol'), textAt(row, 'base'), textAt(row, 'quote')),
    status: STATUS.get(row['open']) ?? 'unknown',
    tickSize,
    lotSize,
    priceScale: scaleOf(tickSize) ?? 0,
    sizeScale: scaleOf(lotSize) ?? 0,
  })
}

/** What a symbol says by itself, for frames read without a listing. */
export function inferInstrument(market: Market, symbol: string): Instrument | undefined {
  const [base, quote, ...others] = symbol.split('-')
  if (market !== 'spot' || !base || !quote || others.length > 0) return undefined
  return Object.freeze({ ...spot(symbol, base, quote), status: 'unknown', isInferred: true })
}

function spot(symbol: string, base: string, quote: string): Omit<Instrument, 'status'> {
  const names = { pair: pair(\`\${base}/\${quote}\`), base: asset(base), quote: asset(quote) }
  const place = { venue: FACTS.venue, market: 'spot', kind: 'spot', product: 'spot' } as const
  const scales = { priceScale: 0, sizeScale: 0, isInferred: false }
  return { ...place, ...names, ...scales, symbol: venueSymbol(symbol) }
}
`
}
