import type { WallClock } from '../../runtime/ports.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import { PRODUCTS } from './products.ts'

/** Versions begin at the start of a gateway in epoch ms, and every connection here has its own. */
const FIRST_VERSION = 1_789_890_000_000
const VERSIONS_APART = 1_000_000_000

/** Part of the venue whose system status is told. */
export type StatusPart = 'linear-swap' | 'swap' | 'futures'

/** What the hosts of one simulated venue share. */
export class HtxState {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the venue's clock, which a fault may skew. */
  readonly ports: SimPorts
  readonly #contractStatus = new Map<LiveInstrument, number>()
  readonly #listings = new Listeners<[LiveInstrument]>()
  readonly #heartbeats = new Listeners<[StatusPart]>()
  readonly #goodbyes = new Listeners<[]>()
  readonly #recoveries = new Map<StatusPart, number>()
  /** Of each sequence of versions that was begun: the ids of the books told. */
  readonly #versions: number[][] = []
  /** Spot's state as a whole: 1 normal, 2 halted, 3 orders may only be cancelled. */
  marketStatus = 1

  /** A venue over a market. */
  constructor(market: SimMarket, ports: SimPorts) {
    this.market = market
    this.ports = ports
  }

  /** The venue's clock. */
  get clock(): WallClock {
    return this.ports.wallClock
  }

  /** An instrument by its symbol or code. */
  find(symbol: string): LiveInstrument | undefined {
    for (const product of PRODUCTS) {
      const live = this.market.find(product, symbol)
      if (live !== undefined) return live
    }
    return undefined
  }

  /** A contract priced against an index (`BTC-USDT`), whose state has the index price. */
  ofIndex(indexId: string): LiveInstrument | undefined {
    return this.market
      .instruments()
      .find(({ spec, perpetual }) => perpetual !== undefined && indexIdOf(spec) === indexId)
  }

  /** Begins a sequence of versions. Returns how to take the next one, for the book of an id. */
  beginVersions(): (updateId: number) => number {
    const told: number[] = []
    const first = FIRST_VERSION + this.#versions.length * VERSIONS_APART
    this.#versions.push(told)
    return (updateId) => first + told.push(updateId) - 1
  }

  /** The id of the book that the wire told under a number: a version, or the id itself. */
  updateIdOf(wireId: number): number | undefined {
    if (wireId < FIRST_VERSION) return wireId
    const sequence = Math.floor((wireId - FIRST_VERSION) / VERSIONS_APART)
    const told = this.#versions[sequence]
    return told === undefined ? wireId : told[(wireId - FIRST_VERSION) % VERSIONS_APART]
  }

  /** State of a contract: 1, listed, unless announced otherwise. */
  contractStatusOf(live: LiveInstrument): number {
    return this.#contractStatus.get(live) ?? Number(live.spec.status ?? 1)
  }

  /** Tells that a contract was listed or changed its state. */
  announceContract(live: LiveInstrument, status: number): void {
    this.#contractStatus.set(live, status)
    this.#listings.tell(live)
  }

  /** When a part that is in maintenance will be back, epoch ms; `undefined` while it is in service. */
  recoveryOf(part: StatusPart): number | undefined {
    return this.#recoveries.get(part)
  }

  /** Tells that a part of the venue stops until a time (epoch ms), or is back in service. */
  announceStatus(part: StatusPart, recoveryMs: number | undefined): void {
    if (recoveryMs === undefined) this.#recoveries.delete(part)
    else this.#recoveries.set(part, recoveryMs)
    this.#heartbeats.tell(part)
  }

  /** Says goodbye on every notification socket. */
  announceGoodbye(): void {
    this.#goodbyes.tell()
  }

  /** Hears listings and changes of state. Returns how to stop, as the others do. */
  onContract(listener: (live: LiveInstrument) => void): () => void {
    return this.#listings.add(listener)
  }

  /** Hears changes of the system status. */
  onStatus(listener: (part: StatusPart) => void): () => void {
    return this.#heartbeats.add(listener)
  }

  /** Hears goodbyes. */
  onGoodbye(listener: () => void): () => void {
    return this.#goodbyes.add(listener)
  }
}

/** The index that an instrument is priced against. */
function indexIdOf({ base, quote }: LiveInstrument['spec']): string {
  return `${base}-${quote}`
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
