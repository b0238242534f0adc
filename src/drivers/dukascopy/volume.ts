import { type DecimalParts, parseDecimal } from '../../core/index.ts'
import { malformed } from './errors.ts'

/** Fraction digits that millions have before units begin. */
const DIGITS_OF_A_MILLION = 6
/** Digits after which a 32-bit float is told from its neighbours. */
const MOST_DIGITS = 9

/**
 * A volume of a file, a 32-bit float of millions, in units: the shortest decimal that is this float, × 10^6. The float
 * nearest to 1.12 is 1120000 units, not 1120000.00476…; that nearest to 74.3 is 74300000, not 74300003.
 */
export function unitsOfMillions(millions: number, what: string): DecimalParts {
  if (!(millions >= 0 && millions < Number.POSITIVE_INFINITY)) {
    throw malformed(what, `expected a volume, was ${millions}`)
  }
  let text = millions.toPrecision(MOST_DIGITS)
  for (let digits = 1; digits < MOST_DIGITS; digits += 1) {
    const shorter = millions.toPrecision(digits)
    if (Math.fround(Number(shorter)) !== millions) continue
    text = shorter
    break
  }
  const parts = parseDecimal(text)
  if (parts === undefined) throw malformed(what, `expected a volume, was ${millions}`)
  return timesMillion(parts)
}

/** An exact decimal × 10^6. */
export function timesMillion({ digits, scale }: DecimalParts): DecimalParts {
  const up = Math.max(0, DIGITS_OF_A_MILLION - scale)
  return { digits: digits * 10n ** BigInt(up), scale: Math.max(0, scale - DIGITS_OF_A_MILLION) }
}

/**
 * Exact decimals as integers at one scale, at least `scale`.
 *
 * @throws ProtocolError `MALFORMED_RESPONSE` where one does not fit 2^53.
 */
export function atOneScale(
  values: readonly DecimalParts[],
  scale: number,
  what: string,
): { readonly scale: number; readonly integers: Float64Array } {
  const highest = values.reduce((most, value) => Math.max(most, value.scale), scale)
  const integers = Float64Array.from(values, (value) => {
    const integer = Number(value.digits * 10n ** BigInt(highest - value.scale))
    if (!Number.isSafeInteger(integer)) throw malformed(what, `${integer} does not fit 2^53`)
    return integer
  })
  return { scale: highest, integers }
}
