import type { LiveInstrument } from '../live-instrument.ts'

/** A market as it is listed; `isClosing` shows in one flag of contracts alone. */
export function listingRow({ spec }: LiveInstrument, isClosing: boolean): unknown {
  const common = {
    market: spec.symbol,
    taker_fee_rate: '0.002',
    maker_fee_rate: '0.002',
    min_amount: spec.lotSize,
    base_ccy: spec.base,
    quote_ccy: spec.quote,
    base_ccy_precision: spec.sizeScale,
    quote_ccy_precision: spec.tickDigits,
  }
  if (spec.kind === 'spot') {
    return {
      ...common,
      is_amm_available: true,
      is_margin_available: true,
      is_pre_market_trading_available: false,
      is_api_trading_available: spec.status ?? true,
    }
  }
  return {
    ...common,
    contract_type: spec.inverseContractSize === undefined ? 'linear' : 'inverse',
    tick_size: spec.tickSize,
    status: spec.status ?? 'online',
    is_market_available: !isClosing,
    is_api_trading_available: true,
    is_copy_trading_available: true,
    leverage: ['1', '3', '5', '10', '20', '50', '100'],
    open_interest_volume: '100',
    delisted_at: 0,
  }
}
