import type { Asset, Decimal } from '../../core/index.ts'
import type { Changes } from './changes.ts'
import { type Priced, priced, type TradedInstrument } from './traded-instrument.ts'

/** A price that somebody told, and when. */
export interface Mark {
  /** The price. */
  readonly price: Decimal
  /** When it was so, epoch µs. */
  readonly timeUs: number
}

/** A mark of an instrument, with what a quantity of 1 is worth at it. */
export interface InstrumentMark extends Mark, Priced {}

/** The newest marks: of assets in the reporting asset, of instruments in their quote. */
export class Marks {
  /** By asset. */
  readonly assets: Map<Asset, Mark> = new Map()
  /** By key of the instrument. */
  readonly instruments: Map<string, InstrumentMark> = new Map()
  readonly #changes: Changes

  /** None yet. */
  constructor(changes: Changes) {
    this.#changes = changes
  }

  /** Takes a mark of an asset; `false` where a later one is known. */
  markAsset(asset: Asset, price: Decimal, timeUs: number): boolean {
    const known = this.assets.get(asset)
    if (known !== undefined && known.timeUs > timeUs) return false
    this.#changes.put(this.assets, asset, { price, timeUs })
    return true
  }

  /** Takes a mark of an instrument; `false` where a later one is known. */
  markInstrument(key: string, instrument: TradedInstrument, { price, timeUs }: Mark): boolean {
    const known = this.instruments.get(key)
    if (known !== undefined && known.timeUs > timeUs) return false
    this.#changes.put(this.instruments, key, { ...priced(instrument, price), timeUs })
    return true
  }
}
