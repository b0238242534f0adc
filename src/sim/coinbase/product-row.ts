import { scaledText } from '../../core/index.ts'
import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { MARK_SCALE, type PerpetualState } from '../perpetual-state.ts'
import { percentText } from './advanced-messages.ts'
import { aliasesOf, type CoinbaseState, contractSizeOf } from './coinbase-state.ts'
import { priceText, secondText, sizeText } from './wire-text.ts'

/** A product as Advanced Trade lists it; `name` may be another name of its book. */
export function productRow(
  state: CoinbaseState,
  live: LiveInstrument,
  name: string = live.spec.symbol,
): Record<string, unknown> {
  const { spec } = live
  const nowUs = state.clock.nowUs()
  const stats = dayStats(live, Math.floor(nowUs / 1000))
  const isSpot = spec.product === 'spot'
  const isAlias = name !== spec.symbol
  const quote = isAlias ? (name.split('-')[1] ?? spec.quote) : spec.quote
  return {
    product_id: name,
    price: priceText(spec, stats.last),
    price_percentage_change_24h: percentText(stats.open, stats.last),
    volume_24h: sizeText(spec, stats.volume),
    base_increment: spec.lotSize,
    quote_increment: isSpot ? spec.tickSize : '0.01',
    quote_min_size: spec.minNotional,
    quote_max_size: '150000000',
    base_min_size: spec.lotSize,
    base_max_size: '3400',
    base_name: isSpot ? spec.base : '',
    quote_name: quote,
    is_disabled: false,
    status: state.statusOf(live),
    cancel_only: false,
    limit_only: false,
    post_only: false,
    trading_disabled: false,
    auction_mode: false,
    product_type: isSpot ? 'SPOT' : 'FUTURE',
    base_currency_id: isSpot ? spec.base : '',
    quote_currency_id: quote,
    fcm_trading_session_details:
      spec.product === 'futures'
        ? { is_session_open: true, session_state: 'FCM_TRADING_SESSION_STATE_OPEN' }
        : null,
    alias: isAlias ? spec.symbol : '',
    alias_to: isAlias ? [] : aliasesOf(live),
    view_only: false,
    price_increment: spec.tickSize,
    display_name: isSpot ? name : `${spec.base} ${spec.kind === 'perpetual' ? 'PERP' : 'FUT'}`,
    product_venue: VENUES[spec.product] ?? 'CBE',
    ...(live.perpetual === undefined
      ? {}
      : { future_product_details: contractDetails(live, live.perpetual) }),
  }
}

const VENUES: Readonly<Record<string, string>> = { spot: 'CBE', futures: 'FCM', intx: 'INTX' }

/** US contracts tell funding beside `perpetual_details`, international ones within. */
function contractDetails(live: LiveInstrument, state: PerpetualState): Record<string, unknown> {
  const { spec } = live
  const isUs = spec.product === 'futures'
  const isPerpetual = spec.kind === 'perpetual'
  const last = state.fundings.at(-1)
  const rate = isPerpetual && last !== undefined ? scaledText(last.rate, MARK_SCALE) : ''
  const time = isPerpetual && last !== undefined ? secondText(last.timeMs * 1000) : null
  const interest = sizeText(spec, state.openInterest)
  return {
    venue: isUs ? 'cde' : 'intx',
    contract_code: spec.symbol.split('-')[0],
    contract_expiry: spec.expiryTimeMs === undefined ? '' : secondText(spec.expiryTimeMs * 1000),
    contract_size: contractSizeOf(live),
    contract_root_unit: spec.base,
    contract_expiry_type: isUs ? 'EXPIRING' : 'PERPETUAL',
    risk_managed_by: isUs ? 'MANAGED_BY_FCM' : 'MANAGED_BY_VENUE',
    perpetual_details: {
      open_interest: interest,
      funding_rate: isUs ? '' : rate,
      funding_time: isUs ? null : time,
      max_leverage: isUs ? '' : '10',
    },
    funding_interval: isPerpetual ? '3600s' : null,
    open_interest: interest,
    funding_rate: isUs ? rate : '',
    funding_time: isUs ? time : null,
    index_price: scaledText(state.indexPrice, MARK_SCALE),
    settlement_price: scaledText(state.markPrice, MARK_SCALE),
  }
}
