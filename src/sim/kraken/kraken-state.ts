import type { WallClock } from '../../runtime/ports.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import { FuturesBook } from './futures-book.ts'

const KEPT_FORCED = 5000

/** What the hosts of one simulated venue share. */
export class KrakenState {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the venue's clock, which a fault may skew. */
  readonly ports: SimPorts
  readonly #books = new Map<LiveInstrument, FuturesBook>()
  readonly #forced = new Set<string>()
  readonly #statuses = new Map<LiveInstrument, string>()
  readonly #listingListeners = new Set<(live: LiveInstrument) => void>()
  readonly #systemListeners = new Set<(system: string) => void>()
  #system = 'online'
  #connections = 0

  /** Starts to number the changes of futures books. */
  constructor(market: SimMarket, ports: SimPorts) {
    this.market = market
    this.ports = ports
    for (const live of market.instruments('futures')) this.book(live)
    market.listen(({ instrument, changes, trades, timeUs, liquidation }) => {
      if (instrument.spec.product !== 'futures') return
      this.book(instrument).add(changes, timeUs)
      if (liquidation === undefined) return
      for (const { id } of trades) this.#forced.add(`${instrument.spec.symbol}/${id}`)
      for (const key of this.#forced) {
        if (this.#forced.size <= KEPT_FORCED) break
        this.#forced.delete(key)
      }
    })
  }

  /** The venue's clock. */
  get clock(): WallClock {
    return this.ports.wallClock
  }

  /** The system's status, in the venue's word. */
  get system(): string {
    return this.#system
  }

  /** The book of a contract as its feed numbers it. */
  book(live: LiveInstrument): FuturesBook {
    let known = this.#books.get(live)
    if (known === undefined) {
      known = new FuturesBook(live)
      this.#books.set(live, known)
    }
    return known
  }

  /** Whether a print of a contract was that of a forced order. */
  isForced(live: LiveInstrument, tradeId: number): boolean {
    return this.#forced.has(`${live.spec.symbol}/${tradeId}`)
  }

  /** The status of an instrument, in the venue's word. */
  statusOf(live: LiveInstrument): string {
    return this.#statuses.get(live) ?? live.spec.status ?? 'online'
  }

  /** Tells that an instrument was listed or changed its status. */
  announceStatus(live: LiveInstrument, status: string): void {
    this.#statuses.set(live, status)
    for (const listener of this.#listingListeners) listener(live)
  }

  /** Hears listings. Returns how to stop. */
  onListing(listener: (live: LiveInstrument) => void): () => void {
    this.#listingListeners.add(listener)
    return () => this.#listingListeners.delete(listener)
  }

  /** Tells every spot connection of the system's status. */
  announceSystem(system: string): void {
    this.#system = system
    for (const listener of [...this.#systemListeners]) listener(system)
  }

  /** Hears the system's status. Returns how to stop. */
  onSystem(listener: (system: string) => void): () => void {
    this.#systemListeners.add(listener)
    return () => this.#systemListeners.delete(listener)
  }

  /** An id for a new connection; as on the venue it does not fit 2^53. */
  nextConnectionId(): string {
    this.#connections += 1
    return String(16_447_481_662_169_813_000n + BigInt(this.#connections))
  }
}
