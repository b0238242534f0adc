import type { DecimalText } from '../core/index.ts'

/** Compares two exact decimal texts by value: negative, 0 or positive. Neither has padding or an exponent. */
export function compareDecimals(a: DecimalText, b: DecimalText): number {
  if (a === b) return 0
  const isNegative = a.startsWith('-')
  if (isNegative !== b.startsWith('-')) return isNegative ? -1 : 1
  return isNegative ? compareUnsigned(b.slice(1), a.slice(1)) : compareUnsigned(a, b)
}

// Without padding the longer whole part is the larger number; whole parts of one length, and fractions, compare as text.
function compareUnsigned(a: string, b: string): number {
  const wholeA = wholeDigits(a)
  const wholeB = wholeDigits(b)
  if (wholeA !== wholeB) return wholeA - wholeB
  return a < b ? -1 : a > b ? 1 : 0
}

function wholeDigits(text: string): number {
  const point = text.indexOf('.')
  return point < 0 ? text.length : point
}
