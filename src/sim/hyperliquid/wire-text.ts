import { type DecimalText, scaledText } from '../../core/index.ts'
import { MARK_SCALE } from '../perpetual-state.ts'
import type { SimInstrument } from '../sim-instrument.ts'

/** A number as this venue writes it: no trailing zeros, but always a fraction: `84143.0`. */
export function wireText(text: DecimalText): string {
  return text.includes('.') ? text : `${text}.0`
}

/** A price. */
export function priceText(spec: SimInstrument, value: number): string {
  return wireText(scaledText(value, spec.priceScale))
}

/** A size, in base. */
export function sizeText(spec: SimInstrument, value: number | bigint): string {
  return wireText(scaledText(value, spec.sizeScale))
}

/** A value, in quote. */
export function valueText(spec: SimInstrument, value: bigint): string {
  return wireText(scaledText(value, spec.valueScale))
}

/** A mark or oracle price, or a funding rate. */
export function markText(value: number | bigint): string {
  return wireText(scaledText(value, MARK_SCALE))
}

/** Epoch µs as the venue writes time: ms. */
export function timeMs(timeUs: number): number {
  return Math.floor(timeUs / 1000)
}
