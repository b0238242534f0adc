import type { BookUpdate, LevelBuffer } from '../../core/index.ts'

const LEVEL_BYTES = 16
/** Two big integers and their places in arrays; V8 needs about so much. */
const WIDE_LEVEL_BYTES = 64

/** Bytes that the levels of an update occupy, about where they are of big integers. */
export function updateBytes({ bids, asks }: BookUpdate): number {
  return sideBytes(bids) + sideBytes(asks)
}

function sideBytes({ prices, widePrices }: LevelBuffer): number {
  return LEVEL_BYTES * prices.length + WIDE_LEVEL_BYTES * widePrices.length
}
