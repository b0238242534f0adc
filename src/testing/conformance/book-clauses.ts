import type { ExchangeDriver } from '../../core/index.ts'
import type { BookHandle } from '../../market/index.ts'
import type { FaultRule } from '../../sim/index.ts'
import type { ConformanceBench } from './bench.ts'
import { demand, demandNone } from './check.ts'
import type { Clause } from './clause.ts'
import { requestsOf } from './requests.ts'
import type { ConformanceWorld } from './world.ts'

/** How long things go wrong. */
const CHAOS_MS = 30_000
/** How long the market goes on before it is looked at: a loss shows at the next message. */
const NOTICE_MS = 3_000
/** How long the market goes on after that, and books have to become whole again. */
const CALM_MS = 60_000

/** Levels a side that every venue's checksum covers at least. */
const CHECKED_LEVELS = 10

/** Chapter B: books that can be vouched for. */
export const BOOK_CLAUSES: readonly Clause[] = [
  {
    id: 'B1',
    text: 'keeps the book of every product, at every depth, equal to the venue’s',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.open()
      const books = everyBook(bench, world)
      await world.runtime.run({ forMs: 30_000 })
      await world.rest()
      demandNone(booksProblems(world, books))
    },
  },
  lossClause('B2', 'lost messages', [{ fault: { kind: 'drop' }, when: chaos(0.02) }]),
  lossClause('B3', 'doubled messages', [{ fault: { kind: 'double' }, when: chaos(0.05) }]),
  lossClause('B4', 'messages out of order', [
    { fault: { kind: 'reorder', behind: 2 }, when: chaos(0.03) },
  ]),
  lossClause('B5', 'damaged and cut messages', [
    { fault: { kind: 'corrupt', how: 'syntax' }, when: chaos(0.01) },
    { fault: { kind: 'truncate' }, when: chaos(0.01) },
  ]),
  lossClause('B6', 'connections cut in the middle of a message', [
    { fault: { kind: 'cutMidFrame' }, when: { ...chaos(0.02), most: 6 } },
  ]),
  {
    id: 'B7',
    text: 'says that a book is stale as soon as its connection is gone, and rebuilds it on the next one',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.open()
      const books = fullBooks(world)
      await world.runtime.run({ forMs: 30_000 })
      const told: string[] = []
      world.market.subscribe('connection', {}, ({ state }) => told.push(state))
      world.market.subscribe('bookState', {}, ({ state }) => told.push(state))
      for (const { origin } of Object.values(world.venue.streams)) world.runtime.network.cut(origin)
      await world.runtime.run({ forMs: 5 })
      const early = books
        .filter(({ view }) => view.state === 'live')
        .map(({ view }) => view.instrument.pair)
      demand(early.length === 0, () => `live without a connection: ${early.join(', ')}`)
      demand(told.indexOf('stale') <= told.indexOf('lost'), () => `told ${told.join(', ')}`)
      await world.runtime.run({ forMs: CALM_MS })
      await world.rest()
      demandNone(booksProblems(world, books))
    },
  },
  {
    id: 'B8',
    text: 'keeps books live while a connection is replaced before the venue ends it',
    needsVenue: true,
    exempt: ({ facts }) =>
      facts.streams.every(({ lifetimeMs }) => lifetimeMs === false)
        ? 'the venue ends no connection for its age'
        : undefined,
    check: async (bench) => {
      const lifetimeMs = 90_000
      const driver = withStreams(bench.driver, { lifetimeMs })
      await using world = await bench.open({ driver })
      const books = fullBooks(world)
      await world.runtime.run({ forMs: 30_000 })
      const problems: string[] = []
      world.market.subscribe('bookState', {}, ({ pair, state, reason }) => {
        problems.push(`${pair}: ${state}, ${reason}`)
      })
      let replaced = 0
      world.market.subscribe('connection', {}, ({ state }) => {
        if (state === 'rollover') replaced += 1
      })
      await world.runtime.run({ forMs: 2 * lifetimeMs })
      await world.rest()
      demand(replaced > 0, () => 'no connection was replaced')
      demandNone([...problems, ...booksProblems(world, books)])
    },
  },
  {
    id: 'B9',
    text: 'gets over a venue that falls silent without a word: the socket is given up, the book rebuilt',
    needsVenue: true,
    check: async (bench) => {
      const stall: FaultRule = {
        fault: { kind: 'stall', keepsPings: false },
        when: { fromMs: 20_000, untilMs: 20_500, most: 50 },
      }
      await using world = await bench.open({ faults: [stall] })
      const books = fullBooks(world)
      await world.runtime.run({ forMs: 20_000 + 4 * 60_000 })
      await world.rest()
      demandNone(booksProblems(world, books))
    },
  },
  {
    id: 'B10',
    text: 'waits for a snapshot as long as it does not come, and then is live',
    needsVenue: true,
    exempt: (driver) =>
      driver.rest.bookSnapshot === undefined ? 'no book is joined from REST' : undefined,
    check: async (bench) => {
      const faults = (
        [{ kind: 'silence' }, { kind: 'status', status: 503 }, { kind: 'cut' }] as const
      ).map(
        (fault): FaultRule => ({ fault, when: { fromMs: 500, untilMs: 40_000, probability: 0.5 } }),
      )
      await using world = await bench.open({ faults })
      const books = fullBooks(world)
      await world.runtime.run({ forMs: 40_000 + CALM_MS })
      await world.rest()
      demandNone(booksProblems(world, books))
    },
  },
]

/**
 * A clause of what befalls messages. A few seconds after it is over every book that says it is live has to be right; the
 * others have time until the market has gone on for a while.
 */
function lossClause(id: string, what: string, faults: readonly FaultRule[]): Clause {
  return {
    id,
    text: `gets over ${what}: no live book is wrong, and every book ends live`,
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.open({ faults: faults.flatMap(struckForCertain) })
      const books = fullBooks(world)
      await world.runtime.run({ forMs: CHAOS_MS + NOTICE_MS })
      await world.rest()
      demand(world.venue.faults.log.length > 0, () => 'no fault struck')
      demandNone(
        lossProblems(
          world,
          books.filter(({ view }) => view.state === 'live'),
        ),
      )
      world.venue.market.start()
      await world.runtime.run({ forMs: CALM_MS })
      await world.rest()
      demandNone(lossProblems(world, books))
    },
  }
}

/** A rule, and before it the same for two frames early on: where frames are few, chance may leave all of them alone. */
function struckForCertain(rule: FaultRule): readonly FaultRule[] {
  const { fromMs, untilMs } = rule.when ?? {}
  const window = {
    ...(fromMs !== undefined && { fromMs }),
    ...(untilMs !== undefined && { untilMs }),
  }
  return [{ ...rule, when: { ...window, fromNth: 4, most: 2 } }, rule]
}

function chaos(probability: number): FaultRule['when'] & object {
  return { probability, fromMs: 500, untilMs: CHAOS_MS }
}

/** The whole book of one instrument of each product. */
function fullBooks(world: ConformanceWorld): readonly BookHandle[] {
  const examples = world.examples()
  demand(examples.length > 0, () => 'no instrument is traded at the simulated venue')
  return examples.map(({ pair }) => world.market.book(pair))
}

/** The book of one instrument of each product at each depth that is offered. */
function everyBook(bench: ConformanceBench, world: ConformanceWorld): readonly BookHandle[] {
  return world
    .examples()
    .flatMap(({ pair, product }) =>
      requestsOf(bench.driver, product).flatMap((request) =>
        request.channel === 'book' ? [world.market.book(pair, request.depth)] : [],
      ),
    )
}

function booksProblems(world: ConformanceWorld, books: readonly BookHandle[]): readonly string[] {
  return books.flatMap(({ view }) => world.problemAtRest(view) ?? [])
}

/**
 * What is wrong with books after losses. Where a venue has a checksum and no ids, a loss below the levels that the checksum
 * covers cannot be seen by anybody, before it comes up into them.
 */
function lossProblems(world: ConformanceWorld, books: readonly BookHandle[]): readonly string[] {
  return books.flatMap(({ view }) => {
    const { checksum } = world.driver.continuity(view.instrument.market, view.feed)
    const isByChecksum = checksum !== undefined && view.lastId === undefined
    return world.problemAtRest(view, isByChecksum ? CHECKED_LEVELS : undefined) ?? []
  })
}

/** The driver with other facts of its endpoints. */
function withStreams(
  driver: ExchangeDriver,
  over: Partial<ExchangeDriver['facts']['streams'][number]>,
): ExchangeDriver {
  const streams = driver.facts.streams.map((stream) => ({ ...stream, ...over }))
  return { ...driver, facts: { ...driver.facts, streams } }
}
