import { type DecimalText, parseDecimal, scaledText } from '../../core/index.ts'
import { gzipFrame } from '../../wire/gzip-frame.ts'
import { MARK_SCALE } from '../perpetual-state.ts'
import type { SimInstrument } from '../sim-instrument.ts'
import type { HtxInstrumentOptions } from './products.ts'

/** A number with its digits as the venue writes them; JavaScript's own would lose them. */
export class WireNumber {
  /** The digits. */
  readonly text: string

  /** A number of these digits. */
  constructor(text: string) {
    this.text = text
  }
}

/** What a message is made of. `undefined` members are left out. */
export type WireValue =
  | WireNumber
  | string
  | number
  | boolean
  | null
  | readonly WireValue[]
  | { readonly [key: string]: WireValue | undefined }

/** A message as JSON text. */
export function wireJson(value: WireValue): string {
  if (value instanceof WireNumber) return value.text
  if (Array.isArray(value)) return `[${value.map(wireJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [`${JSON.stringify(key)}:${wireJson(member)}`],
  )
  return `{${members.join(',')}}`
}

/** A message as every public socket sends it: one gzip member in a binary frame. */
export function packed(value: WireValue): Uint8Array {
  // Not the Buffer itself: its `slice` shares memory, and faults damage what they take for a copy.
  return new Uint8Array(gzipFrame(wireJson(value)))
}

/** A number of an instrument: spot writes doubles as Java does, futures decimals. */
function numberOf(spec: SimInstrument, value: number | bigint, scale: number): WireNumber {
  const text = scaledText(value, scale)
  return new WireNumber(spec.kind === 'spot' ? javaDouble(text) : javaDecimal(text))
}

/** A price. */
export function priceOf(spec: SimInstrument, value: number): WireNumber {
  return numberOf(spec, value, spec.priceScale)
}

/** A size: base on spot, contracts elsewhere. */
export function sizeOf(spec: SimInstrument, value: number | bigint): WireNumber {
  return numberOf(spec, value, spec.sizeScale)
}

/** `Double.toString`: a fraction always, an exponent below a thousandth and from ten million on. */
function javaDouble(text: string): string {
  const { sign, digits, exponent } = scientific(text)
  if (digits === '0') return '0.0'
  if (exponent < -3 || exponent >= 7) {
    return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`
  }
  return text.includes('.') ? text : `${text}.0`
}

/** `BigDecimal.toString`: an exponent below a millionth. */
function javaDecimal(text: string): string {
  const { sign, digits, exponent } = scientific(text)
  if (digits === '0' || exponent >= -6) return text
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
  return `${sign}${digits[0]}${fraction}E${exponent}`
}

/** Significant digits and the power of ten of the first of them. */
function scientific(text: string): {
  readonly sign: string
  readonly digits: string
  readonly exponent: number
} {
  const sign = text.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = text.slice(sign.length).split('.')
  const all = whole + fraction
  const first = all.search(/[1-9]/)
  if (first < 0) return { sign: '', digits: '0', exponent: 0 }
  return {
    sign,
    digits: all.slice(first).replace(/0+$/, ''),
    exponent: whole.length - 1 - first,
  }
}

/** A mark or index price, or a funding rate. */
export function markText(value: number | bigint): DecimalText {
  return scaledText(value, MARK_SCALE)
}

/** Epoch µs as the venue writes time: ms. */
export function timeOf(timeUs: number): number {
  return Math.floor(timeUs / 1000)
}

/** Epoch µs in whole seconds, as bars and bodies of futures are numbered. */
export function secondsOf(timeUs: number): number {
  return Math.floor(timeUs / 1_000_000)
}

/** The venue's id of a trade: a futures one has the number of its match before its place in it. */
export function tradeIdText(spec: SimInstrument, id: number): string {
  return spec.kind === 'spot' ? String(id) : `${id}0000`
}

/** What a contract stands for: base (linear) or USD (coin-margined). */
export function contractSizeOf(spec: SimInstrument): string {
  // Listing keeps what an instrument's options say beyond the common ones.
  const { contractSize } = spec as Partial<HtxInstrumentOptions>
  return spec.inverseContractSize ?? contractSize ?? '1'
}

/** A volume traded in the counts of the venue; `turnover` is told of linear contracts alone. */
export interface VolumeNumbers {
  /** Base. */
  readonly amount: WireNumber
  /** Quote on spot, contracts elsewhere. */
  readonly vol: WireNumber
  /** Quote. */
  readonly turnover?: WireNumber
}

/** The counts of a volume and its value. */
export function volumesOf(spec: SimInstrument, volume: bigint, value: bigint): VolumeNumbers {
  const { sizeScale, valueScale } = spec
  const size = sizeOf(spec, volume)
  if (spec.kind === 'spot') return { amount: size, vol: numberOf(spec, value, valueScale) }
  if (spec.inverseContractSize !== undefined) {
    return { amount: numberOf(spec, value, valueScale), vol: size }
  }
  const { digits, scale } = parseDecimal(contractSizeOf(spec)) ?? { digits: 1n, scale: 0 }
  return {
    amount: numberOf(spec, volume * digits, sizeScale + scale),
    vol: size,
    turnover: numberOf(spec, value * digits, valueScale + scale),
  }
}
