import { expect, onTestFinished } from 'vitest'
import type { ExchangeDriver, OrderBook } from '../../../src/core/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { type Chain, type SimulatedAmmOptions, simulatedAmm } from '../../../src/sim/amm/index.ts'
import { venueOrigins } from '../../../src/sim/index.ts'

/** The driver and everything above it, on simulated nodes, in virtual time. */
export async function openPools(driver: ExchangeDriver, sim: Partial<SimulatedAmmOptions> = {}) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const ports = runtime.ports()
  const venue = simulatedAmm({ ports, seed: 7, ...sim })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const market = await runtime.settle(MarketData.open({ driver, ports }))
  onTestFinished(() => runtime.settle(market.close()))
  const [product = ''] = Object.keys(venue.hosts)
  const chain = venue.chain(product)
  if (chain === undefined) throw new Error('there is no chain')

  /** Whether a book is live; a live one must be what the chain had at that id. */
  const compare = (view: OrderBook): boolean => {
    if (view.state !== 'live') return false
    const { product, symbol } = view.instrument
    const truth = venue.truth(product, symbol, view.lastId)
    for (const side of ['bids', 'asks'] as const) {
      const shown = Array.from({ length: view[side].count }, (_, i) => [
        view[side].priceText(i),
        view[side].sizeText(i),
      ])
      expect(shown).toEqual(truth?.[side])
    }
    return true
  }
  return { runtime, venue, market, chain, compare }
}

/** The swaps of a pool by their ids: what was done, in the smallest units of base. */
export function swapsOf(chain: Chain, symbol: string, base: 0 | 1, from: number, to: number) {
  const swaps = new Map<string, string>()
  for (let number = from; number <= to; number += 1) {
    for (const { pool, transaction, logIndex, happening } of chain.at(number)?.logs ?? []) {
      if (pool !== symbol || happening.kind !== 'swap') continue
      const moved = base === 0 ? happening.amount0 : happening.amount1
      const side = moved < 0n ? 'buy' : 'sell'
      const size = moved < 0n ? -moved : moved
      swaps.set(`${transaction}:${logIndex}`, `${side} ${size}`)
    }
  }
  return swaps
}
