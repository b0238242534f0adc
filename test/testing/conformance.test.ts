import { describe, expect, test } from 'vitest'
import type {
  ExchangeDriver,
  FrameDecoder,
  Instrument,
  KnownMessages,
  StreamFacts,
  TradeUpdate,
} from '../../src/core/index.ts'
import { okx } from '../../src/drivers/okx/index.ts'
import { simulatedOkx } from '../../src/sim/okx/index.ts'
import { conformance } from '../../src/testing/index.ts'

const good = okx()

/** Runs one check on a driver; resolves to what is wrong, `''` where nothing is. */
async function problemOf(id: string, driver: ExchangeDriver): Promise<string> {
  const check = conformance({ driver, simulate: simulatedOkx }).find((each) => each.id === id)
  if (check === undefined) throw new Error(`There is no check ${id}`)
  try {
    await check.run()
    return ''
  } catch (error) {
    return String(error)
  }
}

function withDecoder(wrap: (decoder: FrameDecoder) => FrameDecoder['decode']): ExchangeDriver {
  return {
    ...good,
    createDecoder(table, market) {
      const decoder = good.createDecoder(table, market)
      const decode = wrap(decoder)
      return {
        decode,
        get ignoredReason() {
          return decoder.ignoredReason
        },
        get fault() {
          return decoder.fault
        },
      }
    },
  }
}

function withStreams(over: Partial<StreamFacts>): ExchangeDriver {
  const streams = good.facts.streams.map((stream) => ({ ...stream, ...over }))
  return { ...good, facts: { ...good.facts, streams } }
}

function turned(trade: TradeUpdate): TradeUpdate {
  trade.takerSide = trade.takerSide === 'buy' ? 'sell' : 'buy'
  return trade
}

function withUnread(): ExchangeDriver {
  const { rest } = good
  const instruments: typeof rest.instruments = (products) =>
    rest.instruments(products).map((call) => ({ ...call, parse: () => [] }))
  return { ...good, rest: { ...rest, instruments } }
}

/** A driver with one thing wrong, and the check that must find it. */
const MUTANTS: readonly (readonly [what: string, id: string, driver: ExchangeDriver])[] = [
  [
    'pings less often than it takes to be dead',
    'F4',
    withStreams({ keepAlive: { kind: 'message', everyMs: 60_000, deadAfterMs: 30_000 } }),
  ],
  [
    'tells the venue who brought the user',
    'F5',
    withStreams({ headers: { 'x-broker-id': 'crossbook' } }),
  ],
  [
    'gives every instrument the same topic',
    'T2',
    {
      ...good,
      topics: (instrument, request) =>
        good.topics(instrument, request).map((topic) => ({ ...topic, name: topic.channel })),
    },
  ],
  [
    'subscribes more in a message than the venue takes',
    'S1',
    withStreams({ maxMessageBytes: 100 }),
  ],
  [
    'counts every request as the first',
    'S2',
    {
      ...good,
      session: {
        ...good.session,
        subscribe: (topics, firstId) =>
          topics.flatMap((topic) => good.session.subscribe([topic], firstId)),
      },
    },
  ],
  ['has no ping', 'S3', { ...good, session: (({ ping: _ping, ...rest }) => rest)(good.session) }],
  [
    'throws at a frame that it does not know',
    'D5',
    withDecoder((decoder) => (frame, at, sink) => {
      JSON.parse(new TextDecoder().decode(frame))
      return decoder.decode(frame, at, sink)
    }),
  ],
  [
    'takes half a frame for an event',
    'D3',
    withDecoder((decoder) => (frame, at, sink) => {
      const outcome = decoder.decode(frame, at, sink)
      return outcome === 'fault' ? 'event' : outcome
    }),
  ],
  [
    'turns the taker’s side round',
    'E3',
    withDecoder(
      (decoder) => (frame, at, sink) =>
        decoder.decode(frame, at, {
          book: (update) => sink.book(update),
          bbo: (update) => sink.bbo(update),
          event: (event) => sink.event(event),
          lost: (reason) => sink.lost(reason),
          trade: (trade) => sink.trade(turned(trade)),
        }),
    ),
  ],
  [
    'tells the venue’s times in milliseconds',
    'E2',
    withDecoder(
      (decoder) => (frame, at, sink) =>
        decoder.decode(frame, at, {
          book: (update) => sink.book(Object.assign(update, { venueUs: update.venueUs / 1000 })),
          bbo: (update) => sink.bbo(update),
          event: (event) => sink.event(event),
          lost: (reason) => sink.lost(reason),
          trade: (trade) => sink.trade(trade),
        }),
    ),
  ],
  [
    'sees no gap',
    'B2',
    {
      ...good,
      continuity: (market, feed) => ({
        ...good.continuity(market, feed),
        judge: (cursor, update) => {
          cursor.lastId = update.last
          return 'apply'
        },
      }),
    },
  ],
  [
    'sends no ping that keeps the connection',
    'N3',
    {
      ...withStreams({ keepAlive: { kind: 'server', deadAfterMs: 3_600_000 } }),
      session: (({ ping: _ping, ...rest }) => rest)(good.session),
    },
  ],
  ['reads nothing in a page of HTML', 'R2', withUnread()],
  [
    'asks again at once after a limit',
    'R3',
    {
      ...good,
      rest: {
        ...good.rest,
        error: (response, service) => good.rest.error({ ...response, status: 400 }, service),
      },
    },
  ],
]

/** Changes what the good driver reads of listings. */
function withListing(change: (listed: readonly Instrument[]) => readonly Instrument[]) {
  return {
    ...good,
    rest: {
      ...good.rest,
      instruments: (products: readonly string[]) =>
        good.rest.instruments(products).map((call) => ({
          ...call,
          parse: (...answer: Parameters<typeof call.parse>) => change(call.parse(...answer)),
        })),
    },
  }
}

/** Lists once, and the same ever after. */
function withOldListing(): ExchangeDriver {
  const first = new Map<string, readonly Instrument[]>()
  return withListing((listed) => {
    const key = listed
      .map(({ product }) => product)
      .join(' ')
      .slice(0, 4)
    const known = first.get(key) ?? listed
    first.set(key, known)
    return known
  })
}

const FAULT_MUTANTS: typeof MUTANTS = [
  [
    'takes an unknown status for trading',
    'L1',
    withListing((listed) => listed.map((each) => ({ ...each, status: 'trading' }))),
  ],
  ['keeps what is no longer listed', 'L2', withOldListing()],
  ['keeps the step of a price', 'L3', withOldListing()],
  [
    'takes any depth',
    'T4',
    {
      ...good,
      topics: (instrument, request) =>
        good.topics(instrument, request.channel === 'book' ? { channel: 'book' } : request),
    },
  ],
  [
    'waits for no answer',
    'X1',
    {
      ...good,
      session: {
        ...good.session,
        subscribe: (topics, firstId) =>
          good.session.subscribe(topics, firstId).map((frame) => ({ ...frame, topics: [] })),
      },
    },
  ],
  [
    'hears no refusal',
    'X2',
    {
      ...good,
      session: {
        ...good.session,
        readControl: (frame, endpoint) =>
          good.session.readControl(frame, endpoint).filter(({ type }) => type !== 'reject'),
      },
    },
  ],
  [
    'takes changes for whole books',
    'X3',
    {
      ...good,
      continuity: (market, feed) => ({
        ...good.continuity(market, feed),
        snapshot: 'every',
        judge: () => 'apply',
      }),
    },
  ],
  ['reads nothing in a page of HTML', 'X4', withUnread()],
  [
    'leaves aside what it cannot read, a page of HTML with it',
    'X6',
    withDecoder((decoder) => (frame, at, sink) => {
      const outcome = decoder.decode(frame, at, sink)
      return outcome === 'fault' ? 'ignored' : outcome
    }),
  ],
  [
    'leaves aside what it cannot read',
    'X7',
    withDecoder((decoder) => (frame, at, sink) => {
      const outcome = decoder.decode(frame, at, sink)
      return outcome === 'fault' ? 'ignored' : outcome
    }),
  ],
]

/** What the good driver knows, changed. */
function withKnown(change: (known: KnownMessages) => Partial<KnownMessages>): ExchangeDriver {
  return {
    ...good,
    async knownMessages() {
      const known = await good.knownMessages?.()
      if (known === undefined) throw new Error('The good driver knows its messages')
      return { ...known, ...change(known) }
    },
  }
}

const DRIFT_MUTANTS: typeof MUTANTS = [
  [
    'does not know a field that the venue sends',
    'V1',
    withKnown(({ features }) => ({
      features: new Set([...features].filter((each) => each !== 'trades.data[].px')),
    })),
  ],
  [
    'sees no values',
    'V1',
    withKnown(({ featuresOf, features }) => ({
      featuresOf: (frame) =>
        featuresOf(frame).filter((each) => !each.includes('=') || features.has(each)),
    })),
  ],
  [
    'sees no new field',
    'V2',
    withKnown(({ featuresOf, features }) => ({
      featuresOf: (frame) => featuresOf(frame).filter((each) => features.has(each)),
    })),
  ],
]

describe('the conformance kit', () => {
  test.each(DRIFT_MUTANTS)(
    'finds a driver that %s, by check %s',
    async (_what, id, driver) => {
      expect(await problemOf(id, driver)).not.toBe('')
    },
    120_000,
  )

  test.each(FAULT_MUTANTS)(
    'finds a driver that %s, by check %s',
    async (_what, id, driver) => {
      expect(await problemOf(id, driver)).not.toBe('')
    },
    120_000,
  )

  test.each(MUTANTS)(
    'finds a driver that %s, by check %s',
    async (_what, id, driver) => {
      expect(await problemOf(id, driver)).not.toBe('')
    },
    120_000,
  )

  test('numbers its checks, each once', () => {
    const ids = conformance({ driver: good }).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { id, title } of conformance({ driver: good }))
      expect(title.startsWith(`${id} `)).toBe(true)
  })

  test('says why a check is skipped: no venue, not of this venue, as the subject says', () => {
    const skips = new Map(
      conformance({ driver: good, notApplicable: { F1: 'because' } }).map(({ id, skip }) => [
        id,
        skip,
      ]),
    )
    expect(skips.get('F1')).toBe('because')
    expect(skips.get('F2')).toBeUndefined()
    expect(skips.get('B1')).toBe('no simulated venue was given')
    const ofVenue = conformance({ driver: good, simulate: simulatedOkx })
    expect(ofVenue.find(({ id }) => id === 'B8')?.skip).toBe(
      'the venue ends no connection for its age',
    )
  })

  test('fails a reason for a clause that does not exist', async () => {
    const [first] = conformance({ driver: good, notApplicable: { Z9: 'a slip' } })
    expect(first?.id).toBe('Z9')
    await expect(first?.run()).rejects.toThrow('There is no clause Z9')
  })
})
