import type { Market } from './ids.ts'
import type { Instrument, InstrumentSlot } from './instrument.ts'

/** Finds instruments by the venue's symbol, and grows their scales. */
export interface InstrumentTable {
  /** The slot of a symbol written in bytes; `undefined` where it is not known (and cannot be inferred). No allocation. */
  find(market: Market, bytes: Uint8Array, start: number, end: number): InstrumentSlot | undefined
  /** The slot of a symbol; `undefined` where it is not known. */
  bySymbol(market: Market, symbol: string): InstrumentSlot | undefined
  /** Adds an instrument, or replaces what is known of it. Returns its slot. */
  add(instrument: Instrument): InstrumentSlot
  /** All slots in the order they were added. */
  slots(): readonly InstrumentSlot[]
  /** Raises an instrument's scales to at least these; remembers that a change is to be told. */
  grow(slot: InstrumentSlot, priceScale: number, sizeScale: number): void
  /** Makes an instrument wide; remembers that a change is to be told. */
  widen(slot: InstrumentSlot): void
  /** Slots that grew or widened since the last call, to be told as `instrumentChanged`. */
  takeChanged(): readonly InstrumentSlot[]
}
