import { expect, test } from 'vitest'
import { judgeUnnumbered } from '../../src/book/index.ts'
import type { ExchangeDriver, Topic } from '../../src/core/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { BookManager } from '../../src/market/index.ts'
import { LeaseDesk } from '../../src/market/lease-desk.ts'
import { TopicDesk } from '../../src/market/topic-desk.ts'
import { ManualTimers } from './manual-timers.ts'
import { makeSlot, makeUpdate } from './scripted-venue.ts'

const TOPIC: Topic = { name: 'depth:A', endpoint: 'public', channel: 'book', feed: 'depth' }
const ONE = makeSlot(0)
const OTHER = makeSlot(1)

function setUp() {
  const timers = new ManualTimers()
  const sent: string[] = []
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const told: string[] = []
  const topics = new TopicDesk({
    pool: {
      subscribe: (all) => void sent.push(...all.map(({ name }) => `+${name}`)),
      unsubscribe: (all) => void sent.push(...all.map(({ name }) => `-${name}`)),
      requestSnapshot() {},
    },
    send: () => new Promise(() => {}),
    router: { event() {}, endBatch() {} },
    table: createInstrumentTable(),
    openSink: () => ({ book() {}, bbo() {}, trade() {}, event() {}, lost() {} }),
    timers,
    log,
  })
  const books = new BookManager({
    sink: { book() {}, bbo() {}, trade() {}, event: (event) => void told.push(event.type) },
    timers,
    wallClock: { nowUs: () => 1 },
    monotonicClock: { nowNs: () => 1 },
    random: { next: () => 1 },
    log,
    fetchSnapshot: () => Promise.reject(new Error('none')),
    requestSnapshot() {},
    resubscribe() {},
  })
  const rule = { snapshot: 'stream', judge: judgeUnnumbered, crossed: 'corrupt' } as const
  // The desk asks a driver for rules and nothing else.
  const driver = { continuity: () => rule } as unknown as ExchangeDriver
  return { leases: new LeaseDesk(driver, topics, books), books, sent }
}

test('one topic feeds the books of two instruments, until its last hold', async () => {
  const { leases, books, sent } = setUp()
  const [one, other] = [leases.hold(ONE, [TOPIC]), leases.hold(OTHER, [TOPIC])]
  expect(leases.usesOf(TOPIC).map(({ slot }) => slot)).toEqual([ONE, OTHER])
  await one.close()
  expect(books.view(OTHER.index, 'depth')?.state).toBe('syncing')
  await other.close()
  expect([books.view(0, 'depth'), books.view(1, 'depth')]).toEqual([undefined, undefined])
  expect(sent).toEqual(['+depth:A', '-depth:A'])
})

test('a book that joins a topic whose snapshot has been makes the venue send another', () => {
  const { leases, books, sent } = setUp()
  leases.hold(ONE, [TOPIC])
  books.onUpdate(makeUpdate(ONE, { isSnapshot: true, bids: [[1, 1]] }), 1)
  leases.hold(OTHER, [TOPIC])
  expect(sent).toEqual(['+depth:A', '-depth:A'])
})
