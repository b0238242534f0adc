import { expect, test } from 'vitest'
import {
  BboUpdate,
  type DecimalText,
  type OwnedMarketEvent,
  TradeUpdate,
} from '../../src/core/index.ts'
import { type MonitorOptions, MonitorRole } from '../../src/monitor/index.ts'
import type { Row, Sink } from '../../src/storage/index.ts'
import { START_US, type TestPorts, testPorts } from '../storage/support/test-ports.ts'
import { TwinBook } from './support/twin-market.ts'

interface Setup {
  readonly ports: TestPorts
  readonly twin: TwinBook
  readonly recorder: MonitorRole
  readonly lines: string[]
  /** The rows so far, without the recorder's own. */
  readonly rows: () => Promise<Row[]>
}

function setup(options: MonitorOptions = {}): Setup {
  const ports = testPorts()
  const twin = new TwinBook(undefined)
  const lines: string[] = []
  const sink: Sink = {
    name: 'memory',
    write: async (batch) =>
      void lines.push(...new TextDecoder().decode(batch.ndjson).trimEnd().split('\n')),
    close: () => Promise.resolve(),
  }
  const recorder = new MonitorRole([sink], twin, ports, options)
  const rows = async (): Promise<Row[]> => {
    recorder.flush()
    await ports.advance(0)
    return lines.map((line): Row => JSON.parse(line)).filter((row) => row.type !== 'recording')
  }
  return { ports, twin, recorder, lines, rows }
}

const HEAD = { venue: 'testvenue', market: 'spot', pair: 'BTC/USDT', symbol: 'BTCUSDT' }

function trade(twin: TwinBook, id: string, timeUs: number): TradeUpdate {
  const update = new TradeUpdate(twin.slot)
  update.begin(twin.slot, timeUs)
  update.level.prices[0] = 6_173_763
  update.level.sizes[0] = 1_500
  update.takerSide = 'sell'
  update.idBytes = new TextEncoder().encode(`..${id}..`)
  update.idStart = 2
  update.idEnd = update.idBytes.length - 2
  return update
}

const bookState = (
  twin: TwinBook,
  state: 'live' | 'stale' | 'corrupt',
  previous: 'live' | 'stale' | 'corrupt',
  reason: string,
): OwnedMarketEvent => {
  const { venue, market, pair, symbol } = twin.slot.instrument
  const head = { type: 'bookState', venue, market, pair, symbol, feed: twin.feed } as const
  return { ...head, state, previous, reason, localTimeUs: START_US }
}

test('writes a snapshot of the venue, and a delta with an action per level', async () => {
  const { recorder, twin, rows } = setup()
  recorder.book(twin.apply(true, 7, START_US, [[1_000n, 2_500n]], [[1_100n, 1n]]))
  const delta = twin.apply(
    false,
    9,
    START_US + 1,
    [
      [1_000n, 0n],
      [999n, 10n],
    ],
    [],
  )
  delta.first = 8
  delta.prev = 7
  delta.venueUs = Number.NaN
  recorder.book(delta)
  const scales = { priceScale: 2, sizeScale: 3 }
  expect(await rows()).toEqual([
    {
      type: 'bookSnapshot',
      ...HEAD,
      feed: 'depth',
      source: 'venue',
      venueTimeUs: START_US - 1_500,
      localTimeUs: START_US,
      lastId: 7,
      ...scales,
      bids: [['10', '2.5']],
      asks: [['11', '0.001']],
    },
    {
      type: 'bookDelta',
      ...HEAD,
      feed: 'depth',
      localTimeUs: START_US + 1,
      firstId: 8,
      lastId: 9,
      prevId: 7,
      ...scales,
      bids: [
        ['delete', '10', '0'],
        ['update', '9.99', '0.01'],
      ],
      asks: [],
    },
  ])
})

test('writes trades with their id as sent, and a BBO without its empty side', async () => {
  const { recorder, twin, rows } = setup()
  recorder.trade(trade(twin, 'a"\\\u0007é', START_US))
  const bbo = new BboUpdate(twin.slot)
  bbo.begin(twin.slot, START_US + 1)
  bbo.levels.prices[1] = 100
  bbo.levels.sizes[1] = 0
  bbo.last = 5
  recorder.bbo(bbo)
  const times = { localTimeUs: START_US }
  const price = '61737.63'
  expect(await rows()).toEqual([
    {
      type: 'trade',
      ...HEAD,
      ...times,
      price,
      size: '1.5',
      takerSide: 'sell',
      tradeId: 'a"\\\u0007é',
    },
    { type: 'bbo', ...HEAD, localTimeUs: START_US + 1, askPrice: '1', askSize: '0', lastId: 5 },
  ])
})

test('writes events as they are, and says where a stream began and ended', async () => {
  const { recorder, twin, ports, lines } = setup()
  const { venue, market, pair, symbol } = twin.slot.instrument
  const localTimeUs = START_US
  const connection: OwnedMarketEvent = {
    type: 'connection',
    venue,
    endpoint: 'spot',
    connection: 1,
    state: 'open',
    reason: 'start',
    localTimeUs,
  }
  const mark: OwnedMarketEvent = {
    type: 'markPrice',
    venue,
    market,
    pair,
    symbol,
    localTimeUs,
    // The cast: a literal of the exact spelling.
    price: '5.25' as DecimalText,
  }
  recorder.event(connection)
  recorder.event(mark)
  const closing = recorder.close()
  await ports.advance(0)
  await closing
  const told = lines.map((line): Row => JSON.parse(line))
  expect(told.filter((row) => row.type !== 'recording')).toEqual([connection, mark])
  const own = told.filter((row) => row.type === 'recording')
  expect(own.map((row) => [row.part, row.event])).toEqual([
    ['venue', 'started'],
    ['venue', 'stopped'],
    ['spot', 'started'],
    ['spot', 'stopped'],
  ])
})

test('writes a snapshot of each live book that changes, every N seconds', async () => {
  const { recorder, twin, ports, rows } = setup({ snapshotEveryMs: 5_000 })
  twin.book.state = 'live'
  recorder.book(twin.apply(true, 1, START_US, [[1_000n, 1n]], []))
  await ports.advance(20_000)
  expect(await rows()).toHaveLength(1)
  recorder.book(twin.apply(false, 2, START_US + 1, [[1_001n, 2n]], []))
  await ports.advance(20_000)
  const [, , snapshot, ...more] = await rows()
  expect(more).toEqual([])
  expect(snapshot).toMatchObject({
    type: 'bookSnapshot',
    source: 'book',
    lastId: 2,
    changeTimeUs: START_US + 1,
    bids: [
      ['10.01', '0.002'],
      ['10', '0.001'],
    ],
  })
})

test('after a hole in the record writes a snapshot soon', async () => {
  const { recorder, twin, ports, rows } = setup({ maxBatchRows: 1, maxQueuedBytes: 300 })
  twin.book.state = 'live'
  recorder.book(twin.apply(true, 1, START_US, [[1_000n, 1n]], []))
  recorder.book(twin.apply(false, 2, START_US + 1, [[1_001n, 2n]], []))
  await ports.advance(10_000)
  const kinds = (await rows()).map((row) => row.type)
  expect(kinds.at(-1)).toBe('bookSnapshot')
  expect(recorder.sinks()[0]?.lostRows).toBeGreaterThan(0)
})

test('marks a hole when the router says that it dropped events of the recorder', async () => {
  const { recorder, twin, ports, lines } = setup()
  recorder.trade(trade(twin, '1', START_US))
  const slow = { type: 'slowConsumer', action: 'dropped', droppedEvents: 3 } as const
  recorder.event({ ...slow, subscriber: 'somebody else', localTimeUs: START_US })
  recorder.event({ ...slow, subscriber: 'recorder', localTimeUs: START_US })
  recorder.flush()
  await ports.advance(0)
  const events = lines.map((line) => JSON.parse(line).event)
  expect(events).toEqual(['started', undefined, 'rowsLost'])
})

test('counts messages, rate, gaps, resyncs, latency and rows', async () => {
  const { recorder, twin, ports } = setup()
  for (let n = 0; n < 10; n += 1) {
    const update = trade(twin, `${n}`, START_US + n)
    update.venueUs = n === 9 ? START_US + 1_000_000 : START_US + n - n * 100
    recorder.trade(update)
  }
  recorder.event(bookState(twin, 'stale', 'live', 'gap'))
  recorder.event(bookState(twin, 'live', 'stale', 'snapshot'))
  recorder.event(bookState(twin, 'corrupt', 'live', 'checksum'))
  await ports.advance(2_000)
  expect(recorder.quality()).toEqual([
    {
      ...HEAD,
      messages: 10,
      messagesPerSecond: 0,
      gaps: 1,
      resyncs: 1,
      corruptions: 1,
      rows: 13,
      latencyP50Us: expect.closeTo(400, -2),
      latencyP99Us: expect.closeTo(800, -2),
      fromTheFuture: 1,
    },
  ])
  for (let n = 0; n < 5; n += 1) recorder.trade(trade(twin, `${n}`, START_US))
  await ports.advance(1_000)
  expect(recorder.quality()[0]?.messagesPerSecond).toBe(5)
})

test('refuses a snapshot interval shorter than its tick', () => {
  expect(() => setup({ snapshotEveryMs: 10 })).toThrow(/snapshotEveryMs/)
})
