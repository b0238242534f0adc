import { parseDecimal, scaledText } from '../../core/index.ts'
import { fixedText } from '../fixed-text.ts'
import { MARK_SCALE } from '../perpetual-state.ts'
import type { SimInstrument } from '../sim-instrument.ts'
import type { MexcInstrumentOptions } from './products.ts'

/** A price of spot: all its digits. */
export function priceText(spec: SimInstrument, value: number): string {
  return fixedText(value, spec.priceScale, spec.tickDigits)
}

/** A size of spot: all its digits. */
export function sizeText(spec: SimInstrument, value: number | bigint): string {
  return fixedText(value, spec.sizeScale, spec.sizeScale)
}

/** Epoch µs as epoch ms. */
export function msOf(timeUs: number): number {
  return Math.floor(timeUs / 1000)
}

/** A JSON number by its text: what JavaScript would write differently, or could not hold. */
export class RawNumber {
  /** Its text. */
  readonly text: string

  /** Keeps the text of a number. */
  constructor(text: string) {
    this.text = text
  }
}

/** A value as JSON, numbers of {@link RawNumber} as they are written. */
export function jsonText(value: unknown): string {
  if (value instanceof RawNumber) return value.text
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).map(([key, each]) => `"${key}":${jsonText(each)}`)
  return `{${fields.join(',')}}`
}

/**
 * A number of futures. Whole tens come with an exponent, as in `6.174E+4`; so do values below a thousandth (`9.312E-6`):
 * the venue's own language writes them so.
 */
function numberOf(value: number | bigint, scale: number): RawNumber {
  const text = scaledText(value, scale)
  const match = /^(-?)([1-9]\d*0)$/.exec(text)
  if (match?.[2] !== undefined) return new RawNumber(`${match[1]}${exponentOf(match[2])}`)
  const small = /^(-?)0\.(000+)([1-9]\d*)$/.exec(text)
  if (small?.[2] === undefined || small[3] === undefined) return new RawNumber(text)
  return new RawNumber(`${small[1]}${mantissaOf(small[3])}E-${small[2].length + 1}`)
}

function exponentOf(digits: string): string {
  return `${mantissaOf(digits.replace(/0+$/, ''))}E+${digits.length - 1}`
}

function mantissaOf(digits: string): string {
  return digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`
}

/** A price of futures. */
export function priceNumber(spec: SimInstrument, value: number): RawNumber {
  return numberOf(value, spec.priceScale)
}

/** A size of futures, in contracts: plain digits. */
export function sizeNumber(spec: SimInstrument, value: number | bigint): RawNumber {
  return new RawNumber(scaledText(value, spec.sizeScale))
}

/** A mark or index price, or a funding rate. */
export function markNumber(value: number | bigint): RawNumber {
  return numberOf(value, MARK_SCALE)
}

/** Base that a linear contract stands for, or quote of an inverse one. */
export function contractSizeOf(spec: SimInstrument): string {
  // Listing keeps what an instrument's options say beyond the common ones.
  const { contractSize } = spec as Partial<MexcInstrumentOptions>
  return spec.inverseContractSize ?? contractSize ?? '1'
}

/** What a volume is worth in the coin that settles: quote of a linear contract, base of an inverse one. */
export function amountNumber(spec: SimInstrument, value: bigint): RawNumber {
  if (spec.inverseContractSize !== undefined) return numberOf(value, spec.valueScale)
  const size = parseDecimal(contractSizeOf(spec)) ?? { digits: 1n, scale: 0 }
  return numberOf(value * size.digits, spec.valueScale + size.scale)
}
