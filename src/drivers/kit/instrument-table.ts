import {
  ConfigError,
  type Instrument,
  InstrumentSlot,
  type InstrumentTable,
  instrumentIndex,
  type Market,
} from '../../core/index.ts'
import { SymbolTable } from '../../wire/index.ts'

/** How a table treats symbols that nobody listed. */
export interface InstrumentTableOptions {
  /** Makes an instrument from a symbol that is not in the table; absent: unknown symbols stay unknown. */
  readonly infer?: (market: Market, symbol: string) => Instrument | undefined
}

/** The instruments of one venue in one process, found by the symbol's bytes. */
export function createInstrumentTable(options: InstrumentTableOptions = {}): InstrumentTable {
  return new SlotTable(options.infer)
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

class SlotTable implements InstrumentTable {
  readonly #infer: InstrumentTableOptions['infer']
  readonly #slots: InstrumentSlot[] = []
  readonly #symbols: Record<Market, SymbolTable> = {
    spot: new SymbolTable(),
    futures: new SymbolTable(),
  }
  readonly #changed: Set<InstrumentSlot> = new Set()

  constructor(infer: InstrumentTableOptions['infer']) {
    this.#infer = infer
  }

  find(market: Market, bytes: Uint8Array, start: number, end: number): InstrumentSlot | undefined {
    const index = this.#symbols[market].find(bytes, start, end)
    if (index >= 0) return this.#slots[index]
    return this.#infer === undefined
      ? undefined
      : this.#inferred(market, decoder.decode(bytes.subarray(start, end)))
  }

  bySymbol(market: Market, symbol: string): InstrumentSlot | undefined {
    const bytes = encoder.encode(symbol)
    return this.find(market, bytes, 0, bytes.length)
  }

  add(instrument: Instrument): InstrumentSlot {
    const key = encoder.encode(instrument.symbol)
    const index = this.#symbols[instrument.market].find(key, 0, key.length)
    const known = this.#slots[index]
    if (known !== undefined) {
      known.instrument = instrument
      this.#raise(known, instrument.priceScale, instrument.sizeScale)
      return known
    }
    const slot = new InstrumentSlot(instrumentIndex(this.#slots.length), instrument)
    this.#slots.push(slot)
    this.#symbols[instrument.market].set(key, slot.index)
    return slot
  }

  slots(): readonly InstrumentSlot[] {
    return this.#slots
  }

  grow(slot: InstrumentSlot, priceScale: number, sizeScale: number): void {
    if (this.#raise(slot, priceScale, sizeScale)) this.#changed.add(slot)
  }

  widen(slot: InstrumentSlot): void {
    if (slot.isWide) return
    slot.isWide = true
    this.#changed.add(slot)
  }

  takeChanged(): readonly InstrumentSlot[] {
    if (this.#changed.size === 0) return NONE
    const changed = [...this.#changed]
    this.#changed.clear()
    return changed
  }

  #raise(slot: InstrumentSlot, priceScale: number, sizeScale: number): boolean {
    const isHigher = priceScale > slot.priceScale || sizeScale > slot.sizeScale
    slot.priceScale = Math.max(slot.priceScale, priceScale)
    slot.sizeScale = Math.max(slot.sizeScale, sizeScale)
    return isHigher
  }

  #inferred(market: Market, symbol: string): InstrumentSlot | undefined {
    const instrument = inferOrNothing(this.#infer, market, symbol)
    if (instrument === undefined) return undefined
    // A venue may mix markets on one socket: the instrument is kept under the market it belongs to.
    return this.add(instrument)
  }
}

/** A symbol that breaks the naming rule is an unknown symbol, not an error: it came off the wire. */
function inferOrNothing(
  infer: InstrumentTableOptions['infer'],
  market: Market,
  symbol: string,
): Instrument | undefined {
  try {
    return infer?.(market, symbol)
  } catch (error) {
    if (error instanceof ConfigError) return undefined
    throw error
  }
}

const NONE: readonly InstrumentSlot[] = []
