import type { Decimal, Instrument } from '../../core/index.ts'
import { Decimal as ExactDecimal } from '../../core/index.ts'

/** A value as plain JSON data: decimals are exact text. What is `undefined` is left out. */
export type Plain<T> = T extends Decimal
  ? string
  : T extends string | number | boolean | undefined
    ? T
    : { readonly [Key in keyof T]: Plain<T[Key]> }

/** The names under which decimals stand, in everything that is written here. */
const DECIMALS: ReadonlySet<string> = new Set([
  'price',
  'quantity',
  'triggerPrice',
  'filledQuantity',
  'toldQuantity',
  'mostQuantity',
  'reservedQuantity',
  'amount',
  'realisedPnl',
])

/**
 * Instruments by what they say, so that equal ones are one object, whether they came from a listing or were read from text. It
 * grows by the instruments that were ever traded, and by each change of their rules.
 */
export class InstrumentPool {
  readonly #byText = new Map<string, Instrument>()
  readonly #shared = new WeakMap<Instrument, Instrument>()

  /** The one object that stands for this instrument. */
  share(instrument: Instrument): Instrument {
    const known = this.#shared.get(instrument)
    if (known !== undefined) return known
    const text = JSON.stringify(instrument)
    const shared = this.#byText.get(text) ?? instrument
    this.#byText.set(text, shared)
    this.#shared.set(instrument, shared)
    return shared
  }
}

/** Makes plain data of a value; an instrument stands in it whole, as the one object that nobody changes. */
export function toPlain<T>(value: T): Plain<T> {
  // The type says what the walk does, member by member.
  return plainOf(value, (instrument) => instrument) as Plain<T>
}

/** As {@link toPlain}, with a number from a table in place of each instrument. */
export function toNumbered<T>(value: T, table: InstrumentNumbers): Plain<T> {
  return plainOf(value, (instrument) => table.numberOf(instrument as Instrument)) as Plain<T>
}

/** Makes the value of its plain data. What the data has to be, its type says; a journal proves the bytes. */
export function fromPlain<T>(data: Plain<T>, instrumentOf: (told: unknown) => Instrument): T {
  return valueOf('', data, instrumentOf) as T
}

/** Gives instruments numbers, in the order in which they come. */
export class InstrumentNumbers {
  readonly #numbers = new Map<Instrument, number>()

  /** The number of an instrument. */
  numberOf(instrument: Instrument): number {
    const known = this.#numbers.get(instrument)
    if (known !== undefined) return known
    this.#numbers.set(instrument, this.#numbers.size)
    return this.#numbers.size - 1
  }

  /** The instruments, by their numbers. */
  list(): readonly Instrument[] {
    return [...this.#numbers.keys()]
  }
}

function plainOf(value: unknown, name: (instrument: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((each) => plainOf(each, name))
  // A plain object, as most are, is told by one look.
  const isPlain = Object.getPrototypeOf(value) === Object.prototype
  if (!isPlain && value instanceof ExactDecimal) return value.toFixed()
  const plain: Record<string, unknown> = {}
  for (const key in value) {
    const member = (value as Readonly<Record<string, unknown>>)[key]
    if (member === undefined) continue
    plain[key] = key === 'instrument' ? name(member) : plainOf(member, name)
  }
  return plain
}

function valueOf(key: string, data: unknown, instrumentOf: (told: unknown) => Instrument): unknown {
  if (key === 'instrument') return instrumentOf(data)
  if (typeof data === 'string') return DECIMALS.has(key) ? new ExactDecimal(data) : data
  if (typeof data !== 'object' || data === null) return data
  if (Array.isArray(data)) return data.map((each) => valueOf('', each, instrumentOf))
  const value: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(data))
    value[name] = valueOf(name, member, instrumentOf)
  return value
}
