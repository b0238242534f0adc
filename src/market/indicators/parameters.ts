import { assertNoProblems } from '../../transport/options.ts'

/** Longest window; a typing error, not a wish, asks for more. */
const MAX_PERIOD = 1_000_000

/**
 * Checks lengths of windows.
 *
 * @throws ConfigError `INVALID_OPTIONS` naming every one that is no integer from `least` to a million.
 */
export function checkPeriods(
  what: string,
  periods: Readonly<Record<string, number>>,
  least = 1,
): void {
  const problems = Object.entries(periods).flatMap(([name, period]) =>
    Number.isInteger(period) && period >= least && period <= MAX_PERIOD
      ? []
      : [`${name}: expected an integer from ${least} to ${MAX_PERIOD}, was ${period}`],
  )
  assertNoProblems(what, problems)
}

/**
 * Checks a factor.
 *
 * @throws ConfigError `INVALID_OPTIONS` where it is not above 0 and finite.
 */
export function checkFactor(what: string, name: string, factor: number): void {
  const isGood = Number.isFinite(factor) && factor > 0
  assertNoProblems(what, isGood ? [] : [`${name}: expected a number above 0, was ${factor}`])
}

/**
 * Checks a choice of a word, for callers without types.
 *
 * @throws ConfigError `INVALID_OPTIONS` naming the words there are.
 */
export function checkWord(
  what: string,
  name: string,
  word: string,
  words: readonly string[],
): void {
  const isGood = words.includes(word)
  assertNoProblems(what, isGood ? [] : [`${name}: expected ${words.join(' or ')}, was ${word}`])
}
