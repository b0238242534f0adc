import { CrossbookError, type Fault } from '../../core/index.ts'
import type { FaultRule } from '../../sim/index.ts'
import { booksOf, having, snapshotOf, streamedOf } from './channels.ts'
import { demand, demandEqual, demandNone } from './check.ts'
import type { Clause } from './clause.ts'
import type { ConformanceWorld } from './world.ts'

const SETTLED_MS = 10_000
const CALM_MS = 60_000
const PAGE: FaultRule = { fault: { kind: 'htmlAnswer' } }

/** Chapter X, third part: what cannot be read. */
export const HTML_CLAUSES: readonly Clause[] = [
  {
    id: 'X4',
    text: 'takes a page of HTML with status 200 for MALFORMED_RESPONSE, in listing and history, and asks again',
    needsVenue: true,
    check: async (bench) => {
      demandEqual(
        await codeOf(bench.openYoung({ listsAll: true, faults: [PAGE] })),
        'MALFORMED_RESPONSE',
        'listing',
      )
      // Once: it is asked for again.
      await using world = await bench.openYoung({
        listsAll: true,
        faults: [{ ...PAGE, when: { most: 1 } }],
      })
      demandEqual(world.venue.faults.log.length, 1, 'pages that were answered')
      demand(world.market.instruments().length > 0, () => 'no instrument is listed')
      const endPages = world.venue.faults.add(PAGE)
      demandNone(await historyProblems(world))
      endPages()
    },
  },
  {
    id: 'X5',
    text: 'makes its books whole once snapshots come again in place of pages of HTML',
    needsVenue: true,
    exempt: ({ rest }) =>
      rest.bookSnapshot === undefined ? 'no book is joined from REST' : undefined,
    check: async (bench) => {
      await using world = await bench.openYoung()
      const isJoined = having(world, world.examples(), 'book').some(
        (instrument) => snapshotOf(world, instrument) === 'rest',
      )
      // Smaller books alone are.
      if (!isJoined) return
      const endPages = world.venue.faults.add(PAGE)
      const books = booksOf(world, world.examples())
      await world.runtime.run({ forMs: SETTLED_MS })
      demand(world.venue.faults.log.length > 0, () => 'no page was answered')
      endPages()
      await world.runtime.run({ forMs: CALM_MS })
      await world.rest()
      demandNone(books.flatMap(({ view }) => world.problemAtRest(view) ?? []))
    },
  },
  unreadable('X6', 'a page of HTML in place of a frame', 'htmlFrame'),
  unreadable('X7', 'a frame that is cut short', 'truncate'),
]

/** A clause of frames that cannot be read: of the first data frames after a while, one on each host. */
function unreadable(id: string, what: string, kind: 'htmlFrame' | 'truncate'): Clause {
  return {
    id,
    text: `counts ${what} as a fault with a sample, after the books that it may be of are stale, and all flow on`,
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.openYoung()
      const told: string[] = []
      const faults: Fault[] = []
      const books = booksOf(world, world.examples(2))
      if (books.length === 0) holdFirst(world)
      await world.runtime.run({ forMs: SETTLED_MS })
      world.market.subscribe('bookState', {}, ({ state, reason }) =>
        told.push(`${state} ${reason}`),
      )
      world.market.subscribe('fault', {}, (fault) => {
        told.push('fault')
        faults.push(fault)
      })
      const before = faultCount(world)
      const struck = world.venue.faults.add({ fault: { kind }, when: { most: 1 } })
      await world.runtime.run({ forMs: SETTLED_MS })
      struck()
      await world.runtime.run({ forMs: CALM_MS })
      await world.rest()
      demandEqual(world.venue.faults.log.length, 1, 'frames that were hit')
      demandEqual(faultCount(world) - before, 1, 'faults counted')
      demandEqual(faults.length, 1, 'faults told')
      demand((faults[0]?.sample ?? '') !== '', () => 'the fault has no sample')
      const states = told.slice(0, told.indexOf('fault'))
      demandNone(states.filter((each) => each !== 'stale fault').map((each) => `told ${each}`))
      demand(books.length === 0 || states.length > 0, () => 'no book was stale before the fault')
      demandNone(books.flatMap(({ view }) => world.problemAtRest(view) ?? []))
    },
  }
}

function faultCount({ ports, driver }: ConformanceWorld): number {
  const labels = { venue: driver.facts.venue, outcome: 'fault' }
  return ports.metrics.counter('frames', labels).value()
}

function holdFirst(world: ConformanceWorld): void {
  for (const instrument of world.examples(2)) {
    const [first] = streamedOf(world, instrument)
    if (first !== undefined) world.market.hold(instrument.pair, first.request)
  }
}

/** The code that an attempt fails with; `none` where it succeeds. */
async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt
  } catch (error) {
    return error instanceof CrossbookError ? error.code : String(error)
  }
  return 'none'
}

async function historyProblems(world: ConformanceWorld): Promise<readonly string[]> {
  const { driver, market, runtime } = world
  const { candles, trades } = driver.rest
  const problems: string[] = []
  for (const { pair } of world.examples()) {
    const calls = {
      ...(candles && { bars: () => market.history.candles(pair, '1m', { limit: 3 }) }),
      ...(trades && { trades: () => market.history.trades(pair, { limit: 3 }) }),
    }
    for (const [what, call] of Object.entries(calls)) {
      const code = await codeOf(runtime.settle<unknown>(call()))
      if (code !== 'MALFORMED_RESPONSE') problems.push(`${what} of ${pair}: ${code}`)
    }
  }
  return problems
}
