import { type DecimalText, parseDecimal, scaledText } from '../../core/index.ts'
import { MARK_SCALE } from '../perpetual-state.ts'
import type { SimInstrument } from '../sim-instrument.ts'
import type { KucoinInstrumentOptions } from './products.ts'

/** A number written as these digits, without quotes: none is lost, however many there are. */
export class Digits {
  /** The digits. */
  readonly text: string

  /** Digits of a JSON number. */
  constructor(text: string) {
    this.text = text
  }
}

/** JSON in which big integers and {@link Digits} are written digit by digit. */
export function wireJson(value: unknown): string {
  if (value instanceof Digits) return value.text
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return `[${value.map(wireJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => `${JSON.stringify(key)}:${wireJson(member)}`)
    return `{${members.join(',')}}`
  }
  return JSON.stringify(value)
}

/** A price: no trailing zeros. */
export function priceText(spec: SimInstrument, value: number): DecimalText {
  return scaledText(value, spec.priceScale)
}

/** A size: base on spot, lots elsewhere. */
export function sizeText(spec: SimInstrument, value: number | bigint): DecimalText {
  return scaledText(value, spec.sizeScale)
}

/** A mark or index price, or a funding rate. */
export function markText(value: number | bigint): DecimalText {
  return scaledText(value, MARK_SCALE)
}

/** Epoch µs as ns: beyond 2^53, so a big integer. */
export function nanoseconds(timeUs: number): bigint {
  return BigInt(Math.floor(timeUs)) * 1000n
}

/** Epoch µs as ms. */
export function milliseconds(timeUs: number): number {
  return Math.floor(timeUs / 1000)
}

/** Spot ids are beyond 2^53, those of contracts below. */
const SPOT_ID_BASE = 20_631_804_000_000_000n

/** Id of a trade as the wire tells it. */
export function tradeIdText(spec: SimInstrument, id: number): string {
  return spec.kind === 'spot' ? (SPOT_ID_BASE + BigInt(id)).toString() : String(id)
}

/** Coins of a lot of a linear contract. */
export function coinsPerLot(spec: SimInstrument): string {
  // Listing keeps what an instrument's options say beyond the common ones.
  return (spec as Partial<KucoinInstrumentOptions>).coinsPerLot ?? '1'
}

/** A volume in the counts that the venue has for it. */
export interface VolumeTexts {
  /** Base on spot, lots elsewhere. */
  readonly size: DecimalText
  /** Base; USD on inverse contracts, as a lot is one. */
  readonly coins: DecimalText
  /** Quote; coins on inverse contracts. */
  readonly turnover: DecimalText
}

/** The counts of a volume traded and its value. */
export function volumeTexts(spec: SimInstrument, volume: bigint, value: bigint): VolumeTexts {
  const { sizeScale, valueScale } = spec
  const size = sizeText(spec, volume)
  if (spec.kind === 'spot' || spec.inverseContractSize !== undefined) {
    return { size, coins: size, turnover: scaledText(value, valueScale) }
  }
  const lot = parseDecimal(coinsPerLot(spec)) ?? { digits: 1n, scale: 0 }
  return {
    size,
    coins: scaledText(volume * lot.digits, sizeScale + lot.scale),
    turnover: scaledText(value * lot.digits, valueScale + lot.scale),
  }
}
