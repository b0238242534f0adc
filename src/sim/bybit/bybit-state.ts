import type { WallClock } from '../../runtime/ports.ts'
import type { BookLevels } from '../change-log.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { BookTruth, SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import { BookNumbers } from './book-numbers.ts'
import { DEPTHS, type Depth } from './channels.ts'

/** A maintenance as the venue announces it. */
export interface BybitMaintenance {
  /** What is maintained. */
  readonly title: string
  /** `scheduled`, `ongoing`, `completed` or `canceled`. */
  readonly state: string
  /** First moment, epoch ms. */
  readonly beginMs: number
  /** Last moment, epoch ms. */
  readonly endMs: number
  /** 1 futures, 2 spot, 3 options, 4 spreads. @defaultValue `[1, 2]` */
  readonly product?: readonly number[]
}

/** A depth that somebody listens to. */
export interface RunningFeed {
  /** Its numbering started again. */
  restarted(): void
}

/** A book as REST answers it: as it was told last at a depth. */
export interface ToldBook {
  /** Levels. */
  readonly levels: BookLevels
  /** `u`. */
  readonly u: number
  /** Id inside the venue. */
  readonly updateId: number
}

/** What the hosts of one simulated venue share. */
export class BybitState {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the venue's clock, which a fault may skew. */
  readonly ports: SimPorts
  readonly #numbers = new Map<LiveInstrument, Map<Depth, BookNumbers>>()
  readonly #feeds = new Map<BookNumbers, RunningFeed>()
  readonly #statuses = new Map<LiveInstrument, string>()
  readonly #maintenance = new Set<(maintenance: BybitMaintenance) => void>()
  #lastMaintenance: BybitMaintenance | undefined

  /** A venue over a market. */
  constructor(market: SimMarket, ports: SimPorts) {
    this.market = market
    this.ports = ports
  }

  /** The venue's clock. */
  get clock(): WallClock {
    return this.ports.wallClock
  }

  /** The numbering of a depth, which goes on whether or not somebody listens. */
  numbers(live: LiveInstrument, depth: Depth): BookNumbers {
    const ofLive = this.#numbers.get(live) ?? new Map<Depth, BookNumbers>()
    this.#numbers.set(live, ofLive)
    const nowUs = this.clock.nowUs()
    const known = ofLive.get(depth) ?? new BookNumbers(DEPTHS[depth].firstU, live.updateId, nowUs)
    ofLive.set(depth, known)
    return known
  }

  /** A feed runs, or runs no longer: while it does, what it told last is what REST answers. */
  run(numbers: BookNumbers, feed: RunningFeed | undefined): void {
    if (feed === undefined) this.#feeds.delete(numbers)
    else this.#feeds.set(numbers, feed)
  }

  /** The book of a depth as it was told last, `ageMs` ago. */
  told(live: LiveInstrument, depth: Depth, ageMs: number): ToldBook {
    const numbers = this.numbers(live, depth)
    const nowUs = this.clock.nowUs()
    const isTold = this.#feeds.has(numbers) || numbers.updateId === live.updateId
    if (!isTold) numbers.next(live.updateId, nowUs)
    const old = ageMs > 0 ? numbers.at(nowUs - ageMs * 1000) : undefined
    const { u, updateId } = old ?? numbers
    return { levels: live.bookAt(updateId) ?? live.book(), u, updateId }
  }

  /** The whole book inside the venue: of now, or when a depth told a `u`. */
  truth(product: string, symbol: string, u: number | undefined): BookTruth | undefined {
    const live = this.market.find(product, symbol)
    if (u === undefined || live === undefined) return this.market.truth(product, symbol)
    for (const numbers of this.#numbers.get(live)?.values() ?? []) {
      const updateId = numbers.updateIdOf(u)
      if (updateId === undefined) continue
      const truth = this.market.truth(product, symbol, updateId)
      return truth === undefined ? undefined : { ...truth, updateId: u }
    }
    return undefined
  }

  /** The book service starts again: every numbering begins at 1, and whoever listens gets the books anew. */
  restartBooks(): void {
    for (const [live, depths] of this.#numbers) {
      for (const numbers of depths.values()) {
        numbers.restart(live.updateId, this.clock.nowUs())
        this.#feeds.get(numbers)?.restarted()
      }
    }
  }

  /** Status of an instrument: `Trading` unless set otherwise. */
  statusOf(live: LiveInstrument): string {
    return this.#statuses.get(live) ?? live.spec.status ?? 'Trading'
  }

  /** Sets it; nobody is told, as on the venue. */
  setStatus(live: LiveInstrument, status: string): void {
    this.#statuses.set(live, status)
  }

  /** The maintenance announced last. */
  get lastMaintenance(): BybitMaintenance | undefined {
    return this.#lastMaintenance
  }

  /** Tells of a maintenance. */
  announceMaintenance(maintenance: BybitMaintenance): void {
    this.#lastMaintenance = maintenance
    for (const listener of [...this.#maintenance]) listener(maintenance)
  }

  /** Hears maintenances. Returns how to stop. */
  onMaintenance(listener: (maintenance: BybitMaintenance) => void): () => void {
    this.#maintenance.add(listener)
    return () => this.#maintenance.delete(listener)
  }
}
