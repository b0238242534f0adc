import { type DecimalText, parseDecimal, scaledText } from '../../core/index.ts'
import { MARK_SCALE } from '../perpetual-state.ts'
import type { SimInstrument } from '../sim-instrument.ts'
import type { GateInstrumentOptions } from './products.ts'

/**
 * How sizes of contracts are written: as text with their fraction to who asked for it by header, else as whole numbers,
 * the fraction cut towards zero.
 */
export type SizeMode = 'decimal' | 'integer'

/** The mode that a client's headers ask for. */
export function sizeModeOf(headers: Readonly<Record<string, string>>): SizeMode {
  const entry = Object.entries(headers).find(
    ([name]) => name.toLowerCase() === 'x-gate-size-decimal',
  )
  return entry?.[1] === '1' ? 'decimal' : 'integer'
}

/** A price: no trailing zeros. */
export function priceText(spec: SimInstrument, value: number): DecimalText {
  return scaledText(value, spec.priceScale)
}

/** A size as text: base on spot, contracts elsewhere. */
export function sizeText(spec: SimInstrument, value: number | bigint): DecimalText {
  return scaledText(value, spec.sizeScale)
}

/** Whole contracts, cut towards zero. */
function wholeOf(spec: SimInstrument, value: number | bigint): bigint {
  return BigInt(value) / 10n ** BigInt(spec.sizeScale)
}

/** A size of contracts, signed or not, as the client asked for. */
export function contractSize(
  spec: SimInstrument,
  value: number | bigint,
  mode: SizeMode,
): string | number {
  return mode === 'decimal' ? sizeText(spec, value) : Number(wholeOf(spec, value))
}

/** The same where the field is text in both modes. */
export function contractSizeText(
  spec: SimInstrument,
  value: number | bigint,
  mode: SizeMode,
): string {
  return mode === 'decimal' ? sizeText(spec, value) : String(wholeOf(spec, value))
}

/** A mark or index price, or a funding rate. */
export function markText(value: number | bigint): DecimalText {
  return scaledText(value, MARK_SCALE)
}

/** Epoch s. */
export function seconds(timeUs: number): number {
  return Math.floor(timeUs / 1_000_000)
}

/** Epoch ms. */
export function millis(timeUs: number): number {
  return Math.floor(timeUs / 1000)
}

/** Epoch ms with a fraction, as spot's trades have it: `1606292218213.457`. */
export function fractionalMillis(timeUs: number): string {
  return `${millis(timeUs)}.${String(timeUs % 1000).padStart(3, '0')}`
}

/** Base that a linear contract stands for; `0` on the inverse one, which stands for quote. */
export function multiplierOf(spec: SimInstrument): string {
  // Listing keeps what an instrument's options say beyond the common ones.
  const { quantoMultiplier } = spec as Partial<GateInstrumentOptions>
  return spec.inverseContractSize === undefined ? (quantoMultiplier ?? '1') : '0'
}

/** A volume traded in base and in quote. */
export interface VolumeTexts {
  /** Base. */
  readonly base: DecimalText
  /** Quote. */
  readonly quote: DecimalText
}

/** What a number of contracts and its value come to in base and quote. */
export function volumeTexts(spec: SimInstrument, volume: bigint, value: bigint): VolumeTexts {
  const { sizeScale, valueScale } = spec
  if (spec.inverseContractSize !== undefined) {
    return { base: scaledText(value, valueScale), quote: sizeText(spec, volume) }
  }
  const { digits, scale } = parseDecimal(multiplierOf(spec)) ?? { digits: 1n, scale: 0 }
  return {
    base: scaledText(volume * digits, sizeScale + scale),
    quote: scaledText(value * digits, valueScale + scale),
  }
}
