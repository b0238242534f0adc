import { fc, test } from '@fast-check/vitest'
import { beforeAll, describe, expect, it } from 'vitest'
import { MaintainedBook } from '../../../src/book/index.ts'
import {
  BboUpdate,
  BookUpdate,
  InstrumentSlot,
  instrumentIndex,
  TradeUpdate,
} from '../../../src/core/index.ts'
import {
  type HostInput,
  inThread,
  type StrategyDefinition,
  type ThreadOptions,
} from '../../../src/trader/index.ts'
import { putLevels, putWideSides } from '../../../src/trader/strategy/thread/level-texts.ts'
import { threadModule } from '../../runtime/support/threads.ts'
import { faultyKind, witnessKind } from './support/thread-kinds.ts'
import { fillOf, ThreadStage } from './support/thread-stage.ts'
import { bookOf, NOON_US, pause, setup, start, stop, toyHost } from './support/toy-host.ts'
import { A, B, dec, legOf, PERPETUAL, SPOT, ToyWorld } from './support/toy-world.ts'

let module = ''
beforeAll(async () => {
  module = await threadModule(new URL('./support/thread-kinds.ts', import.meta.url))
})

const legs = [legOf(SPOT), legOf(PERPETUAL)]
const events = ['book', 'bbo', 'trade', 'order', 'fill', 'route'] as const
const threaded = (kind: StrategyDefinition, options: Partial<ThreadOptions> = {}) =>
  inThread(kind, { module, ...options })
const add = (kind: string, params: unknown, strategy = A): HostInput[] => [
  {
    type: 'addStrategy',
    setup: setup(kind, {
      legs: kind === 'faulty' ? [legOf(SPOT)] : legs,
      events,
      params,
      strategy,
    }),
    by: 'test',
  },
  start(strategy),
]

/** A stage with one kind, in a thread. */
function stageOf(kind: StrategyDefinition, options: Partial<ThreadOptions> = {}): ThreadStage {
  return new ThreadStage([threaded(kind, options)], new ToyWorld())
}

/** Runs a tape with the kind where it is made, and in a thread; what was asked for has to be the same. */
async function bothWays(
  run: (stage: ThreadStage, definitions: readonly StrategyDefinition[]) => Promise<ThreadStage>,
): Promise<readonly [here: ThreadStage, there: ThreadStage]> {
  const stages: ThreadStage[] = []
  for (const kind of [witnessKind, threaded(witnessKind, { marketData: 'queue' })]) {
    const stage = await run(new ThreadStage([kind], new ToyWorld()), [kind])
    await stage.desk.close()
    stages.push(stage)
  }
  const [here, there] = stages
  if (here === undefined || there === undefined) throw new Error('There are two ways')
  expect(there.intents.map((intent) => JSON.stringify(intent))).toEqual(
    here.intents.map((intent) => JSON.stringify(intent)),
  )
  expect(there.alerts).toEqual(here.alerts)
  return [here, there]
}

const digits = fc.constantFrom(
  '0.1',
  '7.25',
  '61737.63',
  '61737.64',
  '0.000000000000000001',
  '12',
) as fc.Arbitrary<string>
const size = fc.constantFrom('1', '0.5', '0.00000001', '9007199254740993.1') as fc.Arbitrary<string>
const side = fc.array(fc.tuple(digits, size), { maxLength: 4 })
const step = fc.oneof(
  fc.record({
    do: fc.constant('book' as const),
    of: fc.constantFrom(SPOT, PERPETUAL),
    bids: side,
    asks: side,
    state: fc.constantFrom('live' as const, 'live' as const, 'stale' as const),
  }),
  fc.record({ do: fc.constant('bbo' as const), bid: fc.option(fc.tuple(digits, size)) }),
  fc.record({ do: fc.constant('trade' as const), level: fc.tuple(digits, size) }),
  fc.record({
    do: fc.constantFrom(
      'fill' as const,
      'hold' as const,
      'time' as const,
      'configure' as const,
      'refuse' as const,
      'stop' as const,
      'pause' as const,
      'close' as const,
      'route' as const,
      'endRoute' as const,
    ),
  }),
)

/** Books whose levels are what a step says, whole; the one of an instrument is changed in place, as books are. */
class Books {
  readonly #books = new Map<unknown, MaintainedBook>()
  readonly #slot = new InstrumentSlot(instrumentIndex(0), SPOT)
  #n = 0

  change(world: ToyWorld, told: Extract<Step, { do: 'book' }>): void {
    const slot = new InstrumentSlot(instrumentIndex(0), told.of)
    const book = this.#books.get(told.of) ?? new MaintainedBook(slot, 'depth', 'full')
    this.#books.set(told.of, book)
    this.#n += 1
    const update = new BookUpdate(book.slot)
    update.begin(book.slot, 'depth', true, NOON_US + this.#n)
    putLevels(update.bids, book.slot, told.bids)
    putLevels(update.asks, book.slot, told.asks)
    // Either both sides of a frame are wide, or none is; and both are at the same scales.
    const { bids, asks } = update
    const isUneven = bids.priceScale !== asks.priceScale || bids.sizeScale !== asks.sizeScale
    if (bids.isWide || asks.isWide || isUneven)
      putWideSides(update, book.slot, told.bids, told.asks)
    update.last = this.#n
    book.apply(update)
    book.state = told.state
    world.books.set(told.of, book.view)
  }

  bbo(bid: readonly [string, string] | null): HostInput {
    const bbo = new BboUpdate(this.#slot)
    bbo.begin(this.#slot, NOON_US)
    putLevels(bbo.levels, this.#slot, [bid ?? [], ['61737.65', '1']])
    return { type: 'bbo', instrument: SPOT, bbo }
  }

  trade(level: readonly [string, string]): HostInput {
    const trade = new TradeUpdate(this.#slot)
    trade.begin(this.#slot, NOON_US)
    putLevels(trade.level, this.#slot, [level])
    trade.venueUs = NOON_US - 5
    trade.takerSide = 'sell'
    trade.idBytes = new TextEncoder().encode('id-7')
    trade.idEnd = trade.idBytes.length
    return { type: 'trade', instrument: SPOT, trade }
  }
}

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** What a step feeds. */
function inputsOf(told: Step, stage: ThreadStage, books: Books): readonly HostInput[] {
  switch (told.do) {
    case 'book':
      books.change(stage.world, told)
      return [bookOf(told.of)]
    case 'bbo':
      return [books.bbo(told.bid)]
    case 'trade':
      return [books.trade(told.level)]
    case 'fill': {
      const fill = fillOf(stage.world)
      return fill === undefined ? [] : [fill]
    }
    case 'hold':
      stage.world.hold(A, SPOT, '1.5')
      stage.world.isOpen = !stage.world.isOpen
      return [bookOf()]
    case 'time':
      return [{ type: 'time' }]
    case 'configure':
    case 'refuse': {
      const params = told.do === 'configure' ? 'other' : 7
      return [{ type: 'configureStrategy', strategy: A, params, by: 'test' }]
    }
    case 'stop':
      return [stop(), start()]
    case 'pause':
      return [pause(), bookOf(), start()]
    case 'route':
      return [{ type: 'route', route: stage.world.plan(A, String(stage.nowUs % 7)) }]
    case 'endRoute': {
      const route = stage.world.routes(A)[0]
      if (route === undefined) return []
      stage.world.routed.delete(route.id)
      return [{ type: 'route', route: { ...route, status: 'filled' } }]
    }
    case 'close': {
      const order = stage.world.orders(A)[0]
      if (order === undefined) return []
      stage.world.made.delete(order.clientOrderId)
      return [{ type: 'order', order: { ...order, status: 'cancelled' } }]
    }
  }
}

describe('A strategy in a thread', () => {
  test.prop([fc.array(step, { minLength: 1, maxLength: 25 })], { numRuns: 25 })(
    'sees and decides what it sees and decides beside the host',
    async (steps) => {
      const [here] = await bothWays(async (stage) => {
        const books = new Books()
        await stage.settle(...add('witness', 'word'))
        for (const told of steps) {
          stage.nowUs += 2
          await stage.settle(...inputsOf(told, stage, books))
        }
        return stage
      })
      expect(here.intents.length).toBeGreaterThan(0)
    },
  )

  it('goes on in another process with what it remembers, its timers and its orders', async () => {
    const [, there] = await bothWays(async (stage, definitions) => {
      for (const inputs of [add('witness', 'word'), [bookOf()], [bookOf()]])
        await stage.settle(...inputs)
      await stage.desk.close()
      const snapshot = JSON.parse(JSON.stringify(stage.host.snapshot()))
      const next = new ThreadStage(definitions, stage.world, { snapshot })
      next.nowUs = stage.nowUs + 5
      await next.settle({ type: 'time' })
      await next.settle(bookOf())
      return next
    })
    expect(there.intents[0]).toMatchObject({ reason: expect.stringMatching(/^\["word",[4-9],/) })
  })

  it('hands its memory, and what it has not been told yet, to the one that replaces it', async () => {
    const stage = stageOf(witnessKind)
    await stage.settle(...add('witness', 'word'))
    await stage.desk.remember(A)
    stage.feed({ type: 'replaceStrategy', strategy: A, kind: 'witness', params: 'new', by: 'test' })
    await stage.settle(bookOf())
    expect(stage.intents.at(-1)).toMatchObject({ reason: expect.stringMatching(/^\["new",\d/) })
    const counts = reasonsOf(stage).map(([, calls]) => calls)
    expect(counts).toEqual(counts.map((_, i) => i + 1))
    await stage.desk.close()
  })

  const elsewhere: HostInput = {
    type: 'replaceStrategy',
    strategy: A,
    kind: 'witness',
    setup: { legs: [legOf(PERPETUAL)], events: ['book'] },
    by: 'test',
  }

  it('goes on with other legs in a thread that knows them', async () => {
    const stage = stageOf(witnessKind)
    await stage.settle(...add('witness', 'word'))
    await stage.settle(elsewhere, bookOf(SPOT), bookOf(PERPETUAL))
    const placed = stage.intents.flatMap((intent) => (intent.type === 'place' ? [intent] : []))
    expect(placed.at(-1)).toMatchObject({ terms: { instrument: { symbol: PERPETUAL.symbol } } })
    expect(stage.alerts).toEqual([])
    await stage.desk.close()
  })

  it('is not listened to any more about the legs that it had', () => {
    const host = toyHost([threaded(witnessKind)])
    for (const input of [...add('witness', 'word'), elsewhere]) host.handle(input, NOON_US)
    const told = { type: 'strategyDecided', strategy: A, isEcho: false } as const
    const intents = [{ type: 'cancelAll', instrument: 0 }]
    expect(host.handle({ ...told, run: 1, intents }, NOON_US).intents).toEqual([])
    expect(host.handle({ ...told, run: 2, intents }, NOON_US).intents).toMatchObject([
      { type: 'cancelAll', instrument: { symbol: PERPETUAL.symbol } },
    ])
  })

  it('is not replaced by one that does not run in a thread', async () => {
    const here = { ...witnessKind, kind: 'here' }
    const stage = new ThreadStage([threaded(witnessKind), here], new ToyWorld())
    await stage.settle(...add('witness', 'word'))
    stage.feed({ type: 'replaceStrategy', strategy: A, kind: 'here', by: 'test' })
    expect(await stage.alert('commandRefused')).toMatchObject({
      why: 'it runs in a thread: expected a kind that does, was here; kind: was witness, is to be here',
    })
    await stage.desk.close()
  })

  it('need not be asked in a replay: the tape has what it decided', async () => {
    const stage = stageOf(witnessKind)
    await stage.settle(...add('witness', 'word'), bookOf())
    await stage.desk.close()
    const host = toyHost([threaded(witnessKind)], { world: stage.world })
    const replayed = stage.tape.flatMap(({ input, nowUs }) => {
      const isData = input.type.includes('trategy')
      return host.handle(isData ? JSON.parse(JSON.stringify(input)) : input, nowUs).intents
    })
    expect(replayed.map((intent) => JSON.stringify(intent))).toEqual(
      stage.intents.map((intent) => JSON.stringify(intent)),
    )
    expect(host.nextTimerUs).toBe(stage.host.nextTimerUs)
  })

  it('that is busy is told of the newest book once, and of every order, fill and print in order', async () => {
    const stage = stageOf(witnessKind)
    const books = new Books()
    stage.feed(...add('witness', 'word'))
    // Its thread is being made: all of this waits.
    for (let i = 0; i < 50; i += 1) {
      books.change(stage.world, {
        do: 'book',
        of: SPOT,
        bids: [['7', String(i + 1)]],
        asks: [],
        state: 'live',
      })
      stage.feed(bookOf(), books.trade([String(i + 1), '1']), books.bbo(['7', String(i + 1)]))
    }
    await stage.settle()
    const told = reasonsOf(stage).flatMap(([, , ...seen]) => seen.map((text) => JSON.parse(text)))
    const market = told.filter(([type]) => ['book', 'bbo', 'trade'].includes(type))
    expect(market.map(([type]) => type)).toEqual([
      'book',
      'trade',
      'bbo',
      ...Array(49).fill('trade'),
    ])
    expect(market[0][3][0].bids).toEqual(['7 x 50 (700e-2 5000000e-5)'])
    const prints = market.filter(([type]) => type === 'trade').map(([, event]) => event[5][0])
    expect(prints).toEqual(Array.from({ length: 50 }, (_, i) => String(i + 1)))
    const orders = told.filter(([type]) => type === 'order').map(([, event]) => event[0])
    expect(orders).toEqual(orders.toSorted((a, b) => Number(BigInt(a) - BigInt(b))))
    await stage.desk.close()
  })

  it.each([
    ['throws', 'throw', 'THREW', /on purpose/],
    ['hangs', 'hang', 'HUNG', /answer book within 300 ms/],
    ['ends its thread', 'exit', 'DIED', /code 7/],
    ['returns a float', 'inexact', 'INEXACT_NUMBER', /number 1.5/],
    ['cannot be made', 'make', 'THREW', /cannot be made/],
  ])('that %s is stopped alone, and its orders are cancelled', async (_, word, code, found) => {
    const kinds = [threaded(faultyKind, { maxAnswerMs: 300 }), threaded(witnessKind)]
    const stage = new ThreadStage(kinds, new ToyWorld())
    await stage.settle(...add('witness', 'word', B))
    stage.feed(...add('faulty', word), bookOf())
    stage.feed(bookOf())
    const alert = await stage.alert('strategyFaulted')
    expect(alert).toMatchObject({ strategy: A, code, found: expect.stringMatching(found) })
    expect(stage.intents).toContainEqual({ type: 'cancelAll', strategy: A })
    const before = stage.intents.length
    await stage.settle(bookOf())
    expect(stage.intents.slice(before)).toMatchObject([{ strategy: B }])
    expect(stage.host.status().map(({ state }) => state)).toEqual(['running', 'faulted'])
    // Started again it is made anew, in another thread.
    await stage.settle(start())
    await stage.desk.close()
  })

  it('whose module is not there is stopped, and tells what was found', async () => {
    const missing = inThread(witnessKind, { module: 'file:///no/such/module.mjs' })
    const stage = new ThreadStage([missing], new ToyWorld())
    stage.feed(...add('witness', 'word'))
    expect(await stage.alert('strategyFaulted')).toMatchObject({
      code: 'DIED',
      found: expect.stringMatching(/no\/such\/module/),
    })
    await stage.desk.close()
  })

  it('for which more waits than may is stopped', async () => {
    const stage = stageOf(faultyKind, { maxWaiting: 20, marketData: 'queue' })
    await stage.settle(...add('faulty', 'slow'))
    for (let i = 0; i < 50; i += 1) stage.feed(bookOf())
    expect(await stage.alert('strategyFaulted')).toMatchObject({
      code: 'TOO_SLOW',
      found: 'expected at most 20 events to wait for it',
    })
    await stage.desk.close()
  })

  it('decides nothing any more for a run that was stopped', async () => {
    const stage = stageOf(witnessKind)
    await stage.settle(...add('witness', 'word'))
    const before = stage.intents.length
    stage.feed(bookOf(), stop())
    await stage.settle()
    expect(stage.intents.slice(before)).toEqual([{ type: 'cancelAll', strategy: A }])
    await stage.desk.close()
  })

  it('holds parameters that its schema refuses off, before anything is asked', () => {
    const host = toyHost([threaded(witnessKind)])
    const [adding] = add('witness', 7)
    const { alerts } = host.handle(adding as HostInput, NOON_US)
    expect(alerts).toMatchObject(
      [{ type: 'commandRefused', why: /expected a word/ }].map((alert) => ({
        ...alert,
        why: expect.stringMatching(alert.why),
      })),
    )
  })

  it('is made only of options that hold, all problems told at once', () => {
    const make = () => threaded(witnessKind, { levels: 0, maxAnswerMs: 0.5 })
    expect(make).toThrow(/levels: .*; maxAnswerMs: /)
    expect(() => threaded(witnessKind, { levels: 5_001 })).toThrow(/at most 5000/)
    expect(dec(1).toFixed()).toBe('1')
  })
})

/** What the witness wrote into the reasons of its orders: its word, how often it was called, and what it saw since. */
function reasonsOf({ intents }: ThreadStage): readonly (readonly [string, number, ...string[]])[] {
  return intents.flatMap((intent) =>
    intent.type === 'place' ? [JSON.parse(intent.reason ?? '[]')] : [],
  )
}
