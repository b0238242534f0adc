import type { SimInterval } from '../candles.ts'

/** The venue's words of bar lengths: on sockets and in REST of futures, and in REST of spot. */
const WORDS: readonly (readonly [SimInterval, stream: string, spotRest?: string])[] = [
  ['1m', 'Min1', '1m'],
  ['5m', 'Min5', '5m'],
  ['15m', 'Min15', '15m'],
  ['30m', 'Min30', '30m'],
  ['1h', 'Min60', '60m'],
  ['4h', 'Hour4', '4h'],
  ['8h', 'Hour8'],
  ['1d', 'Day1', '1d'],
  ['1w', 'Week1', '1W'],
  ['1M', 'Month1', '1M'],
]

/** The bar length of a word of the sockets; `undefined` where it is none. */
export function intervalOfWord(word: string): SimInterval | undefined {
  return WORDS.find(([, stream]) => stream === word)?.[0]
}

/** The bar length of a word of spot's REST; `undefined` where it is none. */
export function intervalOfSpotRest(word: string): SimInterval | undefined {
  return WORDS.find(([, , rest]) => rest !== undefined && rest === word)?.[0]
}
