import { describe, expect, test } from 'vitest'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { VenueGateway } from '../../../src/trader/index.ts'
import { ACCOUNT, tradingKit } from '../../simulation/trading/trading-kit.ts'

/** Makes a gateway, which opens nothing. */
function make(kit: string, products: readonly string[]): VenueGateway {
  const { ports } = new VirtualRuntime({ seed: 1 }).spawn('bot')
  return new VenueGateway({
    account: ACCOUNT,
    protocol: tradingKit(kit).protocol,
    products,
    instruments: [],
    environment: 'production',
    ports,
    isHalted: () => false,
  })
}

describe('the products of a gateway', () => {
  test.each([
    ['binance spot', ['spot', 'usdm'], 'spot; or usdm'],
    ['kraken spot', ['spot', 'futures'], 'spot; or futures'],
  ])('of %s: %j have two wallets, and are refused', (kit, products, possible) => {
    expect(() => make(kit, products)).toThrow(
      expect.objectContaining({
        code: 'INVALID_OPTIONS',
        message: expect.stringContaining(possible),
      }),
    )
  })

  test.each([
    ['bybit spot', ['spot', 'linear']],
    ['okx spot', ['spot', 'swap']],
    ['binance spot', ['usdm']],
  ])('of %s: %j share one', (kit, products) => {
    expect(() => make(kit, products)).not.toThrow()
  })

  test.each([
    ['binance spot', ['nonsense'], '"nonsense" is not traded'],
    ['binance spot', ['coinm'], '"coinm" is not traded'],
    ['bybit spot', ['spot', 'inverse'], 'spot, linear; "inverse" is not traded'],
    ['okx spot', [], 'there were none'],
  ])('of %s: %j are refused with what there is', (kit, products, words) => {
    expect(() => make(kit, products)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringContaining(words) }),
    )
  })
})
