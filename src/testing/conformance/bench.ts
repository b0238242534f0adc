import type { ExchangeDriver, Instrument } from '../../core/index.ts'
import type { SimInstrumentOptions } from '../../sim/index.ts'
import { type Capture, capture } from './capture.ts'
import type { ConformanceSubject } from './check.ts'
import { ConformanceWorld, type WorldOptions } from './world.ts'

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

  /** What the simulated venue lists, as the driver reads it. */
  async listed(): Promise<readonly Instrument[]> {
    const { instruments } = await this.#list()
    return instruments
  }

  /** What the simulated venue sends to one that asks for everything. */
  captured(): Promise<Capture> {
    this.#captured ??= this.open().then((world) => capture(this.driver, world))
    return this.#captured
  }

  #list(): Promise<Listing> {
    this.#listing ??= this.#readListing()
    return this.#listing
  }

  async #readListing(): Promise<Listing> {
    await using world = await ConformanceWorld.open(this.subject)
    const examples = world.examples().flatMap((instrument) => world.traded(instrument)?.spec ?? [])
    return { instruments: world.market.instruments(), examples }
  }
}

/** What the venue lists where nothing else is asked for. */
interface Listing {
  readonly instruments: readonly Instrument[]
  /** One instrument of each product, as the venue's options have it. */
  readonly examples: readonly SimInstrumentOptions[]
}
