/** Which ticks are initialised: words of 256 bits, one for each multiple of the pool's spacing. */

/** Ticks that one word covers, in multiples of the spacing. */
const WORD_BITS = 256

/** The word and bit of a tick; arithmetic shifts, so that negative ticks round towards the lower word. */
export function bitmapPlace(tick: number, spacing: number): { word: number; bit: number } {
  const compressed = Math.floor(tick / spacing)
  return { word: compressed >> 8, bit: compressed & 255 }
}

/** The initialised ticks of a word, lowest first. */
export function ticksOfWord(word: number, bits: bigint, spacing: number): readonly number[] {
  const ticks: number[] = []
  for (let bit = 0, left = bits; left > 0n; bit += 1, left >>= 1n)
    if ((left & 1n) === 1n) ticks.push((word * WORD_BITS + bit) * spacing)
  return ticks
}

/** The first tick of a word. */
export function firstTickOf(word: number, spacing: number): number {
  return word * WORD_BITS * spacing
}
