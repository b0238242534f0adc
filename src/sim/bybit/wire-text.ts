import { type DecimalText, scaledText } from '../../core/index.ts'
import { dateOfDays } from '../../wire/index.ts'
import { divideRounded, fixedText } from '../fixed-text.ts'
import { MARK_SCALE, type PerpetualState } from '../perpetual-state.ts'
import type { SimInstrument } from '../sim-instrument.ts'

/** Fraction digits of volumes and turnovers. */
const TOTAL_DIGITS = 4

/** A price: padded to the tick's digits on futures, without trailing zeros on spot. */
export function priceText(spec: SimInstrument, value: number): string {
  const { kind, priceScale, tickDigits } = spec
  return kind === 'spot' ? scaledText(value, priceScale) : fixedText(value, priceScale, tickDigits)
}

/** A size: base, or USD on inverse contracts; padded as prices are, but for `0`, which removes a level. */
export function sizeText(spec: SimInstrument, value: number | bigint): string {
  const { kind, sizeScale } = spec
  if (kind === 'spot' || Number(value) === 0) return scaledText(value, sizeScale)
  return fixedText(value, sizeScale, sizeScale)
}

/** A mark or index price, or a funding rate. */
export function markText(value: number | bigint): DecimalText {
  return scaledText(value, MARK_SCALE)
}

/** Epoch µs as ms. */
export function timeMs(timeUs: number): number {
  return Math.floor(timeUs / 1000)
}

/** A volume in the unit of sizes. */
export function volumeText(spec: SimInstrument, volume: bigint): string {
  return spec.kind === 'spot'
    ? scaledText(volume, spec.sizeScale)
    : fixedText(volume, spec.sizeScale, Math.max(TOTAL_DIGITS, spec.sizeScale))
}

/** A turnover: quote, or base on inverse contracts. */
export function turnoverText(spec: SimInstrument, value: bigint): DecimalText {
  return scaledText(value, spec.valueScale)
}

/** What the open interest is worth: quote, or base on inverse contracts. */
export function interestValueText(
  spec: SimInstrument,
  { openInterest, markPrice }: PerpetualState,
  sides: 1 | 2,
): DecimalText {
  const amount = BigInt(openInterest) * BigInt(sides)
  const mark = markPrice === 0n ? 1n : markPrice
  const unit = 10n ** BigInt(spec.sizeScale)
  const value =
    spec.inverseContractSize === undefined
      ? divideRounded(amount * mark, unit)
      : divideRounded(amount * 10n ** BigInt(2 * MARK_SCALE), mark * unit)
  return markText(value)
}

/** Ids of trades: digits beyond 2^53 on spot, UUIDs on futures. */
export function tradeIdText({ kind }: SimInstrument, id: number): string {
  if (kind === 'spot') return `22${String(id).padStart(17, '0')}`
  return `20f43950-d8dd-5b31-9112-${id.toString(16).padStart(12, '0')}`
}

const DAY_MS = 86_400_000

/** Epoch ms as `2027-03-26T08:00:00Z`. */
export function isoText(ms: number): string {
  const { year, month, day } = dateOfDays(Math.floor(ms / DAY_MS))
  const seconds = Math.floor((ms % DAY_MS) / 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const date = [year, two(month), two(day)].join('-')
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `${date}T${time.map(two).join(':')}Z`
}
