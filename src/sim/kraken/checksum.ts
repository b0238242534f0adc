import { crc32 } from '../../wire/index.ts'
import type { BookLevels } from '../change-log.ts'
import type { SimInstrument } from '../sim-instrument.ts'
import { CHECKSUM_LEVELS } from './products.ts'
import { priceText, type SideLevels, sizeText } from './wire-text.ts'

/**
 * The checksum of a book as the venue's guide says it: CRC-32 of the text of the ten best asks ascending, then the ten
 * best bids descending, each price and size as written, without the point and then without leading zeros.
 */
export function checksumOf(spec: SimInstrument, { bids, asks }: BookLevels): number {
  return crc32(sideText(spec, asks) + sideText(spec, bids))
}

function sideText(spec: SimInstrument, levels: SideLevels): string {
  return levels
    .slice(0, CHECKSUM_LEVELS)
    .map(([price, size]) => strip(priceText(spec, price)) + strip(sizeText(spec, size)))
    .join('')
}

function strip(text: string): string {
  return text.replace('.', '').replace(/^0+/, '')
}
