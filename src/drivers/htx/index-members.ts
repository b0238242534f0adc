import type { InstrumentSlot, InstrumentTable } from '../../core/index.ts'
import { indexIdOf } from './instruments.ts'

/**
 * Which contracts an index is of: `BTC-USDT` of all USDT-margined contracts on BTC, `BTC-USD` of the coin-margined ones.
 * An index tick names the index; it is told for every contract of it that the table has.
 */
export class IndexMembers {
  readonly #table: InstrumentTable
  readonly #members = new Map<string, readonly InstrumentSlot[]>()
  #size = -1

  /** Reads the instruments of `table`, again whenever it has grown. */
  constructor(table: InstrumentTable) {
    this.#table = table
  }

  /** The contracts of an index; where none is known, the swap that the index has the name of, if that can be inferred. */
  of(indexId: string): readonly InstrumentSlot[] {
    this.#table.bySymbol('futures', indexId)
    const slots = this.#table.slots()
    if (slots.length !== this.#size) {
      this.#members.clear()
      this.#size = slots.length
    }
    const known = this.#members.get(indexId)
    if (known !== undefined) return known
    const members = slots.filter(
      ({ instrument }) => instrument.market === 'futures' && indexIdOf(instrument) === indexId,
    )
    this.#members.set(indexId, members)
    return members
  }
}
