import {
  ConfigError,
  type Instrument,
  type InstrumentSlot,
  type InstrumentTable,
} from '../core/index.ts'
import { nearestNames } from './nearest-names.ts'

/** Which instruments are wanted; everything absent means all. */
export interface InstrumentFilter {
  /** Only of this market. */
  readonly market?: Instrument['market']
  /** Only of this product line. */
  readonly product?: string
  /** Only with this base asset. */
  readonly base?: string
  /** Only with this quote asset. */
  readonly quote?: string
  /** Only those that can be traded now. */
  readonly isTrading?: boolean
}

/** The instruments of one venue by their unified names. */
export class InstrumentDirectory {
  readonly #venueName: string
  readonly #table: InstrumentTable
  readonly #byPair = new Map<string, InstrumentSlot>()
  #indexed = 0

  /** Reads from `table`, whoever adds to it. */
  constructor(venueName: string, table: InstrumentTable) {
    this.#venueName = venueName
    this.#table = table
  }

  /**
   * The slot of a pair.
   *
   * @throws ConfigError `UNKNOWN_PAIR`, naming the pairs most like it.
   */
  slot(pair: string): InstrumentSlot {
    this.#index()
    const found = this.#byPair.get(pair)
    if (found !== undefined) return found
    const near = nearestNames(pair, this.#byPair.keys())
    const hint =
      near.length === 0 ? 'no instruments were loaded' : `did you mean ${near.join(', ')}?`
    throw new ConfigError(
      'UNKNOWN_PAIR',
      `Looking for an instrument at ${this.#venueName}: there is no "${pair}" among ${this.#byPair.size}; ${hint}`,
      { context: { pair } },
    )
  }

  /** The instruments that a filter lets through, in the order they were listed. */
  list(filter: InstrumentFilter = {}): readonly Instrument[] {
    return this.#table
      .slots()
      .map(({ instrument }) => instrument)
      .filter((instrument) => passes(instrument, filter))
  }

  /**
   * Takes a new listing of some products. Returns the instruments that are new or changed, those that are no longer
   * listed with status `closed`.
   */
  update(listed: readonly Instrument[], products: readonly string[]): readonly InstrumentSlot[] {
    const before = new Map<string, Instrument>()
    for (const { instrument } of this.#table.slots()) {
      if (products.includes(instrument.product)) before.set(nameOf(instrument), instrument)
    }
    const changed: InstrumentSlot[] = []
    for (const instrument of listed) {
      const known = before.get(nameOf(instrument))
      before.delete(nameOf(instrument))
      if (known !== undefined && isSame(known, instrument)) continue
      changed.push(this.#table.add(Object.freeze(instrument)))
    }
    for (const instrument of before.values()) {
      if (instrument.status === 'closed') continue
      changed.push(this.#table.add(Object.freeze({ ...instrument, status: 'closed' })))
    }
    return changed
  }

  /** Slots are only ever added, so each is looked at once. */
  #index(): void {
    const slots = this.#table.slots()
    for (; this.#indexed < slots.length; this.#indexed += 1) {
      const slot = slots[this.#indexed]
      if (slot === undefined || this.#isShadowed(slot)) continue
      this.#byPair.set(slot.instrument.pair, slot)
    }
  }

  /** Two listings of one pair (an old contract beside a new one): the one that trades is meant. */
  #isShadowed(slot: InstrumentSlot): boolean {
    const known = this.#byPair.get(slot.instrument.pair)
    return known !== undefined && known.instrument.status === 'trading'
  }
}

const nameOf = ({ market, symbol }: Instrument): string => `${market} ${symbol}`

function isSame(a: Instrument, b: Instrument): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function passes(instrument: Instrument, filter: InstrumentFilter): boolean {
  return (
    (filter.market === undefined || instrument.market === filter.market) &&
    (filter.product === undefined || instrument.product === filter.product) &&
    (filter.base === undefined || instrument.base === filter.base) &&
    (filter.quote === undefined || instrument.quote === filter.quote) &&
    (filter.isTrading === undefined || (instrument.status === 'trading') === filter.isTrading)
  )
}
