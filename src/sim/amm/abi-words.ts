/** Contract words, as this side reads and writes them. */

const WORD = 64

/** A number as a word. */
export function word(value: bigint | number): string {
  const number = BigInt(value)
  return (number < 0n ? number + (1n << 256n) : number).toString(16).padStart(WORD, '0')
}

/** Word `at` of hexadecimal text without `0x`. */
function wordAt(hex: string, at: number): bigint {
  const text = hex.slice(at * WORD, (at + 1) * WORD)
  return text.length === WORD ? BigInt(`0x${text}`) : 0n
}

/** Word `at` as a signed number. */
export function signedAt(hex: string, at: number): number {
  const value = wordAt(hex, at)
  return Number(value >> 255n === 1n ? value - (1n << 256n) : value)
}

/** An address in word `at`. */
function addressAt(hex: string, at: number): string {
  return `0x${wordAt(hex, at).toString(16).padStart(40, '0')}`
}

/** One call inside `aggregate3`. */
export interface InnerCall {
  /** Whom. */
  readonly to: string
  /** What, without `0x`. */
  readonly data: string
}

/** Reads the argument of `aggregate3`. */
export function innerCalls(argument: string): readonly InnerCall[] {
  const list = argument.slice(Number(wordAt(argument, 0)) * 2)
  const body = list.slice(WORD)
  return Array.from({ length: Number(wordAt(list, 0)) }, (_, i) => {
    const tuple = body.slice(Number(wordAt(body, i)) * 2)
    const bytes = tuple.slice(Number(wordAt(tuple, 2)) * 2)
    return { to: addressAt(tuple, 0), data: bytes.slice(WORD, WORD + Number(wordAt(bytes, 0)) * 2) }
  })
}

/** Writes what `aggregate3` returns; `undefined` is a call that failed. */
export function aggregated(results: readonly (string | undefined)[]): string {
  const tuples = results.map((result = '') => {
    const padded = result.padEnd(Math.ceil(result.length / WORD) * WORD, '0')
    return [word(result === '' ? 0 : 1), word(64), word(result.length / 2), padded].join('')
  })
  let at = results.length * 32
  const offsets = tuples.map((tuple) => {
    const offset = word(at)
    at += tuple.length / 2
    return offset
  })
  return [word(32), word(results.length), ...offsets, ...tuples].join('')
}
