// The venue names that only a venue's own folder may contain. A new driver adds its name here.
export const VENUES = [
  'amm',
  'binance',
  'bybit',
  'coinbase',
  'coinex',
  'dukascopy',
  'dydx',
  'gate',
  'htx',
  'huobi',
  'hyperliquid',
  'kraken',
  'kucoin',
  'mexc',
  'okx',
  'uniswap',
]
