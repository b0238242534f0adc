import { expect, test } from 'vitest'
import { type InstrumentSlot, type Topic, venueSymbol } from '../../src/core/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { TopicDesk } from '../../src/market/topic-desk.ts'
import { ManualTimers } from './manual-timers.ts'
import { makeSlot } from './scripted-venue.ts'

const GONE: Topic = topic('trade:A', 'A')
const OTHER: Topic = topic('trade:B', 'B')
const ALL: Topic = { name: 'liquidations', endpoint: 'public', channel: 'liquidation' }

function topic(name: string, symbol: string): Topic {
  return { name, endpoint: 'public', channel: 'trade', symbol: venueSymbol(symbol) }
}

function list(slot: InstrumentSlot, status: 'trading' | 'closed'): void {
  slot.instrument = { ...slot.instrument, status }
}

/** Topics of an instrument that is no longer listed, of another one and of all, on one connection. */
function setUp() {
  const sent: string[] = []
  const desk = new TopicDesk({
    pool: {
      subscribe: (topics) => void sent.push(...topics.map(({ name }) => `+${name}`)),
      unsubscribe: (topics) => void sent.push(...topics.map(({ name }) => `-${name}`)),
      requestSnapshot() {},
    },
    send: () => new Promise(() => {}),
    router: { event() {}, endBatch() {} },
    table: createInstrumentTable(),
    openSink: () => ({ book() {}, bbo() {}, trade() {}, event() {}, lost() {} }),
    timers: new ManualTimers(),
    log: { debug() {}, info() {}, warn() {}, error() {} },
  })
  const gone = makeSlot(0)
  desk.hold(gone, [GONE, ALL])
  desk.hold(makeSlot(1), [OTHER])
  list(gone, 'closed')
  sent.length = 0
  return { desk, gone, sent }
}

test('a topic of what is no longer listed is not asked for on the next connection, all others are', () => {
  const { desk, sent } = setUp()
  desk.onConnectionGone('private')
  expect(sent).toEqual([])
  desk.onConnectionGone('public')
  desk.onConnectionGone('public')
  expect(sent).toEqual(['-trade:A'])
})

test('it is asked for again once it is listed again', () => {
  const { desk, gone, sent } = setUp()
  desk.onConnectionGone('public')
  desk.onListed()
  list(gone, 'trading')
  desk.onListed()
  desk.onListed()
  expect(sent).toEqual(['-trade:A', '+trade:A'])
})

test('it is let go of without a word', () => {
  const { desk, sent } = setUp()
  desk.onConnectionGone('public')
  desk.renew(GONE)
  expect(desk.release([GONE])).toEqual([GONE])
  expect(sent).toEqual(['-trade:A'])
})
