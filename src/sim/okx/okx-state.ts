import type { WallClock } from '../../runtime/ports.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import { INST_TYPES, type OkxProduct, PRODUCTS } from './products.ts'

/** The id that a book has when its ids start again. */
const RESTART_ID = 3
/** `instIdCode` of what was listed first. */
const FIRST_ID_CODE = 10_458

/** A maintenance as the venue announces it. */
export interface OkxMaintenance {
  /** What is maintained. */
  readonly title: string
  /** `scheduled`, `ongoing`, `pre_open`, `completed` or `canceled`. */
  readonly state: string
  /** First moment, epoch ms. */
  readonly beginMs: number
  /** Last moment, epoch ms. */
  readonly endMs: number
}

/** What the hosts of one simulated venue share. */
export class OkxState {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the venue's clock, which a fault may skew. */
  readonly ports: SimPorts
  readonly #idOffsets = new Map<LiveInstrument, number>()
  readonly #states = new Map<LiveInstrument, string>()
  readonly #restarts = new Listeners<[]>()
  readonly #listings = new Listeners<[LiveInstrument]>()
  readonly #maintenances = new Listeners<[OkxMaintenance]>()
  readonly #upgrades = new Listeners<[]>()
  #lastMaintenance: OkxMaintenance | undefined

  /** A venue over a market. */
  constructor(market: SimMarket, ports: SimPorts) {
    this.market = market
    this.ports = ports
  }

  /** The venue's clock. */
  get clock(): WallClock {
    return this.ports.wallClock
  }

  /** An instrument by its id, whatever its product. */
  find(instId: string): LiveInstrument | undefined {
    for (const product of PRODUCTS) {
      const live = this.market.find(product, instId)
      if (live !== undefined) return live
    }
    return undefined
  }

  /** The instruments of a type: `SPOT`, `SWAP`, `FUTURES`. */
  ofType(instType: string): readonly LiveInstrument[] {
    return this.market.instruments().filter((live) => instTypeOf(live) === instType)
  }

  /** A contract priced against an index (`BTC-USD`), whose state has the index price. */
  ofIndex(indexId: string): LiveInstrument | undefined {
    return this.market
      .instruments()
      .find((live) => live.perpetual !== undefined && indexIdOf(live) === indexId)
  }

  /** Id of a book as the wire tells it. */
  wireId(live: LiveInstrument, updateId: number = live.updateId): number {
    return updateId - (this.#idOffsets.get(live) ?? 0)
  }

  /** Id of a book inside the venue, of one that the wire told since its ids last started again. */
  updateId(live: LiveInstrument, wireId: number): number {
    return wireId + (this.#idOffsets.get(live) ?? 0)
  }

  /** Lets the ids of all books start again at a low number, as in a maintenance. */
  restartIds(): void {
    for (const live of this.market.instruments()) {
      this.#idOffsets.set(live, live.updateId - RESTART_ID)
    }
    this.#restarts.tell()
  }

  /** State of an instrument: `live` unless announced otherwise. */
  stateOf(live: LiveInstrument): string {
    return this.#states.get(live) ?? live.spec.status ?? 'live'
  }

  /** The number that stands for an instrument in orders. */
  idCodeOf(live: LiveInstrument): number {
    return FIRST_ID_CODE + this.market.instruments().indexOf(live)
  }

  /** The instrument of an `instIdCode`. */
  byIdCode(idCode: number): LiveInstrument | undefined {
    return this.market.instruments()[idCode - FIRST_ID_CODE]
  }

  /** Tells that an instrument was listed or changed its state. */
  announceListing(live: LiveInstrument, state: string): void {
    this.#states.set(live, state)
    this.#listings.tell(live)
  }

  /** The maintenance announced last. */
  get lastMaintenance(): OkxMaintenance | undefined {
    return this.#lastMaintenance
  }

  /** Tells of a maintenance. */
  announceMaintenance(maintenance: OkxMaintenance): void {
    this.#lastMaintenance = maintenance
    this.#maintenances.tell(maintenance)
  }

  /** Tells every connection that the gateway will be upgraded. */
  announceUpgrade(): void {
    this.#upgrades.tell()
  }

  /** Hears ids starting again. Returns how to stop, as the others do. */
  onRestart(listener: () => void): () => void {
    return this.#restarts.add(listener)
  }

  /** Hears listings and changes of state. */
  onListing(listener: (live: LiveInstrument) => void): () => void {
    return this.#listings.add(listener)
  }

  /** Hears maintenances. */
  onMaintenance(listener: (maintenance: OkxMaintenance) => void): () => void {
    return this.#maintenances.add(listener)
  }

  /** Hears announced upgrades. */
  onUpgrade(listener: () => void): () => void {
    return this.#upgrades.add(listener)
  }
}

/** The venue's type of an instrument. */
export function instTypeOf({ spec }: LiveInstrument): string {
  // Listing checks that the product is one of the venue's.
  return INST_TYPES[spec.product as OkxProduct]
}

/** The index that an instrument is priced against. */
export function indexIdOf({ spec }: LiveInstrument): string {
  return `${spec.base}-${spec.quote}`
}

class Listeners<Args extends readonly unknown[]> {
  readonly #all = new Set<(...args: Args) => void>()

  add(listener: (...args: Args) => void): () => void {
    this.#all.add(listener)
    return () => this.#all.delete(listener)
  }

  tell(...args: Args): void {
    for (const listener of [...this.#all]) listener(...args)
  }
}
