import { loadDriver } from '../../../src/drivers/registry.ts'
import type { BookHandle, MarketFeed, Markets } from '../../../src/market/index.ts'
import { type NodePorts, nodePorts } from '../../../src/runtime/node/index.ts'
import { openMarkets } from '../../support/open-markets.ts'
import type { VenueAdapter, Watched } from './adapter.ts'
import { type BookText, firstDifference, numberText, ownText, truthText } from './book-text.ts'
import { CcxtBooks, openExchange } from './ccxt-books.ts'
import { Signal } from './signal.ts'
import { VenueBox } from './venue-box.ts'

/** Longer than the slowest cadence at which a watched stream tells of a change. */
const FLUSH_MS = 300
const CCXT = 'ccxt'
const OWN = 'crossbook'

interface WatchedBook {
  readonly watched: Watched
  readonly own: BookHandle
  readonly other: CcxtBooks
}

/** ccxt and crossbook beside each other on one simulated venue, with the venue's own books to compare with. */
export class BookSession implements AsyncDisposable {
  /** The venue. */
  readonly box: VenueBox
  /** Our side. */
  readonly market: MarketFeed
  /** Connections that crossbook lost. */
  ownLosses = 0
  /** Pauses at which all books were compared and equal. */
  comparisons = 0
  readonly #markets: Markets
  readonly #ports: NodePorts
  readonly #others: readonly CcxtBooks[]
  readonly #books: readonly WatchedBook[]
  readonly #signal: Signal

  private constructor(
    box: VenueBox,
    market: MarketFeed,
    markets: Markets,
    ports: NodePorts,
    others: readonly (readonly [readonly Watched[], CcxtBooks])[],
    signal: Signal,
  ) {
    this.box = box
    this.market = market
    this.#markets = markets
    this.#ports = ports
    this.#others = others.map(([, books]) => books)
    this.#signal = signal
    market.subscribe('connection', {}, ({ state }) => {
      if (state === 'lost') this.ownLosses += 1
    })
    this.#books = others.flatMap(([watched, other]) =>
      watched.map((each) => {
        const own = market.book(each.pair, each.depth === 'full' ? 'full' : (each.depth as 20))
        own.onChange(signal.raise)
        return { watched: each, own, other }
      }),
    )
  }

  /** Opens the venue and both clients, ours with its market data in that many threads; the books are not yet there. */
  static async open(adapter: VenueAdapter, seed: string, threads?: number): Promise<BookSession> {
    const box = await VenueBox.open({ adapter, seed })
    const signal = new Signal()
    const served = await box.serveFor(CCXT)
    const others: (readonly [readonly Watched[], CcxtBooks])[] = []
    for (const line of adapter.lines) {
      const exchange = await openExchange(line, line.make(served))
      others.push([line.watched, new CcxtBooks(exchange, line, signal)])
    }
    const { streams, rest } = await box.serveFor(OWN)
    const ports = nodePorts()
    const driver = await loadDriver(adapter.venue)
    const urls = { streams, rest }
    const markets = await openMarkets(ports, threads)
    const market = await markets.open({ driver, urls, instrumentRefreshMs: false })
    return new BookSession(box, market, markets, ports, others, signal)
  }

  /** Book frames that each side was sent. */
  get updates(): { readonly ccxt: number; readonly own: number } {
    return { ccxt: this.box.bookFrames(CCXT), own: this.box.bookFrames(OWN) }
  }

  /** What ccxt's watches ended with, besides what was asked for. */
  get failures(): readonly string[] {
    return this.#others.flatMap(({ failures }) => failures)
  }

  /** Watches of ccxt that ended with their connection. */
  get otherLosses(): number {
    return this.#others.reduce((sum, { disconnects }) => sum + disconnects, 0)
  }

  /** Holes and wrong checksums that ccxt found. */
  get mistrusted(): number {
    return this.#others.reduce((sum, { mistrusted }) => sum + mistrusted, 0)
  }

  /** Lets the market run and stops it; waits until every book equals the venue's, or says which does not. */
  async runAndCompare(spanMs: number, withinMs: number): Promise<readonly string[]> {
    this.box.run(spanMs)
    this.box.clock.skip(FLUSH_MS)
    const truths = this.#books.map(({ watched }) => this.#truth(watched))
    const isEqual = (): boolean =>
      this.failures.length > 0 || this.#differences(truths).next().done === true
    if (await this.#signal.until(isEqual, withinMs)) this.comparisons += 1
    return [...this.failures, ...this.#differences(truths)]
  }

  /** Lets the market go on until every book is whole again; resolves to what is still wrong at the end. */
  async heal(withinMs: number): Promise<readonly string[]> {
    const endMs = performance.now() + withinMs
    for (;;) {
      const wrong = await this.runAndCompare(100, 250)
      if (wrong.length === 0 || this.failures.length > 0 || performance.now() > endMs) return wrong
    }
  }

  /** Cuts every socket of both clients and lets the market run until all of them are cut. */
  cutAll(how: 'disconnect' | 'cutMidFrame'): number {
    const lines = [...this.box.lines(CCXT), ...this.box.lines(OWN)]
    const { faults } = this.box.venue
    const due = faults.log.length + lines.length
    this.box.cut(lines, how)
    for (let turn = 0; turn < 100 && faults.log.length < due; turn += 1) this.box.run(100)
    // The connections are gone; what they miss must be fetched.
    this.box.run(500)
    return faults.log.length - due + lines.length
  }

  /** {@inheritDoc AsyncDisposable} */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#others.map((each) => each[Symbol.asyncDispose]()))
    await this.#markets.close()
    await this.#ports.close()
    await this.box[Symbol.asyncDispose]()
  }

  #truth({ product, symbol, compared }: Watched): BookText {
    const truth = this.box.venue.truth(product, symbol)
    if (truth === undefined) throw new Error(`The simulator lists no ${symbol} in ${product}`)
    return truthText(truth, compared)
  }

  *#differences(truths: readonly BookText[]): Generator<string, void> {
    for (const [i, { watched, own, other }] of this.#books.entries()) {
      const { pair, compared } = watched
      const truth = truths[i] ?? { bids: [], asks: [] }
      const held = other.book(pair)
      const text = held === undefined ? undefined : numberText(held, compared)
      const theirs = firstDifference(text, truth)
      if (theirs !== undefined) yield `ccxt, ${pair}: ${theirs}`
      const ours = firstDifference(ownText(own.view, compared), truth)
      if (ours !== undefined) yield `crossbook, ${pair}: ${ours} (${own.view.state})`
    }
  }
}
