import { type DecimalText, scaledText } from '../../core/index.ts'
import { fixedText } from '../fixed-text.ts'
import { MARK_SCALE } from '../perpetual-state.ts'
import type { SimInstrument } from '../sim-instrument.ts'

/** A price: without zeros at its end, as live frames have it (`70855.3` beside `70855.29`). */
export function priceText(spec: SimInstrument, price: number): DecimalText {
  return scaledText(price, spec.priceScale)
}

/** A size: every digit of the lot, zeros too (`1.49824820`); `0` where there is none. */
export function sizeText(spec: SimInstrument, size: number | bigint): string {
  return Number(size) === 0 ? '0' : fixedText(size, spec.sizeScale, spec.sizeScale)
}

/** The value of a trade or a day: quote, or the settlement coin of an inverse contract. */
export function valueText(spec: SimInstrument, value: bigint): DecimalText {
  return scaledText(value, spec.valueScale)
}

/** A mark or index price, or a funding rate. */
export function markText(value: number | bigint): DecimalText {
  return scaledText(value, MARK_SCALE)
}

/** Epoch µs as the venue writes time: a number of ms. */
export function timeMs(timeUs: number): number {
  return Math.floor(timeUs / 1000)
}
