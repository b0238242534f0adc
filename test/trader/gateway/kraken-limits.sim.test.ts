import { describe, expect, test } from 'vitest'
import type { Instrument, PlaceRequest, VenueRequest } from '../../../src/core/index.ts'
import { priceBehind } from '../../sim/support/price-behind.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { openGatewayWorld } from './gateway-world.ts'

const KIT = tradingKit('kraken spot')
/** What the engine's counter holds. */
const MOST = 60

async function openWorld(orders: 'rest' | 'socket' = 'rest') {
  const world = await openGatewayWorld(KIT, { orders })
  const { market } = world
  const other = market.instrument('ETH/USD')
  const places = (count: number): PlaceRequest[] => Array.from({ length: count }, world.place)
  /** Another pair's. */
  const elsewhere = (): PlaceRequest => {
    const placed = world.place()
    const price = priceBehind(world, other, 'buy', 20)
    return { ...placed, terms: { ...placed.terms, instrument: other, price } }
  }
  const openAt = (instrument: Instrument): number =>
    world.account
      .openOrders()
      .filter(({ instrument: { spec } }) => spec.symbol === instrument.symbol).length
  const told = (requests: readonly VenueRequest[]) => requests.map((request) => world.of(request))
  /** What the venue or we refused. */
  const refusals = () =>
    world.events.filter(({ type }) => type === 'rejected' || type === 'notSent')
  return { ...world, other, places, elsewhere, openAt, told, refusals }
}

describe('the counter of a pair at Kraken', () => {
  test.each(['rest', 'socket'] as const)(
    'by %s: a ladder as large as it holds is cancelled at once, however young it is',
    async (orders) => {
      const { places, send, cancel, openAt, instrument, refusals } = await openWorld(orders)
      const ladder = places(MOST - 2)
      await send(ladder)
      expect(openAt(instrument)).toBe(MOST - 2)
      await send(
        ladder.map((placed) => cancel(placed)),
        2_000,
      )
      expect(openAt(instrument)).toBe(0)
      expect(refusals()).toEqual([])
    },
  )

  test('that is full stops no other pair', async () => {
    const { places, send, elsewhere, openAt, other } = await openWorld()
    await send(places(MOST + 10), 100)
    await send([elsewhere()], 100)
    expect(openAt(other)).toBe(1)
  })

  test('is never gone beyond by orders: what has to wait too long is not sent', async () => {
    const { places, send, cancel, runtime, events, openAt, instrument } = await openWorld()
    for (let turn = 0; turn < 12; turn += 1) {
      const ladder = places(20)
      await send(ladder, 3_000 + turn * 1_500)
      await send(ladder.map((placed) => cancel(placed)))
      await runtime.run({ forMs: 10_000 })
      expect(openAt(instrument)).toBe(0)
    }
    const types = new Set(events.map(({ type }) => type))
    expect(types).toContain('notSent')
    expect(types).not.toContain('rejected')
  })

  test.each(['rest', 'socket'] as const)(
    'by %s: an order that waits for it is not placed any more once its cancel is asked for',
    async (way) => {
      const world = await openWorld(way)
      const { places, send, cancel, runtime, of, openAt, instrument, sent } = world
      const ladder = places(40)
      await send(ladder)
      // 39 and 2 times 8.
      await send(
        ladder.slice(0, 2).map((placed) => cancel(placed)),
        100,
      )
      const late = places(7)
      await send(late, 100)
      const [gone, ...others] = late
      if (gone === undefined) throw new Error('there are seven')
      const before = sent.calls.length + sent.frames.length
      await send([cancel(gone)], 100)
      expect(sent.calls.length + sent.frames.length).toBe(before)
      expect(of(gone)).toEqual(['notSent'])
      await runtime.run({ forMs: 6_000 })
      expect(of(gone)).toEqual(['notSent', 'notSent'])
      // By the socket what is left of a batch waits for a turn of its own.
      if (way === 'rest') expect(openAt(instrument)).toBe(38 + others.length)
    },
  )

  test('knows that cancels of older orders cost less', async () => {
    const { places, send, cancel, openAt, instrument } = await openWorld()
    const ladder = places(9)
    await send(ladder, 6_000)
    // 9 less 6 and 9 times 6: 57, where 9 times 8 would be 75, and a wait of more than 15 s.
    await send(ladder.map((placed) => cancel(placed)))
    await send(places(1), 100)
    expect(openAt(instrument)).toBe(1)
  })

  test('knows that an amended order is young again', async () => {
    const { places, send, amend, cancel, events, openAt, instrument } = await openWorld()
    const ladder = places(7)
    await send(ladder, 20_000)
    await send(ladder.map((placed) => amend(placed)))
    await send(ladder.map((placed) => cancel(placed)))
    // 7 and 7 times 8 less what falls in two seconds, where 7 times 4 would leave room at once.
    await send(places(2), 100)
    expect(openAt(instrument)).toBe(0)
    await send([], 4_000)
    expect(openAt(instrument)).toBe(2)
    expect(events.filter(({ type }) => type === 'rejected')).toEqual([])
  })
})
