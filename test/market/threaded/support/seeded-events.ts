import {
  asset,
  BboUpdate,
  BookUpdate,
  type Instrument,
  type LevelBuffer,
  type OwnedMarketEvent,
  pair,
  TradeUpdate,
  venueId,
  venueSymbol,
} from '../../../../src/core/index.ts'
import { createInstrumentTable } from '../../../../src/drivers/kit/instrument-table.ts'
import type { RecordSink } from '../../../../src/market/threaded/record-reader.ts'
import { SeededRandom } from '../../../../src/runtime/virtual/index.ts'

/** Beyond 2^53, so that a double of it is another number. */
const WIDE = 9_007_199_254_740_993n

const listed = (symbol: string): Instrument => ({
  venue: venueId('toy'),
  market: 'spot',
  kind: 'spot',
  pair: pair(`${symbol}/USD`),
  symbol: venueSymbol(symbol),
  base: asset(symbol),
  quote: asset('USD'),
  product: 'spot',
  status: 'trading',
  priceScale: 2,
  sizeScale: 3,
  isInferred: false,
})

/** Events of every form, all of one seed: wide ones, empty sides, absent ids, long books, text of every width. */
export function tellSeeded(seed: number, count: number, sink: Omit<RecordSink, 'mark'>): void {
  const random = new SeededRandom(seed)
  const pick = (most: number): number => Math.floor(random.next() * most)
  const maybe = (value: number): number => (pick(4) === 0 ? Number.NaN : value)
  const table = createInstrumentTable()
  const slots = ['ONE', 'TWO', 'ΞΩ🚀'].map((symbol) => table.add(listed(symbol)))
  const fill = (levels: LevelBuffer, rows: number, isWide: boolean): void => {
    const priceScale = pick(9)
    levels.clear(priceScale, pick(9), isWide)
    levels.reserve(rows)
    levels.count = rows
    for (let i = 0; i < rows; i += 1) {
      levels.prices[i] = isWide ? Number.NaN : maybe(pick(2 ** 30) * 2 ** 22)
      levels.sizes[i] = isWide ? Number.NaN : pick(3) * pick(2 ** 30)
      if (!isWide) continue
      levels.widePrices[i] = WIDE + BigInt(i)
      levels.wideSizes[i] = WIDE * BigInt(pick(1_000))
    }
  }
  for (let n = 0; n < count; n += 1) {
    const slot = slots[pick(slots.length)]
    if (slot === undefined) continue
    const isWide = pick(10) === 0
    switch (pick(5)) {
      case 0:
      case 1: {
        const update = new BookUpdate(slot)
        update.begin(slot, ['depth', 'books5'][pick(2)] ?? '', pick(9) === 0, n)
        update.venueUs = maybe(n * 2 ** 20)
        update.first = maybe(Number.MAX_SAFE_INTEGER - n)
        update.last = maybe(n)
        update.prev = maybe(n - 1)
        update.checksum = maybe(-n)
        update.priceDigits = pick(9)
        const rows = pick(50) === 0 ? 3_000 : 20
        fill(update.bids, pick(rows), isWide)
        fill(update.asks, pick(rows), isWide)
        sink.book(update)
        break
      }
      case 2: {
        const update = new BboUpdate(slot)
        update.begin(slot, n)
        update.last = maybe(n)
        fill(update.levels, 2, isWide)
        sink.bbo(update)
        break
      }
      case 3: {
        const update = new TradeUpdate(slot)
        update.begin(slot, n)
        fill(update.level, 1, isWide)
        update.takerSide = pick(2) === 0 ? 'buy' : 'sell'
        const id = new TextEncoder().encode(`#${WIDE}-${'x'.repeat(pick(20))}`)
        update.idBytes = id
        update.idStart = 1
        update.idEnd = id.length
        sink.trade(update)
        break
      }
      default:
        sink.event(Object.freeze(fault(n, 'ΞΩ🚀'.repeat(pick(40)))))
    }
    if (pick(3) === 0) sink.endBatch()
  }
  sink.endBatch()
}

function fault(localTimeUs: number, sample: string): OwnedMarketEvent {
  const venue = venueId('toy')
  const code = 'MALFORMED_FRAME'
  return { type: 'fault', venue, code, message: '', offsetBytes: 0, sample, localTimeUs }
}

/** All that a sink is told, in words: every number of it. */
export function words(): { readonly sink: RecordSink; readonly told: string[] } {
  const told: string[] = []
  const exact = (_: string, value: unknown): unknown =>
    typeof value === 'bigint' || Number.isNaN(value) ? String(value) : value
  const levels = (side: LevelBuffer): unknown => {
    const { priceScale, sizeScale, isWide, count, prices, sizes, widePrices, wideSizes } = side
    const rows = isWide
      ? [widePrices.slice(0, count), wideSizes.slice(0, count)]
      : [[...prices.subarray(0, count)], [...sizes.subarray(0, count)]]
    return [priceScale, sizeScale, isWide, count, rows]
  }
  const tell = (...parts: unknown[]): void => void told.push(JSON.stringify(parts, exact))
  const sink: RecordSink = {
    book: (update) => {
      const { slot, feed, isSnapshot, venueUs, localTimeUs, first, last, prev, checksum } = update
      const { priceDigits, sizeDigits, bids, asks } = update
      const ids = [venueUs, localTimeUs, first, last, prev, checksum, priceDigits, sizeDigits]
      tell('book', slot.instrument, feed, isSnapshot, ids, levels(bids), levels(asks))
    },
    bbo: ({ slot, venueUs, localTimeUs, last, levels: both }) =>
      tell('bbo', slot.instrument, venueUs, localTimeUs, last, levels(both)),
    trade: (trade) => {
      const { slot, venueUs, localTimeUs, takerSide, level } = trade
      tell(
        'trade',
        slot.instrument,
        venueUs,
        localTimeUs,
        takerSide,
        levels(level),
        trade.tradeId(),
      )
      expectCopy(trade)
    },
    event: (event) => tell(event),
    mark: (order) => tell('mark', order),
    endBatch: () => tell('end'),
  }
  return { sink, told }
}

/** Copies outlive the record. */
function expectCopy(trade: TradeUpdate): void {
  if (trade.copy().tradeId() !== trade.tradeId()) throw new Error('A copy has another id')
}
