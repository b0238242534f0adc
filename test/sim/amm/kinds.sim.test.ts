import { describe, expect, test } from 'vitest'
import type { Trade } from '../../../src/core/index.ts'
import { type AmmOptions, amm } from '../../../src/drivers/amm/index.ts'
import type { SimulatedAmmOptions } from '../../../src/sim/amm/index.ts'
import type { FaultRule } from '../../../src/sim/index.ts'
import { driverOf, KINDS, type KindCase } from '../../drivers/amm/kinds-of-pools.ts'
import { openPools, swapsOf } from './pools-world.ts'

const open = (kind: KindCase, options: AmmOptions = {}, sim: Partial<SimulatedAmmOptions> = {}) =>
  openPools(driverOf(kind, options), { instruments: [kind.instrument], ...sim })

describe.each(KINDS)('a pool of $poolKind', (kind) => {
  const { base, quote, baseToken, token0, token1 } = kind.instrument
  const pair = `${base}/${quote}`
  const unit = `1e${(baseToken === 0 ? token0 : token1).decimals}`

  test.each(['stream', 'poll'] as const)(
    'has a book that equals the chain at every update, by %s',
    async (via) => {
      const { runtime, market, compare } = await open(kind, { via, pollMs: 500 })
      let compared = 0
      const book = market.book(pair)
      book.onChange((view) => {
        compared += compare(view) ? 1 : 0
      })
      await runtime.run({ forMs: 60_000 })
      expect(book.view.state).toBe('live')
      expect(compared).toBeGreaterThan(40)
      expect(market.bookCounters).toMatchObject({ resyncs: 0, corruptions: 0, untracked: 0 })
    },
  )

  test.each(['stream', 'poll'] as const)(
    'tells every swap once, exact to the last unit of base, by %s',
    async (via) => {
      const { runtime, market, chain } = await open(kind, { via, pollMs: 500 })
      const told: Trade[] = []
      market.subscribe('trade', { pair }, (trade) => told.push(trade.copy()))
      await runtime.run({ forMs: 10_000 })
      const from = chain.head.number
      await runtime.run({ forMs: 60_000 })
      const { symbol } = market.instrument(pair)
      const swaps = swapsOf(chain, symbol, baseToken, from, chain.head.number - 3)
      const found = new Map(
        told.map((trade) => [
          trade.tradeId(),
          `${trade.takerSide} ${BigInt(trade.sizeDecimal().times(unit).toFixed())}`,
        ]),
      )
      expect(swaps.size).toBeGreaterThan(30)
      for (const [id, what] of swaps) expect([id, found.get(id)]).toEqual([id, what])
      expect(found.size).toBe(told.length)
    },
  )

  test.each(['filled', 'absent'] as const)(
    'loses neither its book nor a trade with logs that are lost on an open socket: blooms %s',
    async (blooms) => {
      const faults: FaultRule[] = [
        {
          fault: { kind: 'drop' },
          where: { contains: 'logs' },
          when: { fromMs: 15_000, probability: 0.3 },
        },
      ]
      const sim = { faults, limits: { blooms } }
      const { runtime, market, venue, chain, compare } = await open(kind, {}, sim)
      let compared = 0
      market.book(pair).onChange((view) => {
        compared += compare(view) ? 1 : 0
      })
      const told: string[] = []
      market.subscribe('trade', { pair }, (trade) => told.push(trade.tradeId()))
      await runtime.run({ forMs: 10_000 })
      const from = chain.head.number
      await runtime.run({ forMs: 50_000 })
      const { symbol } = market.instrument(pair)
      const swaps = swapsOf(chain, symbol, baseToken, from, chain.head.number - 3)
      expect(venue.faults.log.length).toBeGreaterThan(10)
      expect(compared).toBeGreaterThan(40)
      expect(market.bookCounters).toMatchObject({ resyncs: 0, corruptions: 0, untracked: 0 })
      expect([...swaps.keys()].filter((id) => !told.includes(id))).toEqual([])
      expect(new Set(told).size).toBe(told.length)
    },
  )

  test('is right in the end on a chain that is reorganised again and again', async () => {
    const { runtime, venue, market, compare } = await open(kind, {}, { reorgChance: 0.2 })
    const book = market.book(pair)
    await runtime.run({ forMs: 90_000 })
    expect(market.bookCounters.resyncs).toBeGreaterThan(5)
    venue.market.stop()
    await runtime.run({ forMs: 60_000 })
    expect(compare(book.view)).toBe(true)
  })

  test('is stale where answers are lost, until it is read anew', async () => {
    const faults: FaultRule[] = [
      {
        fault: { kind: 'drop' },
        where: { contains: 'answers' },
        when: { fromMs: 20_000, untilMs: 30_000 },
      },
    ]
    const { runtime, market, compare } = await open(kind, { auditMs: 600_000 }, { faults })
    const book = market.book(pair)
    const states: string[] = []
    market.subscribe('bookState', { pair }, ({ state, reason }) => {
      states.push(`${state}: ${reason}`)
    })
    await runtime.run({ forMs: 60_000 })
    expect(states.slice(0, 2)).toEqual(['live: snapshot', 'stale: a block was not proven in time'])
    expect(states.at(-1)).toBe('live: snapshot')
    expect(compare(book.view)).toBe(true)
  })
})

test('a pool of Arbitrum is joined by the numbers of its own blocks, not of those that contracts hear of', async () => {
  const kind = KINDS.find(({ poolKind }) => poolKind === 'algebra-1.9-directional')
  if (kind === undefined) throw new Error('no such case')
  const providers = [{ http: 'https://arbitrum.example.com', ws: 'wss://arbitrum.example.com' }]
  const driver = amm({
    chains: { arbitrum: { providers } },
    pools: [{ ...kind.pool, chain: 'arbitrum' }],
  })
  const instruments = [{ ...kind.instrument, product: 'arbitrum' }]
  const { runtime, market, compare } = await openPools(driver, { instruments })
  let compared = 0
  market.book('BTC/ETH').onChange((view) => {
    compared += compare(view) ? 1 : 0
  })
  await runtime.run({ forMs: 30_000 })
  expect(compared).toBeGreaterThan(15)
  expect(market.bookCounters).toMatchObject({ resyncs: 0 })
})
