import { dateOfDays } from '../../wire/index.ts'
import { fixedText } from '../fixed-text.ts'
import type { SimInstrument } from '../sim-instrument.ts'

/** A price with the digits of its tick. */
export function priceText(spec: SimInstrument, value: number): string {
  return fixedText(value, spec.priceScale, spec.tickDigits)
}

/** A size with the digits of its step: base on spot, contracts elsewhere. */
export function sizeText(spec: SimInstrument, value: number | bigint): string {
  return fixedText(value, spec.sizeScale, spec.sizeScale)
}

/** Epoch µs as RFC 3339 with µs. */
export function timeText(timeUs: number): string {
  const whole = Math.floor(timeUs)
  const days = Math.floor(whole / 86_400_000_000)
  const { year, month, day } = dateOfDays(days)
  const inDay = whole - days * 86_400_000_000
  const seconds = Math.floor(inDay / 1_000_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two)
  const micros = String(inDay % 1_000_000).padStart(6, '0')
  return `${year}-${two(month)}-${two(day)}T${clock.join(':')}.${micros}Z`
}

/** Epoch µs as RFC 3339 without a fraction. */
export function secondText(timeUs: number): string {
  return `${timeText(timeUs).slice(0, 19)}Z`
}

/** Epoch µs in whole seconds. */
export function secondsOf(timeUs: number): number {
  return Math.floor(timeUs / 1_000_000)
}
