/**
 * @hotpath One message of a MetaTrader 5 bridge: one walk notes where its values stand and checks the syntax; each that is
 * wanted is then read in place, whatever the order of the keys. Allocates nothing. Layouts: docs/venues/mt5.md.
 */
import type { InstrumentSlot, InstrumentTable } from '../../core/index.ts'
import { END, JsonReader } from '../../wire/index.ts'
import {
  FIRST_VALUE,
  ID,
  KEYS,
  MANY_TICKS,
  NUMBER,
  ROWS,
  SYMBOL,
  TIME,
  TYPE,
  TYPES,
  VALUES,
} from './frame-keys.ts'

const NOWHERE = -1

/** Reads messages one after the other; what stands here is of the last one. */
export class MessageReader {
  /** What stopped it, where a message cannot be read. */
  readonly json: JsonReader = new JsonReader()
  /** Place in {@link TYPES}; negative where there is none. */
  type: number = NOWHERE
  /** The instrument; absent where it is not listed. */
  slot: InstrumentSlot | undefined
  /** Number of its first tick; NaN where it has none. */
  number: number = Number.NaN
  /** Id of the request that it answers; NaN where it answers none. */
  id: number = Number.NaN
  /** Where each value of the tick at hand stands; negative where it is not there. */
  readonly at: Int32Array = new Int32Array(VALUES)
  readonly #table: InstrumentTable
  #rowsAt = NOWHERE

  /** Symbols are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
  }

  /** Walks a frame and notes where everything stands. */
  read(frame: Uint8Array): void {
    const reader = this.json
    this.type = NOWHERE
    this.slot = undefined
    this.number = this.id = Number.NaN
    this.#rowsAt = NOWHERE
    this.at.fill(NOWHERE)
    reader.reset(frame)
    if (!reader.isObject()) {
      reader.skipValue()
      reader.finish()
      return
    }
    reader.enterObject()
    for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
      if (key === TYPE && reader.isString()) {
        if (reader.readString()) this.type = reader.textIn(TYPES)
      } else if (key === SYMBOL && reader.isString()) this.#readSymbol()
      else if ((key === NUMBER || key === ID) && !reader.isString() && !reader.isArray()) {
        if (reader.takeNull() || !reader.readInteger()) continue
        if (key === NUMBER) this.number = reader.integer
        else this.id = reader.integer
      } else {
        reader.peek()
        // A key that comes again replaces the first, as in JSON.
        if (key === TYPE) this.type = NOWHERE
        else if (key === SYMBOL) this.slot = undefined
        else if (key === ROWS) this.#rowsAt = reader.pos
        else if (key >= FIRST_VALUE) this.at[key - FIRST_VALUE] = reader.pos
        reader.skipValue()
      }
    }
    reader.finish()
  }

  #readSymbol(): void {
    const reader = this.json
    if (!reader.readString()) return
    const { bytes, textStart, textEnd } = reader
    // Symbols are the broker's own words and may need escapes; such a text is made, the others are looked up by bytes.
    this.slot = reader.textIsEscaped
      ? this.#table.bySymbol('spot', reader.text())
      : this.#table.find('spot', bytes, textStart, textEnd)
  }

  /** Enters the list of ticks; `false`, and a fault, where there is none. */
  enterRows(): boolean {
    const reader = this.json
    if (this.#rowsAt < 0) return reader.fail('wrongType', 0)
    reader.pos = this.#rowsAt
    return reader.enterArray()
  }

  /** Notes where the values of the tick that is next stand, and steps over it. */
  walkRow(): boolean {
    const reader = this.json
    if (!reader.enterArray()) return false
    let count = 0
    while (reader.nextItem()) {
      reader.peek()
      if (count < VALUES) this.at[count] = reader.pos
      count += 1
      if (!reader.skipValue()) return false
    }
    return count >= VALUES || reader.fail('wrongType', reader.pos - 1)
  }

  /** A value of the tick at hand that is an integer; NaN, and a fault, where it is not. */
  integerAt(value: number): number {
    const reader = this.json
    const at = this.at[value]!
    if (at < 0) {
      reader.fail('wrongType', 0)
      return Number.NaN
    }
    reader.pos = at
    return reader.readInteger() ? reader.integer : Number.NaN
  }

  /** Time (the broker's) of the message's first tick; NaN where it cannot be read. Cold. */
  firstTm(): number {
    if (this.type === MANY_TICKS) {
      if (!this.enterRows() || !this.json.nextItem() || !this.walkRow()) return Number.NaN
    }
    return this.integerAt(TIME)
  }
}
