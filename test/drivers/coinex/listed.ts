/** Rows of `spot/market` and `futures/market` as documented; docs.coinex.com/api/v2, 2026-11-21. */

const SPOT = {
  market: 'BTCUSDT',
  taker_fee_rate: '0.002',
  maker_fee_rate: '0.002',
  min_amount: '0.0005',
  base_ccy: 'BTC',
  quote_ccy: 'USDT',
  base_ccy_precision: 8,
  quote_ccy_precision: 2,
  is_amm_available: true,
  is_margin_available: true,
  is_pre_market_trading_available: false,
  is_api_trading_available: true,
} as const

const LINEAR = {
  market: 'BTCUSDT',
  contract_type: 'linear',
  taker_fee_rate: '0.002',
  maker_fee_rate: '0.002',
  min_amount: '0.0005',
  base_ccy: 'BTC',
  quote_ccy: 'USDT',
  base_ccy_precision: 8,
  quote_ccy_precision: 2,
  tick_size: '0.5',
  status: 'online',
  is_market_available: true,
  is_api_trading_available: true,
  is_copy_trading_available: true,
  leverage: ['3', '5', '8', '10', '15', '20', '30', '50', '100'],
  open_interest_volume: '100',
  delisted_at: 0,
} as const

/** One of each product, and the linear one that settles in USDC. */
export const LISTED = {
  spot: SPOT,
  linear: LINEAR,
  usdc: { ...LINEAR, market: 'BTCUSDC', quote_ccy: 'USDC' },
  inverse: {
    ...LINEAR,
    market: 'BTCUSD',
    contract_type: 'inverse',
    min_amount: '10',
    quote_ccy: 'USD',
    base_ccy_precision: 0,
    tick_size: '0.01',
  },
} as const
