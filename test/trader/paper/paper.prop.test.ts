import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Side } from '../../../src/core/index.ts'
import { crossModel, queueModel } from '../../../src/trader/index.ts'
import { PaperLedger } from '../../../src/trader/paper/paper-ledger.ts'
import { ACCOUNT, type Level, LINEAR, PaperDesk, SPOT } from './support/paper-desk.ts'

const side = fc.constantFrom<Side>('buy', 'sell')
const size = fc.integer({ min: 1, max: 20 })
const price = fc.integer({ min: 90, max: 110 })

type Happening =
  | { readonly type: 'book'; readonly bids: readonly Level[]; readonly asks: readonly Level[] }
  | { readonly type: 'print'; readonly side: Side; readonly price: number; readonly size: number }
  | {
      readonly type: 'place'
      readonly side: Side
      readonly price: number | undefined
      readonly size: number
    }
  | {
      readonly type: 'cancel' | 'amend'
      readonly pick: number
      readonly price: number
      readonly size: number
    }
  | { readonly type: 'stale' }

const book = fc
  .record({
    mid: fc.integer({ min: 95, max: 105 }),
    bids: fc.array(size, { maxLength: 4 }),
    asks: fc.array(size, { maxLength: 4 }),
  })
  .map(
    ({ mid, bids, asks }): Happening => ({
      type: 'book',
      bids: bids.map((each, i) => [mid - i, each]),
      asks: asks.map((each, i) => [mid + 1 + i, each]),
    }),
  )

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: book },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('print' as const), side, price, size }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('place' as const),
      side,
      price: fc.option(price, { nil: undefined }),
      size,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom('cancel' as const, 'amend' as const),
      pick: fc.nat(),
      price,
      size,
    }),
  },
  { weight: 1, arbitrary: fc.constant<Happening>({ type: 'stale' }) },
)

const story = fc.array(happening, { maxLength: 60 })
const models = fc.constantFrom(queueModel, crossModel)
const instruments = fc.constantFrom(SPOT, LINEAR)

/** What is known of levels after a book: what it shows, and what was shown before of prices that it does not reach. */
function known(
  taker: Side,
  before: ReadonlyMap<number, number>,
  shows: readonly Level[],
): ReadonlyMap<number, number> {
  const end = shows.at(-1)?.[0]
  const isHidden = (at: number): boolean =>
    end === undefined || (taker === 'buy' ? at > end : at < end)
  return new Map([...[...before].filter(([at]) => isHidden(at)), ...shows])
}

/** Tells a desk a story. `shown` is what it ever showed to buyers and sellers: what levels grew by, and prints. */
function tell(desk: PaperDesk, events: readonly Happening[]) {
  const shown = { buy: 0, sell: 0 }
  let levels: { readonly [Key in Side]: ReadonlyMap<number, number> } = {
    buy: new Map(),
    sell: new Map(),
  }
  const ids: string[] = []
  for (const event of events) {
    if (event.type === 'book') {
      const next = {
        buy: known('buy', levels.buy, event.asks),
        sell: known('sell', levels.sell, event.bids),
      }
      for (const taker of ['buy', 'sell'] as const)
        for (const [at, there] of next[taker])
          shown[taker] += Math.max(0, there - (levels[taker].get(at) ?? 0))
      levels = next
      desk.book(event.bids, event.asks)
    } else if (event.type === 'print') {
      // A seller's print may fill our buys.
      shown[event.side === 'sell' ? 'buy' : 'sell'] += event.size
      desk.print(event.side, event.price, event.size)
    } else if (event.type === 'place') {
      const { price: at, size: quantity } = event
      ids.push(desk.place(event.side, { quantity, ...(at !== undefined && { price: at }) }))
    } else if (event.type === 'stale') desk.state('stale')
    else {
      const id = ids[event.pick % Math.max(1, ids.length)]
      if (id === undefined) continue
      if (event.type === 'cancel') desk.cancel(id)
      else if (desk.order(id).terms.price !== undefined)
        desk.amend(id, { price: event.price, quantity: event.size })
    }
  }
  return { shown, ids }
}

describe('whatever happens, a paper account', () => {
  property.prop([story, models, instruments])(
    'fills no more than the market showed',
    (events, model, traded) => {
      const desk = new PaperDesk({ model: model(), instrument: traded })
      const { shown } = tell(desk, events)
      for (const taker of ['buy', 'sell'] as const) {
        const filled = desk
          .allFills()
          .filter((fill) => fill.side === taker)
          .reduce((sum, { quantity }) => sum + quantity.toNumber(), 0)
        expect(filled).toBeLessThanOrEqual(shown[taker])
      }
    },
  )

  property.prop([story, models])(
    'fills nothing at a worse price than the limit',
    (events, model) => {
      const desk = new PaperDesk({ model: model() })
      const { ids } = tell(desk, events)
      for (const id of ids) {
        const { terms, fills, filledQuantity, status } = desk.order(id)
        expect(filledQuantity.lte(terms.quantity)).toBe(true)
        expect(status === 'filled').toBe(filledQuantity.eq(terms.quantity))
        expect(new Set(fills.map(({ fillId }) => fillId)).size).toBe(fills.length)
      }
    },
  )

  property.prop([story, models])(
    'has what it began with, what was traded, and fees: not a digit more',
    (events, model) => {
      const fees = { maker: '0.0002', taker: '0.0007' }
      const balances = { USDT: '3000', BTC: '40' }
      const desk = new PaperDesk({ model: model(), fees, balances })
      tell(desk, events)
      // In ten-thousandths, whole numbers.
      let [quote, base] = [3_000n * 10_000n, 40n * 10_000n]
      for (const { side: taker, price: at, quantity, isMaker } of desk.allFills()) {
        const [amount, rate] = [BigInt(quantity.toFixed()), isMaker ? 2n : 7n]
        const value = amount * BigInt(at.toFixed())
        if (taker === 'buy')
          [quote, base] = [quote - value * 10_000n, base + amount * (10_000n - rate)]
        else [quote, base] = [quote + value * (10_000n - rate), base - amount * 10_000n]
      }
      const inUnits = (name: string): bigint =>
        BigInt(
          desk.ledger
            .balances()
            .find(({ asset }) => asset === name)
            ?.amount.times(10_000)
            .toFixed() ?? '0',
        )
      expect([inUnits('USDT'), inUnits('BTC')]).toEqual([quote, base])
      expect(quote >= 0n && base >= 0n).toBe(true)
    },
  )

  property.prop([story, models, instruments])(
    'is made again by its records, and by a snapshot and the records after it',
    (events, model, traded) => {
      const desk = new PaperDesk({ model: model(), instrument: traded })
      tell(desk, events)
      const half = Math.floor(desk.records.length / 2)
      const plain = desk.records.map((record): unknown =>
        JSON.parse(JSON.stringify(PaperLedger.plain(record))),
      )
      const first = new PaperDesk({ instrument: traded }).ledger
      for (const data of plain.slice(0, half)) first.replay(data as never)
      const second = new PaperLedger(ACCOUNT)
      second.restore(JSON.parse(JSON.stringify(first.snapshot())))
      for (const data of plain.slice(half)) second.replay(data as never)
      expect(JSON.stringify(second.snapshot())).toBe(JSON.stringify(desk.ledger.snapshot()))
    },
  )
})

describe('in the queue model', () => {
  type Move =
    | { readonly type: 'join' | 'trade'; readonly size: number; readonly isPrintLate: boolean }
    | { readonly type: 'cancel'; readonly pick: number }
  const move: fc.Arbitrary<Move> = fc.oneof(
    fc.record({
      type: fc.constantFrom('join' as const, 'trade' as const),
      size: fc.integer({ min: 1, max: 8 }),
      isPrintLate: fc.boolean(),
    }),
    fc.record({ type: fc.constant('cancel' as const), pick: fc.nat() }),
  )

  property.prop([fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 6 }), fc.array(move)])(
    'an order is never filled by more than one that really stood in the queue would be',
    (standing, moves) => {
      // Orders of others at 99 in their turn; ours came after the first so many.
      const queue = standing.map((each) => ({ size: each, isAhead: true }))
      const desk = new PaperDesk()
      const show = (): void => {
        const total = queue.reduce((sum, each) => sum + each.size, 0)
        // A bid of others stays below, so that the level is always in sight.
        desk.book([...(total > 0 ? [[99, total] as const] : []), [98, 1]], [[101, 1]])
      }
      show()
      const id = desk.place('buy', { price: 99, quantity: 1_000 })
      let most = 0
      for (const event of moves) {
        if (event.type === 'cancel') queue.splice(event.pick % Math.max(1, queue.length), 1)
        else if (event.type === 'join') queue.push({ size: event.size, isAhead: false })
        else {
          const ahead = queue.reduce((sum, each) => sum + (each.isAhead ? each.size : 0), 0)
          const there = queue.reduce((sum, each) => sum + each.size, 0)
          // Nobody sells more at 99 than stands there: it would trade at 98 too.
          const sold = Math.min(event.size, there)
          if (sold === 0) continue
          most += Math.max(0, sold - ahead)
          for (let left = sold; left > 0; ) {
            const [first] = queue
            if (first === undefined) break
            const part = Math.min(left, first.size)
            first.size -= part
            left -= part
            if (first.size === 0) queue.shift()
          }
          if (!event.isPrintLate) desk.print('sell', 99, sold)
          show()
          if (event.isPrintLate) desk.printAsOfBook('sell', 99, sold)
        }
        show()
        expect(desk.order(id).filledQuantity.toNumber()).toBeLessThanOrEqual(most)
      }
    },
  )
})
