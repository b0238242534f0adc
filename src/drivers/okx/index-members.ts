import type { InstrumentSlot, InstrumentTable } from '../../core/index.ts'
import { indexIdOf } from './instruments.ts'

/**
 * Which instruments an index is of.
 *
 * An index tick names the index (`BTC-USD`), not an instrument: it is told for every futures instrument of that base
 * and quote that the table has, and where there is none, for the spot instrument of that name.
 */
export class IndexMembers {
  readonly #table: InstrumentTable
  readonly #members = new Map<string, readonly InstrumentSlot[]>()
  #size = -1

  /** Reads the instruments of `table`, again whenever it has grown. */
  constructor(table: InstrumentTable) {
    this.#table = table
  }

  /** The instruments of an index; none where neither a futures nor a spot instrument is known. */
  of(indexId: string): readonly InstrumentSlot[] {
    const slots = this.#table.slots()
    if (slots.length !== this.#size) {
      this.#members.clear()
      this.#size = slots.length
    }
    const known = this.#members.get(indexId)
    if (known !== undefined) return known
    const futures = slots.filter(
      ({ instrument }) => instrument.market === 'futures' && indexIdOf(instrument) === indexId,
    )
    const spot = futures.length > 0 ? undefined : this.#table.bySymbol('spot', indexId)
    const members = spot === undefined ? futures : [spot]
    this.#members.set(indexId, members)
    return members
  }
}
