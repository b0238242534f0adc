import { expect, it } from 'vitest'
import type { FrameDecoder } from '../../src/core/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { BookManager } from '../../src/market/book-manager.ts'
import { DoubledFeed } from '../../src/market/doubled-feed.ts'
import { FramePath } from '../../src/market/frame-path.ts'
import { Router } from '../../src/market/router.ts'
import { nodePorts } from '../../src/runtime/node/index.ts'
import { ManualTimers } from './manual-timers.ts'
import { instrument, makeUpdate, RULES, type UpdateParts } from './scripted-venue.ts'

/** Frames are JSON of what the decoder is to do, so that the path from it to the books is all that is tested. */
interface Said {
  readonly lost?: string
  readonly update?: UpdateParts
}

it('doubts every book of a connection that lost messages, before the frame that showed it is told', async () => {
  await using ports = nodePorts()
  const table = createInstrumentTable()
  const slot = table.add(instrument)
  const told: string[] = []
  const router = new Router({
    venue: instrument.venue,
    indexOf: () => slot.index,
    nowUs: () => 1,
    wholeBook: () => undefined,
    onHandlerError: (_subscriber, error) => told.push(String(error)),
  })
  const books = new BookManager({
    ...ports,
    timers: new ManualTimers(),
    sink: router,
    fetchSnapshot: () => Promise.reject(new Error('not asked')),
    requestSnapshot: () => {},
    resubscribe: () => told.push('resubscribe'),
  })
  const decoder: FrameDecoder = {
    ignoredReason: '',
    fault: undefined,
    decode: (frame, _localTimeUs, sink) => {
      const { lost, update }: Said = JSON.parse(new TextDecoder().decode(frame))
      if (lost !== undefined) sink.lost(lost)
      if (update !== undefined) sink.book(makeUpdate(slot, update))
      return 'event'
    },
  }
  const path = new FramePath({
    venue: instrument.venue,
    createDecoder: () => decoder,
    marketOf: () => 'spot',
    table,
    books,
    router,
    bboCheck: undefined,
    doubled: new DoubledFeed(),
    metrics: ports.metrics,
  })
  const rule = RULES.unnumbered
  for (const endpoint of ['public', 'other'])
    books.keep({ slot, feed: endpoint, rule, depth: 'full', endpoint })
  router.subscribe('bookState', {}, ({ feed, state, reason }) =>
    told.push(`${feed} ${state}: ${reason}`),
  )
  router.subscribe('bookDelta', {}, ({ feed }) => told.push(`${feed} delta`))
  const take = (endpoint: string, said: Said) =>
    path.onFrame(new TextEncoder().encode(JSON.stringify(said)), 1, sources[endpoint] ?? never)
  const never = { endpoint: '', connection: 0, url: '' }
  const sources: Record<string, typeof never> = {
    public: { endpoint: 'public', connection: 1, url: '' },
    other: { endpoint: 'other', connection: 1, url: '' },
  }
  const levels = { bids: [[99, 1]], asks: [[101, 1]] } as const
  take('public', { update: { feed: 'public', isSnapshot: true, ...levels } })
  take('other', { update: { feed: 'other', isSnapshot: true, ...levels } })
  take('public', { update: { feed: 'public', bids: [[98, 1]] } })
  take('public', { lost: 'sequence 7, expected 5', update: { feed: 'public', bids: [[97, 1]] } })
  take('other', { update: { feed: 'other', bids: [[98, 1]] } })
  expect(told).toEqual([
    'public live: snapshot',
    'other live: snapshot',
    'public delta',
    'public stale: sequence 7, expected 5',
    'resubscribe',
    'other delta',
  ])
  books.close()
})

it('tells the decoder of a connection what leaves on it, before anything arrived', async () => {
  await using ports = nodePorts()
  const table = createInstrumentTable()
  const router = new Router({
    venue: instrument.venue,
    indexOf: () => 0,
    nowUs: () => 1,
    wholeBook: () => undefined,
    onHandlerError: () => {},
  })
  const books = new BookManager({
    ...ports,
    timers: new ManualTimers(),
    sink: router,
    fetchSnapshot: () => Promise.reject(new Error('not asked')),
    requestSnapshot: () => {},
    resubscribe: () => {},
  })
  const sent: string[][] = []
  const path = new FramePath({
    venue: instrument.venue,
    createDecoder: () => {
      const own: string[] = []
      sent.push(own)
      return {
        ignoredReason: '',
        fault: undefined,
        decode: () => 'control',
        sent: (frame) => own.push(String(frame)),
      }
    },
    marketOf: () => 'spot',
    table,
    books,
    router,
    bboCheck: undefined,
    doubled: new DoubledFeed(),
    metrics: ports.metrics,
  })
  const [one, two] = [1, 2].map((connection) => ({ endpoint: 'public', connection, url: '' }))
  if (one === undefined || two === undefined) throw new Error('two connections')
  path.onSent('hello', one)
  path.onFrame(new Uint8Array(), 1, one)
  path.onSent('subscribe', one)
  path.onSent('hello', two)
  expect(sent).toEqual([['hello', 'subscribe'], ['hello']])
})
