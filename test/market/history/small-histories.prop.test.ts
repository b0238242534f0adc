import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BboUpdate, TradeUpdate } from '../../../src/core/index.ts'
import {
  BboHistory,
  HistoryBudget,
  type HistoryCursor,
  type HistoryReadOptions,
  TradeHistory,
} from '../../../src/market/index.ts'
import { makeSlot } from '../scripted-venue.ts'

const START_US = 1_767_322_800_000_000
const TUNING = { hotRows: 5, hotLevels: 20, segmentBytes: 60, sliceLevels: 4 }

const value = fc.oneof(
  { weight: 20, arbitrary: fc.nat({ max: 100_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2 ** 48, max: Number.MAX_SAFE_INTEGER }) },
)
const common = {
  stepUs: fc.integer({ min: -10, max: 5_000 }),
  venueUs: fc.oneof(
    fc.nat({ max: 500 }).map((ms) => START_US + ms * 1_000),
    fc.nat({ max: 5e5 }).map((us) => START_US + us),
    fc.constant(Number.NaN),
  ),
  growth: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 1),
}
const id = fc.oneof(
  fc.nat({ max: 1e9 }).map(String),
  fc.constantFrom('0', '007', '999999999999999', '9999999999999999', 'a-b', ''),
)
const trades = fc.array(
  fc.record({ ...common, id, price: value, size: value, isSell: fc.boolean() }),
  { maxLength: 150, size: 'max' },
)
const bbos = fc.array(
  fc.record({
    ...common,
    bid: fc.option(fc.tuple(value, value)),
    ask: fc.option(fc.tuple(value, value)),
    last: fc.oneof(fc.nat(), fc.constant(Number.NaN)),
    isWide: fc.constantFrom(false, false, false, true),
  }),
  { maxLength: 150, size: 'max' },
)
const within = fc.record({
  fromTimeUs: fc.nat({ max: 400_000 }).map((us) => START_US + us),
  toTimeUs: fc.nat({ max: 400_000 }).map((us) => START_US + us),
  newestFirst: fc.boolean(),
})
const megabytes = fc.constantFrom(0.003, 0.005, 1)

/** Ids that are whole numbers of up to 15 digits come back, others as the empty text. */
const keptId = (text: string): string => (/^(0|[1-9]\d{0,14})$/.test(text) ? text : '')

function check<T>(
  texts: readonly { timeUs: number; text: string }[],
  history: { count: number; read(options?: HistoryReadOptions): HistoryCursor<T> },
  range: Required<HistoryReadOptions>,
): void {
  const held = texts.slice(texts.length - history.count)
  expect(Array.from(history.read(), (event) => JSON.stringify(event))).toEqual(
    held.map(({ text }) => text),
  )
  const wanted = held.filter(({ timeUs }) => timeUs >= range.fromTimeUs && timeUs <= range.toTimeUs)
  const expected = wanted.map(({ text }) => text)
  if (range.newestFirst) expected.reverse()
  expect(Array.from(history.read(range), (event) => JSON.stringify(event))).toEqual(expected)
}

describe('TradeHistory', () => {
  it('reads back what an array of copies has', () => {
    fc.assert(
      fc.property(megabytes, trades, within, (mb, all, range) => {
        const slot = makeSlot()
        const history = new TradeHistory(slot, new HistoryBudget({ megabytes: mb, ...TUNING }))
        const texts: { timeUs: number; text: string }[] = []
        const update = new TradeUpdate(slot)
        let nowUs = START_US
        for (const { stepUs, venueUs, growth, id: tradeId, price, size, isSell } of all) {
          nowUs += stepUs
          slot.priceScale += growth
          update.begin(slot, nowUs)
          update.venueUs = venueUs
          update.takerSide = isSell ? 'sell' : 'buy'
          update.level.prices[0] = price
          update.level.sizes[0] = size
          update.idBytes = new TextEncoder().encode(tradeId)
          update.idEnd = update.idBytes.length
          history.push(update)
          const text = JSON.stringify({ ...update.toJSON(), tradeId: keptId(tradeId) })
          texts.push({ timeUs: nowUs, text })
        }
        check(texts, history, range)
      }),
    )
  })
})

describe('BboHistory', () => {
  it('reads back what an array of copies has, empty sides and big integers among it', () => {
    fc.assert(
      fc.property(megabytes, bbos, within, (mb, all, range) => {
        const slot = makeSlot()
        const history = new BboHistory(slot, new HistoryBudget({ megabytes: mb, ...TUNING }))
        const texts: { timeUs: number; text: string }[] = []
        const update = new BboUpdate(slot)
        let nowUs = START_US
        for (const { stepUs, venueUs, growth, bid, ask, last, isWide } of all) {
          nowUs += stepUs
          slot.sizeScale += growth
          update.begin(slot, nowUs)
          update.venueUs = venueUs
          update.last = last
          for (const [i, level] of [bid, ask].entries()) {
            if (level === null) continue
            update.levels.prices[i] = level[0]
            update.levels.sizes[i] = level[1]
          }
          if (isWide) update.levels.widen()
          history.push(update)
          texts.push({ timeUs: nowUs, text: JSON.stringify(update) })
        }
        check(texts, history, range)
      }),
    )
  })
})
