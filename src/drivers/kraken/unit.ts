import { type DecimalText, decimalText } from '../../core/index.ts'

/** One unit of the last of so many fraction digits: `0.01` for 2, `1000` for -3. */
export function unitOf(fractionDigits: number): DecimalText {
  return decimalText(`1e${-fractionDigits}`)
}
