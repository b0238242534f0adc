import type { LiveInstrument } from '../live-instrument.ts'
import { contractSizeOf, WireNumber, type WireValue } from './wire-text.ts'

/** Listing date of everything simulated. */
const CREATED = '20201021'
/** Contracts are listed with eighteen fraction digits. */
const LISTED_DIGITS = 18

/** A pair of `/v1/common/symbols`. */
export function symbolRow({ spec }: LiveInstrument): WireValue {
  const lot = new WireNumber(spec.lotSize)
  return {
    'base-currency': spec.base.toLowerCase(),
    'quote-currency': spec.quote.toLowerCase(),
    'price-precision': spec.tickDigits,
    'amount-precision': spec.sizeScale,
    'symbol-partition': 'main',
    symbol: spec.symbol,
    state: spec.status ?? 'online',
    'value-precision': 8,
    'min-order-amt': lot,
    'max-order-amt': 1_000_000_000,
    'min-order-value': new WireNumber(spec.minNotional),
    'limit-order-min-order-amt': lot,
    'limit-order-max-order-amt': 1_000_000_000,
    'sell-market-min-order-amt': lot,
    'sell-market-max-order-amt': 100_000_000,
    'buy-market-max-order-value': 1_000_000,
    'api-trading': 'enabled',
    tags: '',
  }
}

/** The same pair in the short names of `/v1/settings/common/market-symbols`. */
export function shortSymbolRow({ spec }: LiveInstrument): WireValue {
  const lot = new WireNumber(spec.lotSize)
  return {
    symbol: spec.symbol,
    state: spec.status ?? 'online',
    bc: spec.base.toLowerCase(),
    qc: spec.quote.toLowerCase(),
    pp: spec.tickDigits,
    ap: spec.sizeScale,
    sp: 'main',
    vp: 8,
    minoa: lot,
    maxoa: 1_000_000_000,
    minov: new WireNumber(spec.minNotional),
    lominoa: lot,
    lomaxoa: 1_000_000_000,
    smminoa: lot,
    smmaxoa: 100_000_000,
    bmmaxov: 1_000_000,
    at: 'enabled',
    tags: '',
  }
}

/** A contract of a listing, or of the topic `contract_info`. */
export function contractRow(live: LiveInstrument, status: number, settlementMs: number): WireValue {
  const { spec } = live
  const isLinear = spec.product.startsWith('linear')
  const isDated = spec.kind === 'dated'
  const date = isDated ? `20${spec.symbol.slice(-6)}` : ''
  return {
    symbol: spec.base,
    contract_code: spec.symbol,
    contract_size: padded(contractSizeOf(spec)),
    price_tick: padded(spec.tickSize),
    // Coin-margined swaps have no delivery date, not even an empty one.
    ...(isLinear || isDated ? { delivery_date: date } : {}),
    delivery_time: isDated ? String(spec.expiryTimeMs) : '',
    create_date: CREATED,
    contract_status: status,
    settlement_date: String(settlementMs),
    ...(isDated && !isLinear ? { contract_type: 'quarter' } : {}),
    ...(isLinear ? linearMembers(live) : {}),
  }
}

function linearMembers({ spec }: LiveInstrument): { readonly [key: string]: WireValue } {
  const isDated = spec.kind === 'dated'
  return {
    settlement_period: '8',
    support_margin_mode: isDated ? 'cross' : 'all',
    business_type: isDated ? 'futures' : 'swap',
    pair: `${spec.base}-${spec.quote}`,
    contract_type: isDated ? 'quarter' : 'swap',
    trade_partition: spec.quote,
  }
}

function padded(text: string): WireNumber {
  const [whole = '', fraction = ''] = text.split('.')
  return new WireNumber(`${whole}.${fraction.padEnd(LISTED_DIGITS, '0')}`)
}
