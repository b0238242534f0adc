import type { ExchangeDriver, Instrument } from '../../core/index.ts'
import type { SimInstrumentOptions } from '../../sim/index.ts'
import { type Capture, capture } from './capture.ts'
import type { ConformanceSubject } from './check.ts'
import { ConformanceWorld, type WorldOptions } from './world.ts'

/** How long a young market has been trading, in ms: there are trades and books, and few bars. */
const YOUNG_MS = 2_000

/** How a young world is opened. */
interface YoungOptions extends WorldOptions {
  /** Whether the venue lists all that it has. @defaultValue `false` */
  readonly listsAll?: boolean
}

/** A subject on the bench: what several clauses look at is made once. */
export class ConformanceBench {
  /** What is checked. */
  readonly subject: ConformanceSubject
  /** Its driver. */
  readonly driver: ExchangeDriver
  #listing: Promise<Listing> | undefined
  #captured: Promise<Capture> | undefined

  /** Nothing runs yet. */
  constructor(subject: ConformanceSubject) {
    this.subject = subject
    this.driver = subject.driver
  }

  /** Opens a world of its own, in which one instrument of each product is traded. */
  async open(options: WorldOptions = {}): Promise<ConformanceWorld> {
    const { examples } = await this.#list()
    return ConformanceWorld.open(this.subject, { instruments: examples, ...options })
  }

  /** The same with a market that has just begun, and two instruments of each product where there are. */
  async openYoung(options: YoungOptions = {}): Promise<ConformanceWorld> {
    const { listsAll = false, ...over } = options
    const { pairs } = await this.#list()
    const instruments = listsAll ? {} : { instruments: pairs }
    return ConformanceWorld.open(this.subject, { ...instruments, warmUpMs: YOUNG_MS, ...over })
  }

  /** What it lists with {@link openYoung}. */
  async pairs(): Promise<readonly SimInstrumentOptions[]> {
    return (await this.#list()).pairs
  }

  /** What the simulated venue lists, as the driver reads it. */
  async listed(): Promise<readonly Instrument[]> {
    const { instruments } = await this.#list()
    return instruments
  }

  /** What the simulated venue sends to one that asks for everything. */
  captured(): Promise<Capture> {
    this.#captured ??= this.#capture()
    return this.#captured
  }

  /** What is sent is looked at beside the driver: no thread is needed. */
  async #capture(): Promise<Capture> {
    const { examples: instruments } = await this.#list()
    const subject = { ...this.subject, threads: 'single' } as const
    return await capture(this.driver, await ConformanceWorld.open(subject, { instruments }))
  }

  #list(): Promise<Listing> {
    this.#listing ??= this.#readListing()
    return this.#listing
  }

  async #readListing(): Promise<Listing> {
    await using world = await ConformanceWorld.open(this.subject)
    const some = (most: number): readonly SimInstrumentOptions[] =>
      world.examples(most).flatMap((instrument) => world.traded(instrument)?.spec ?? [])
    return { instruments: world.market.instruments(), examples: some(1), pairs: some(2) }
  }
}

/** What the venue lists where nothing else is asked for. */
interface Listing {
  readonly instruments: readonly Instrument[]
  /** One instrument of each product, as the venue's options have it. */
  readonly examples: readonly SimInstrumentOptions[]
  /** Two of each, where there are. */
  readonly pairs: readonly SimInstrumentOptions[]
}
