import { divideRounded, fixedText } from '../fixed-text.ts'
import type { SimInstrument } from '../sim-instrument.ts'

const SPOT_DIGITS = 8

/** How an instrument's numbers are written: spot pads all to 8 digits, futures to the digits of tick and lot. */
export interface WireText {
  /** A price. */
  price(value: number): string
  /** A size. */
  size(value: number | bigint): string
  /** A value traded. */
  value(value: bigint): string
  /** The average price of a volume and its value. */
  average(volume: bigint, value: bigint): string
}

/** The number writer of an instrument. */
export function wireText(spec: SimInstrument): WireText {
  const isSpot = spec.kind === 'spot'
  const priceDigits = isSpot ? SPOT_DIGITS : spec.tickDigits
  const sizeDigits = isSpot ? SPOT_DIGITS : spec.sizeScale
  const valueDigits = isSpot ? SPOT_DIGITS : spec.valueScale
  return {
    price: (value) => fixedText(value, spec.priceScale, priceDigits),
    size: (value) => fixedText(value, spec.sizeScale, sizeDigits),
    value: (value) => roundedText(value, spec.valueScale, valueDigits),
    average: (volume, value) =>
      roundedText(averageOf(spec, volume, value), AVERAGE_SCALE, priceDigits),
  }
}

/** The wire texts of `[price, size]` pairs. */
export function levelTexts(
  text: WireText,
  levels: readonly (readonly [price: number, size: number])[],
): [string, string][] {
  return levels.map(([price, size]) => [text.price(price), text.size(size)])
}

/** A change in percent of where it started, 3 digits. */
export function percentText(from: number, to: number): string {
  return fixedText(divideRounded(BigInt(to - from) * 100_000n, BigInt(from)), 3, 3)
}

const AVERAGE_SCALE = 16

function averageOf(spec: SimInstrument, volume: bigint, value: bigint): bigint {
  if (volume === 0n || value === 0n) return 0n
  const { sizeScale, valueScale, inverseContractSize } = spec
  if (inverseContractSize === undefined) {
    // value / volume, brought to AVERAGE_SCALE.
    return divideRounded(
      value * 10n ** BigInt(AVERAGE_SCALE + sizeScale),
      volume * 10n ** BigInt(valueScale),
    )
  }
  const quote = volume * BigInt(inverseContractSize)
  return divideRounded(
    quote * 10n ** BigInt(AVERAGE_SCALE + valueScale),
    value * 10n ** BigInt(sizeScale),
  )
}

function roundedText(value: bigint, scale: number, digits: number): string {
  if (digits >= scale) return fixedText(value, scale, digits)
  return fixedText(divideRounded(value, 10n ** BigInt(scale - digits)), digits, digits)
}
