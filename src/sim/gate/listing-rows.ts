import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import type { GateState } from './gate-state.ts'
import {
  contractSize,
  contractSizeText,
  markText,
  multiplierOf,
  priceText,
  type SizeMode,
} from './wire-text.ts'

/** Listing date of everything simulated, epoch s. */
const LISTED_S = 1_609_899_548

/** A pair of spot. */
export function pairRow(live: LiveInstrument, state: GateState): unknown {
  const { spec } = live
  return {
    id: spec.symbol,
    base: spec.base,
    base_name: spec.base,
    quote: spec.quote,
    quote_name: spec.quote,
    fee: '0.2',
    min_base_amount: spec.lotSize,
    min_quote_amount: spec.minNotional,
    max_quote_amount: '5000000',
    amount_precision: spec.sizeScale,
    precision: spec.tickDigits,
    trade_status: state.statusOf(live),
    sell_start: LISTED_S,
    buy_start: LISTED_S,
    delisting_time: 0,
    type: 'normal',
    st_tag: false,
  }
}

/** A contract; sizes are numbers unless the client asked for decimal ones. */
export function contractRow(
  live: LiveInstrument,
  contract: PerpetualState,
  state: GateState,
  mode: SizeMode,
): unknown {
  const { spec } = live
  const isDated = spec.kind === 'dated'
  return {
    name: spec.symbol,
    type: spec.inverseContractSize === undefined ? 'direct' : 'inverse',
    quanto_multiplier: multiplierOf(spec),
    order_price_round: spec.tickSize,
    mark_price_round: '0.00000001',
    order_size_min: contractSize(spec, spec.lot, mode),
    order_size_max: contractSize(spec, spec.lot * 1_000_000, mode),
    enable_decimal: spec.sizeScale > 0,
    leverage_min: '1',
    leverage_max: '125',
    maintenance_rate: '0.004',
    maker_fee_rate: '-0.0001',
    taker_fee_rate: '0.00075',
    mark_price: markText(contract.markPrice),
    index_price: markText(contract.indexPrice),
    last_price: priceText(spec, live.trades.at(-1)?.price ?? spec.start),
    order_price_deviate: '0.2',
    orders_limit: 100,
    position_size: contractSizeText(spec, contract.openInterest, mode),
    trade_size: '28530850594',
    orderbook_id: live.updateId,
    trade_id: live.trades.at(-1)?.id ?? 0,
    in_delisting: state.statusOf(live) === 'delisting',
    config_change_time: LISTED_S,
    ...(isDated ? datedFields(live) : { ...fundingFields(contract), status: state.statusOf(live) }),
  }
}

function datedFields({ spec }: LiveInstrument): object {
  return {
    underlying: `${spec.base}_${spec.quote}`,
    cycle: 'QUARTERLY',
    expire_time: (spec.expiryTimeMs ?? 0) / 1000,
    settle_price: '0',
  }
}

function fundingFields(contract: PerpetualState): object {
  return {
    funding_rate: markText(contract.fundingRate),
    funding_interval: 28_800,
    funding_next_apply: contract.nextFundingTimeMs / 1000,
    launch_time: LISTED_S,
  }
}
