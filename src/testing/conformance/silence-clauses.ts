import type { BookStateChanged, Instrument } from '../../core/index.ts'
import type { BookHandle } from '../../market/index.ts'
import { booksOf, fullFeedOf, having, snapshotOf } from './channels.ts'
import { demand, demandEqual, demandNone } from './check.ts'
import type { Clause } from './clause.ts'
import { hasWholeBook } from './snapshot-loss.ts'
import type { ConformanceWorld } from './world.ts'
import type { AlterFrame } from './world-ports.ts'

/** How long the snapshot is kept back: long enough to be asked for again. */
const HELD_BACK_MS = 40_000
/** Most times that it may be asked for meanwhile. */
const MOST_ASKED = 20
const CALM_MS = 60_000

/** Chapter X, second part: what never comes. */
export const SILENCE_CLAUSES: readonly Clause[] = [
  {
    id: 'X3',
    text: 'keeps a book syncing as long as its snapshot does not come, asks again in measure, and all others flow',
    needsVenue: true,
    check: async (bench) => {
      const { driver } = bench
      const instruments = await bench.listed()
      let held: Instrument | undefined
      let lost = 0
      const alter: AlterFrame = (frame, url) => {
        if (held === undefined || !hasWholeBook(driver, held, instruments, frame, url)) return frame
        lost += 1
        return undefined
      }
      await using world = await bench.openYoung({ alter })
      held = having(world, world.examples(2), 'book')[0]
      demand(held !== undefined, () => 'no instrument has a book')
      const path = snapshotPath(world, held)
      const answerAgain = silence(world, path)
      const told: BookStateChanged[] = []
      world.market.subscribe('bookState', {}, (event) => told.push(event))
      const books = booksOf(world, world.examples(2))
      const [own, ...all] = books
      const others = all.filter(
        ({ view }) => path === undefined || snapshotPath(world, view.instrument) !== path,
      )
      await world.runtime.run({ forMs: HELD_BACK_MS })
      await world.rest()
      demandNone([...problemsOf(world, others), ...silentOf(world)])
      demandEqual(own?.view.state, 'syncing', `state of ${held.pair}`)
      const isAsked = snapshotOf(world, held) !== 'every'
      const asked = lost + world.venue.faults.log.length
      demand(
        !isAsked || (asked > 1 && asked <= MOST_ASKED),
        () => `it was asked for ${asked} times`,
      )
      held = undefined
      answerAgain()
      world.venue.market.start()
      await world.runtime.run({ forMs: CALM_MS })
      await world.rest()
      demandNone(problemsOf(world, books))
    },
  },
]

function problemsOf(world: ConformanceWorld, books: readonly BookHandle[]): readonly string[] {
  return books.flatMap(({ view }) => world.problemAtRest(view) ?? [])
}

/** Connections on which nothing is confirmed. */
function silentOf(world: ConformanceWorld): readonly string[] {
  return world.market
    .connections()
    .filter(({ wanted, confirmed }) => wanted > 0 && confirmed === 0)
    .map(({ source }) => `${source.endpoint}: nothing is confirmed`)
}

/** Path of the call that fetches a book; `undefined` where none does. */
function snapshotPath(world: ConformanceWorld, instrument: Instrument): string | undefined {
  if (snapshotOf(world, instrument) !== 'rest') return undefined
  const slot = world.market.slot(instrument.pair)
  return world.driver.rest.bookSnapshot?.(slot, fullFeedOf(world, instrument)).request.path
}

/** No call to a path is answered. Returns how to end it. */
function silence(world: ConformanceWorld, contains: string | undefined): () => void {
  if (contains === undefined) return () => {}
  return world.venue.faults.add({ fault: { kind: 'silence' }, where: { contains } })
}
