import { judgeUnnumbered } from '../../src/book/index.ts'
import type {
  BookStateChanged,
  BookUpdate,
  ConnectionChanged,
  ContinuityRule,
  ExchangeDriver,
  Instrument,
  OrderBook,
} from '../../src/core/index.ts'
import type { DeskBook } from '../../src/daemon/index.ts'
import type { SimulatedVenue } from '../../src/sim/index.ts'
import { type BookEvidence, InstrumentTruth } from './instrument-truth.ts'

/** How many published updates pass between two whose text is kept for the replay to meet. */
const KEEP_TEXT_EVERY = 24
/** How many pass between two that are compared level by level, whatever their hash says. */
const COMPARE_TEXT_EVERY = 64
/** What injected delays, pauses and a reconnect may add to the time in which a dead connection is noticed. */
const SLACK_MS = 45_000

/** One venue as the witness sees it. */
interface WitnessedVenue {
  readonly venue: SimulatedVenue
  readonly driver: ExchangeDriver
}

/** What the witness is made of. */
export interface BookWitnessOptions {
  readonly venues: ReadonlyMap<string, WitnessedVenue>
  /** The books of the daemon that runs now. */
  readonly books: () => readonly DeskBook[]
  readonly elapsedUs: () => number
  readonly report: (problem: string) => void
}

/**
 * Compares every book that says `live` with the venue's truth: at each published change and state, at each change of
 * its connections, and once a second.
 */
export class BookWitness {
  /** Comparisons made. */
  comparisons = 0
  /** Texts of published books, by what their rows will say; for the replay. */
  readonly published = new Map<string, string[]>()
  readonly #options: BookWitnessOptions
  readonly #truths = new Map<string, InstrumentTruth>()
  readonly #views = new Map<string, DeskBook>()
  /** Book → the highest update id at which it was live, in this life of the daemon. */
  readonly #newest = new Map<string, number>()
  readonly #open = new Map<string, Set<number>>()
  #updates = 0

  constructor(options: BookWitnessOptions) {
    this.#options = options
    for (const [name, { venue, driver }] of options.venues) this.#watch(name, venue, driver)
  }

  /** A daemon started or died: nothing is known of its books and connections. */
  forget(): void {
    this.#views.clear()
    this.#newest.clear()
    this.#open.clear()
  }

  onUpdate(update: BookUpdate): void {
    const { instrument } = update.slot
    const { view } = this.#book(instrument, update.feed) ?? {}
    const name = `${instrument.venue} ${instrument.pair} ${update.feed}`
    if (view === undefined) return this.#report(`${name}: a change of a book that nobody asked for`)
    if (view.state !== 'live') {
      return this.#report(`${name}: a change was published while the book was ${view.state}`)
    }
    if (view.lastId !== (Number.isNaN(update.last) ? undefined : update.last)) {
      this.#report(`${name}: the change told is ${update.last}, the book stands at ${view.lastId}`)
    }
    this.#updates += 1
    this.#compare(view, 'at a change', this.#updates % COMPARE_TEXT_EVERY === 0)
    if (this.#updates % KEEP_TEXT_EVERY !== 0) return
    const key = rowKey(name, update.localTimeUs, view.lastId)
    const texts = this.published.get(key)
    if (texts === undefined) this.published.set(key, [textOf(view)])
    else texts.push(textOf(view))
  }

  onState(event: BookStateChanged): void {
    const { venue, feed, state, pair } = event
    if (state === 'closed') this.#views.delete(bookKey(event, feed))
    // A stream's snapshot may come by a slower connection than the one that was lost; a REST snapshot may not be older.
    const { driver } = this.#options.venues.get(venue) ?? {}
    const isByRest = driver?.continuity(event.market, feed).snapshot === 'rest'
    if (state === 'closed' || (state !== 'live' && !isByRest))
      this.#newest.delete(`${venue} ${pair} ${feed}`)
    const { view } = this.#book(event, feed) ?? {}
    if (view === undefined) {
      if (state !== 'closed')
        this.#report(`${venue} ${pair} ${feed}: ${state}, but nobody asked for it`)
      return
    }
    if (view.state !== state)
      this.#report(`${venue} ${pair} ${feed}: told ${state}, is ${view.state}`)
    this.#compare(view, 'at a state', true)
  }

  /** Nobody may read a live book of an endpoint that has no open connection. */
  onConnection({ venue, endpoint, connection, state, reason }: ConnectionChanged): void {
    const key = `${venue} ${endpoint}`
    const open = this.#open.get(key) ?? new Set()
    this.#open.set(key, open)
    if (state === 'open') open.add(connection)
    if (state !== 'lost' && state !== 'closed') return
    open.delete(connection)
    if (open.size > 0) return
    for (const { handle, task } of this.#options.books()) {
      if (task.venue !== venue || handle.view.state !== 'live') continue
      const { driver } = this.#options.venues.get(venue) ?? {}
      const topics = driver?.topics(handle.view.instrument, task.request) ?? []
      if (!topics.some((topic) => topic.feed === handle.feed && topic.endpoint === endpoint))
        continue
      this.#report(
        `${venue} ${task.pair} ${handle.feed}: live, though the last connection of ${endpoint} is gone (${reason})`,
      )
    }
  }

  /** Once a second of true time: live books are right whenever somebody looks, and not older than can be helped. */
  onSecond(): void {
    const elapsedUs = this.#options.elapsedUs()
    for (const truth of this.#truths.values()) truth.sample(elapsedUs)
    for (const { handle, task } of this.#options.books()) {
      const { view } = handle
      this.#compare(view, 'between changes', false)
      if (view.state !== 'live') continue
      const { driver } = this.#options.venues.get(task.venue) ?? {}
      const deadMs = Math.max(
        ...(driver?.facts.streams.map(({ keepAlive }) => keepAlive.deadAfterMs) ?? []),
      )
      const spanUs = (deadMs * 1.125 + SLACK_MS) * 1_000
      if (this.#truthOf(view)?.isFresh(view, elapsedUs, spanUs) === false) {
        this.#report(
          `${task.venue} ${task.pair} ${handle.feed}: live at ${view.lastId ?? 'no id'}, but nothing new for ${spanUs / 1e6} s`,
        )
      }
    }
  }

  /** Whether a book is live and has everything that happened until `spanMs` before now. */
  isFresh(view: OrderBook, spanMs: number): boolean {
    if (view.state !== 'live') return false
    const truth = this.#truthOf(view)
    return truth?.isFresh(view, this.#options.elapsedUs(), spanMs * 1_000) ?? false
  }

  /** What is wrong with a book once its venue stands still. */
  finalProblem(view: OrderBook): string | undefined {
    if (view.state !== 'live') return `it is ${view.state}`
    const truth = this.#truthOf(view)
    return truth === undefined ? 'the venue does not list it' : truth.problemByTruth(view)
  }

  #compare(view: OrderBook, when: string, isByText: boolean): void {
    if (view.state !== 'live') return
    this.comparisons += 1
    const { instrument, feed, lastId } = view
    const truth = this.#truthOf(view)
    const name = `${instrument.venue} ${instrument.pair} ${feed}`
    const newest = this.#newest.get(name) ?? -1
    const rule = this.#options.venues
      .get(instrument.venue)
      ?.driver.continuity(instrument.market, feed)
    // Ids of a connection's own say nothing of time once the book stands on another's snapshot.
    if (lastId !== undefined && lastId < newest && rule?.idsPerConnection !== true)
      this.#report(`${name} ${when}: went back from id ${newest} to ${lastId}`)
    this.#newest.set(name, Math.max(newest, lastId ?? -1))
    const isExact = isByText && lastId !== undefined
    const problem = isExact ? truth?.problemByTruth(view, lastId) : truth?.problem(view)
    if (truth === undefined) this.#report(`${name}: the venue does not list it`)
    else if (problem !== undefined) {
      this.#report(`${name} ${when}, live at id ${lastId ?? 'none'}: ${problem}`)
    }
  }

  #truthOf({ instrument }: OrderBook): InstrumentTruth | undefined {
    return (
      this.#truths.get(`${instrument.venue} ${instrument.product} ${instrument.symbol}`) ??
      this.#truths.get(`${instrument.venue} ${instrument.market} ${instrument.symbol}`)
    )
  }

  #book(of: Named, feed: string): { readonly view: OrderBook } | undefined {
    const key = bookKey(of, feed)
    const known = this.#views.get(key)
    if (known !== undefined && known.handle.view.state !== 'closed') return known.handle
    const found = this.#options
      .books()
      .find(({ handle }) => bookKey(handle.view.instrument, handle.feed) === key)
    if (found !== undefined) this.#views.set(key, found)
    return found?.handle
  }

  #watch(name: string, venue: SimulatedVenue, driver: ExchangeDriver): void {
    const truths = new Map<unknown, InstrumentTruth>()
    for (const live of venue.market.instruments()) {
      const { product, symbol } = live.spec
      const market = driver.facts.products.find(({ id }) => id === product)?.market ?? 'spot'
      // Only feeds without ids are looked up by their content.
      const inferred = driver.inferInstrument(market, symbol)
      // Some venues take topics of listed instruments only, and this one is listed.
      const instrument = inferred && { ...inferred, isInferred: false }
      const topics = instrument && driver.topics(instrument, { channel: 'book', depth: 20 })
      const rule = driver.continuity(market, topics?.[0]?.feed ?? '')
      const truth = new InstrumentTruth(venue, live, evidenceOf(rule))
      truths.set(live, truth)
      this.#truths.set(`${name} ${product} ${symbol}`, truth)
      this.#truths.set(`${name} ${market} ${symbol}`, truth)
    }
    venue.market.listen((event) => truths.get(event.instrument)?.onCommand(event))
  }

  #report(problem: string): void {
    this.#options.report(problem)
  }
}

function evidenceOf({ judge, checksum }: ContinuityRule): BookEvidence {
  if (judge !== judgeUnnumbered) return 'ids'
  return checksum === undefined ? 'whole' : 'best'
}

type Named = Pick<Instrument, 'venue' | 'market' | 'symbol'>

function bookKey({ venue, market, symbol }: Named, feed: string): string {
  return `${venue} ${market} ${symbol} ${feed}`
}

/** What names a row of a book: the same when it is told and when it is read back. */
export function rowKey(name: string, localTimeUs: number, lastId: number | undefined): string {
  return `${name} ${localTimeUs} ${lastId ?? ''}`
}

/** A live book as text, best first. */
function textOf(view: OrderBook): string {
  if (view.state !== 'live') return ''
  const side = (levels: typeof view.bids): string =>
    Array.from(
      { length: levels.count },
      (_, i) => `${levels.priceText(i)}x${levels.sizeText(i)}`,
    ).join(' ')
  return `${side(view.bids)} | ${side(view.asks)}`
}
