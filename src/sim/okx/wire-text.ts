import { type DecimalText, parseDecimal, scaledText } from '../../core/index.ts'
import { divideRounded } from '../fixed-text.ts'
import { MARK_SCALE, type PerpetualState } from '../perpetual-state.ts'
import type { SimInstrument } from '../sim-instrument.ts'
import type { OkxInstrumentOptions } from './products.ts'

/** A price: no trailing zeros, as all numbers of this venue. */
export function priceText(spec: SimInstrument, value: number): DecimalText {
  return scaledText(value, spec.priceScale)
}

/** A size: base on spot, contracts elsewhere. */
export function sizeText(spec: SimInstrument, value: number | bigint): DecimalText {
  return scaledText(value, spec.sizeScale)
}

/** A mark or index price, or a funding rate. */
export function markText(value: number | bigint): DecimalText {
  return scaledText(value, MARK_SCALE)
}

/** Epoch µs as the venue writes time: ms as text. */
export function timeText(timeUs: number): string {
  return String(Math.floor(timeUs / 1000))
}

/** What a contract stands for: base (linear) or quote (inverse). */
export function contractValueOf(spec: SimInstrument): string {
  // Listing keeps what an instrument's options say beyond the common ones.
  const { contractValue } = spec as Partial<OkxInstrumentOptions>
  return spec.inverseContractSize ?? contractValue ?? '1'
}

/** A volume in the venue's three counts. */
export interface VolumeTexts {
  /** Base on spot, contracts elsewhere. */
  readonly vol: DecimalText
  /** Quote on spot, base elsewhere. */
  readonly volCcy: DecimalText
  /** Quote. */
  readonly volCcyQuote: DecimalText
}

/** The three counts of a volume traded and its value. */
export function volumeTexts(spec: SimInstrument, volume: bigint, value: bigint): VolumeTexts {
  const { sizeScale, valueScale } = spec
  const vol = sizeText(spec, volume)
  if (spec.kind === 'spot') {
    const quote = scaledText(value, valueScale)
    return { vol, volCcy: quote, volCcyQuote: quote }
  }
  const contract = contractOf(spec)
  const quoteOrBase = scaledText(volume * contract.digits, sizeScale + contract.scale)
  if (spec.inverseContractSize !== undefined) {
    return { vol, volCcy: scaledText(value, valueScale), volCcyQuote: quoteOrBase }
  }
  const volCcyQuote = scaledText(value * contract.digits, valueScale + contract.scale)
  return { vol, volCcy: quoteOrBase, volCcyQuote }
}

/** Open interest in contracts, base and USD. */
export interface InterestTexts {
  /** Contracts. */
  readonly oi: DecimalText
  /** Base, 8 digits. */
  readonly oiCcy: DecimalText
  /** USD, 8 digits. */
  readonly oiUsd: DecimalText
}

/** The three counts of the open interest. */
export function interestTexts(spec: SimInstrument, state: PerpetualState): InterestTexts {
  const contract = contractOf(spec)
  const scale = spec.sizeScale + contract.scale
  const amount = BigInt(state.openInterest) * contract.digits
  const oi = sizeText(spec, state.openInterest)
  const mark = state.markPrice === 0n ? 1n : state.markPrice
  if (spec.inverseContractSize !== undefined) {
    const base = divideRounded(amount * 10n ** BigInt(2 * MARK_SCALE), mark * 10n ** BigInt(scale))
    return { oi, oiCcy: markText(base), oiUsd: scaledText(amount, scale) }
  }
  const usd = divideRounded(amount * mark, 10n ** BigInt(scale))
  return { oi, oiCcy: scaledText(amount, scale), oiUsd: markText(usd) }
}

function contractOf(spec: SimInstrument): { readonly digits: bigint; readonly scale: number } {
  return parseDecimal(contractValueOf(spec)) ?? { digits: 1n, scale: 0 }
}
