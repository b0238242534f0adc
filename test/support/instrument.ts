import { asset, type Instrument, pair, venueId, venueSymbol } from '../../src/core/index.ts'

/** A spot instrument for tests, with whatever matters to them. */
export function instrument(overrides: Partial<Instrument> = {}): Instrument {
  return {
    venue: venueId('toy'),
    market: 'spot',
    kind: 'spot',
    pair: pair('BTC/USDT'),
    symbol: venueSymbol('BTCUSDT'),
    base: asset('BTC'),
    quote: asset('USDT'),
    product: 'spot',
    status: 'trading',
    priceScale: 2,
    sizeScale: 5,
    isInferred: false,
    ...overrides,
  }
}
