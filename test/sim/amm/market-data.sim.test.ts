import { describe, expect, test } from 'vitest'
import type { Trade } from '../../../src/core/index.ts'
import { type AmmOptions, amm } from '../../../src/drivers/amm/index.ts'
import type { SimulatedAmmOptions } from '../../../src/sim/amm/index.ts'
import type { FaultRule } from '../../../src/sim/index.ts'
import { openPools, swapsOf } from './pools-world.ts'

const INVERTED = 'ETH/USDC'
const DIRECT = 'BTC/ETH'

const open = (options: AmmOptions = {}, sim: Partial<SimulatedAmmOptions> = {}) =>
  openPools(amm(options), sim)

describe.each(['stream', 'poll'] as const)('pools by %s', (via) => {
  test('have books that equal the chain at every update, of both directions', async () => {
    const { runtime, market, compare } = await open({ via, pollMs: 500 })
    let compared = 0
    const books = [INVERTED, DIRECT].map((pair) => market.book(pair))
    for (const book of books)
      book.onChange((view) => {
        compared += compare(view) ? 1 : 0
      })
    await runtime.run({ forMs: 60_000 })
    expect(books.map(({ view }) => view.state)).toEqual(['live', 'live'])
    expect(compared).toBeGreaterThan(60)
    expect(market.bookCounters).toMatchObject({ resyncs: 0, corruptions: 0, untracked: 0 })
  })

  test('tell every swap of the chain once, exact to the last unit of base', async () => {
    const { runtime, market, chain } = await open({ via, pollMs: 500 })
    const told: Trade[] = []
    market.subscribe('trade', { pair: INVERTED }, (trade) => told.push(trade.copy()))
    await runtime.run({ forMs: 10_000 })
    const from = chain.head.number
    await runtime.run({ forMs: 60_000 })
    const to = chain.head.number - 3
    const swaps = swapsOf(chain, market.instrument(INVERTED).symbol, 1, from, to)
    const found = new Map(
      told.map((trade) => [
        trade.tradeId(),
        `${trade.takerSide} ${BigInt(trade.sizeDecimal().times('1e18').toFixed())}`,
      ]),
    )
    expect(swaps.size).toBeGreaterThan(30)
    for (const [id, what] of swaps) expect([id, found.get(id)]).toEqual([id, what])
    expect(found.size).toBe(told.length)
  })
})

describe('logs that are lost on an open socket', () => {
  const LOST: FaultRule[] = [
    {
      fault: { kind: 'drop' },
      where: { contains: 'logs' },
      when: { fromMs: 15_000, probability: 0.3 },
    },
  ]

  test.each(['filled', 'empty', 'absent'] as const)(
    'leave no live book that is wrong, and cost none its life: blooms %s',
    async (blooms) => {
      const { runtime, market, venue, compare } = await open(
        {},
        { faults: LOST, limits: { blooms } },
      )
      let compared = 0
      const books = [INVERTED, DIRECT].map((pair) => market.book(pair))
      for (const book of books)
        book.onChange((view) => {
          compared += compare(view) ? 1 : 0
        })
      await runtime.run({ forMs: 60_000 })
      expect(venue.faults.log.length).toBeGreaterThan(20)
      expect(compared).toBeGreaterThan(60)
      expect(market.bookCounters).toMatchObject({ resyncs: 0, corruptions: 0, untracked: 0 })
    },
  )

  test.each(['filled', 'empty', 'absent'] as const)(
    'lose no trade, where no book is held either: blooms %s',
    async (blooms) => {
      const { runtime, market, venue, chain } = await open({}, { faults: LOST, limits: { blooms } })
      const told: string[] = []
      market.subscribe('trade', { pair: INVERTED }, (trade) => told.push(trade.tradeId()))
      await runtime.run({ forMs: 10_000 })
      const from = chain.head.number
      await runtime.run({ forMs: 60_000 })
      const swaps = swapsOf(
        chain,
        market.instrument(INVERTED).symbol,
        1,
        from,
        chain.head.number - 3,
      )
      expect(venue.faults.log.length).toBeGreaterThan(10)
      expect(swaps.size).toBeGreaterThan(30)
      expect([...swaps.keys()].filter((id) => !told.includes(id))).toEqual([])
      expect(new Set(told).size).toBe(told.length)
    },
  )

  test('and the answers that would prove their block: the books are stale until they are read anew', async () => {
    const faults: FaultRule[] = [
      {
        fault: { kind: 'drop' },
        where: { contains: 'answers' },
        when: { fromMs: 20_000, untilMs: 30_000 },
      },
    ]
    const { runtime, market, compare } = await open({ auditMs: 600_000 }, { faults })
    const book = market.book(INVERTED)
    const states: string[] = []
    market.subscribe('bookState', { pair: INVERTED }, ({ state, reason }) => {
      states.push(`${state}: ${reason}`)
    })
    await runtime.run({ forMs: 60_000 })
    expect(states.slice(0, 2)).toEqual(['live: snapshot', 'stale: a block was not proven in time'])
    expect(states.at(-1)).toBe('live: snapshot')
    expect(compare(book.view)).toBe(true)
  })
})

describe('a chain that is reorganised', () => {
  test('has no live book of a dropped block: stale first, then read anew', async () => {
    const { runtime, market, chain, compare } = await open()
    const book = market.book(INVERTED)
    await runtime.run({ forMs: 20_000 })
    expect(compare(book.view)).toBe(true)
    const states: string[] = []
    market.subscribe('bookState', {}, ({ state, reason }) => states.push(`${state}: ${reason}`))
    const dropped = new Set([0, 1].map((back) => chain.at(chain.head.number - back)?.hash))
    chain.reorg(2)
    expect(dropped.has(chain.at(chain.head.number - 1)?.hash)).toBe(false)
    // Time for a message to arrive, not for a block.
    await runtime.run({ forMs: 300 })
    expect(states[0]).toBe('stale: reorg')
    await runtime.run({ forMs: 20_000 })
    expect(compare(book.view)).toBe(true)
    expect(states.at(-1)).toBe('live: snapshot')
  })

  test('again and again ends with books that are right', async () => {
    const { runtime, venue, market, compare } = await open({}, { reorgChance: 0.2 })
    const books = [INVERTED, DIRECT].map((pair) => market.book(pair))
    await runtime.run({ forMs: 120_000 })
    expect(market.bookCounters.resyncs).toBeGreaterThan(5)
    venue.market.stop()
    await runtime.run({ forMs: 60_000 })
    expect(books.map(({ view }) => compare(view))).toEqual([true, true])
  })

  test('tells a swap that is in the new chain too once', async () => {
    const { runtime, market } = await open({}, { reorgChance: 0.3 })
    const told: string[] = []
    market.subscribe('trade', { pair: INVERTED }, (trade) =>
      told.push(`${trade.tradeId()} ${trade.priceText()} ${trade.sizeText()}`),
    )
    await runtime.run({ forMs: 60_000 })
    expect(told.length).toBeGreaterThan(20)
    expect(new Set(told).size).toBe(told.length)
  })
})

describe('providers that fail', () => {
  test('polled books are stale while nothing is answered, and live again after it', async () => {
    const fault = { kind: 'status', status: 503 } as const
    const faults = [{ fault, when: { fromMs: 20_000, untilMs: 60_000 } }]
    const { runtime, market, compare } = await open({ via: 'poll', pollMs: 500 }, { faults })
    const book = market.book(INVERTED)
    await runtime.run({ forMs: 15_000 })
    expect(compare(book.view)).toBe(true)
    await runtime.run({ forMs: 35_000 })
    expect(book.view.state).toBe('stale')
    await runtime.run({ forMs: 60_000 })
    expect(compare(book.view)).toBe(true)
  })

  test('a range of logs that is too wide is asked for in halves', async () => {
    const limits = { maxLogBlocks: 3 }
    const { runtime, market } = await open({ via: 'poll', pollMs: 8_000 }, { limits })
    const ids: string[] = []
    market.subscribe('trade', { pair: INVERTED }, (trade) => ids.push(trade.tradeId()))
    await runtime.run({ forMs: 120_000 })
    expect(ids.length).toBeGreaterThan(30)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('the second provider is the region fallback1', () => {
    const { urls } = amm().facts
    expect(urls.production?.['fallback1']).toEqual({
      streams: { ethereum: 'wss://ethereum-2.example.com' },
      rest: { ethereum: 'https://ethereum-2.example.com' },
    })
  })
})

test('a pool that is not what the options say is not listed as if it were', async () => {
  const { DEFAULT_INSTRUMENTS } = await import('../../../src/sim/amm/index.ts')
  const [first] = DEFAULT_INSTRUMENTS
  if (first === undefined) throw new Error('nothing is listed')
  await expect(open({}, { instruments: [{ ...first, fee: 3000 }] })).rejects.toThrow(
    /fee is 3000 on the chain, the options say 500/,
  )
})
