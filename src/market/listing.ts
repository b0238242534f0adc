import { type ExchangeDriver, ProtocolError } from '../core/index.ts'
import type { Ports, TimerHandle } from '../runtime/ports.ts'
import { type HttpClient, sendAll } from '../transport/index.ts'
import type { BookManager } from './book-manager.ts'
import type { InstrumentDirectory } from './instrument-directory.ts'
import type { Router } from './router.ts'
import type { TopicDesk } from './topic-desk.ts'

/** What a {@link Listing} is made of. */
export interface ListingOptions {
  /** Whose instruments. */
  readonly driver: ExchangeDriver
  /** Which product lines. */
  readonly products: readonly string[]
  /** Sends the calls. */
  readonly http: HttpClient
  /** The books of the instruments. */
  readonly books: BookManager
  /** The topics of the instruments. */
  readonly topics: TopicDesk
  /** Takes the instruments. */
  readonly directory: InstrumentDirectory
  /** Tells what changed. */
  readonly router: Router
  /** Clock, timers and log. */
  readonly ports: Pick<Ports, 'wallClock' | 'timers' | 'log'>
}

/** Keeps the venue's instruments up to date. */
export class Listing {
  readonly #options: ListingOptions
  #timer: TimerHandle | undefined
  #isClosed = false

  /** Fetches nothing yet. */
  constructor(options: ListingOptions) {
    this.#options = options
  }

  /** Fetches the listing; tells what is new or changed as `instrumentChanged`. */
  async refresh(signal?: AbortSignal): Promise<void> {
    const { driver, products, http, books, topics, directory, router, ports } = this.#options
    const calls = driver.rest.instruments(products)
    const options = signal === undefined ? {} : { signal }
    const lists = await Promise.all(calls.map((call) => sendAll(http, call, options)))
    const listed = lists.flat()
    if (listed.length === 0 && directory.list().length > 0) throw emptyListing(driver.facts.name)
    const localTimeUs = ports.wallClock.nowUs()
    const changed = directory.update(listed, products)
    // Before anybody is told: nobody may read the book of what is gone.
    for (const slot of changed) books.onListed(slot)
    topics.onListed()
    for (const { instrument, priceScale, sizeScale } of changed) {
      const { venue, market, pair, symbol } = instrument
      const head = { type: 'instrumentChanged', venue, market, pair, symbol, localTimeUs } as const
      router.event(Object.freeze({ ...head, reason: 'listing', instrument, priceScale, sizeScale }))
    }
    router.endBatch()
  }

  /** Fetches the listing again and again, `everyMs` after the last answer. */
  repeat(everyMs: number): void {
    if (this.#isClosed) return
    const { timers, log } = this.#options.ports
    this.#timer = timers.after(everyMs, () => {
      const again = () => this.repeat(everyMs)
      this.refresh().then(again, (error: unknown) => {
        log.warn('Refreshing the instruments failed', () => ({
          error: error instanceof Error ? error.message : String(error),
        }))
        again()
      })
    })
  }

  /** Stops repeating. Idempotent. */
  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }
}

/** A venue that lists nothing of what it listed before is not closed: its answer is wrong, and what is known stays. */
function emptyListing(name: string): ProtocolError {
  return new ProtocolError(
    'MALFORMED_RESPONSE',
    `Listing the instruments of ${name}: expected some of those that it had before, was an empty list`,
  )
}
