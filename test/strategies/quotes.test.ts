import { describe, expect, test } from 'vitest'
import { Decimal, LevelBuffer, type LiveOrderBook } from '../../src/core/index.ts'
import { marketMakingParams } from '../../src/strategies/index.ts'
import { quotesOf } from '../../src/strategies/quotes.ts'
import { instrument } from '../support/instrument.ts'

/** One level a side, prices with one digit, sizes whole. */
function book(bid: number, bidSize: number, ask: number, askSize: number): LiveOrderBook {
  const side = (price: number, size: number): LevelBuffer => {
    const levels = new LevelBuffer()
    levels.clear(1, 0, false)
    if (size === 0) return levels
    levels.prices[0] = Math.round(price * 10)
    levels.sizes[0] = size
    levels.count = 1
    return levels
  }
  return {
    instrument: instrument(),
    feed: 'depth',
    depth: 'full',
    updateCount: 1,
    state: 'live',
    bids: side(bid, bidSize),
    asks: side(ask, askSize),
    localTimeUs: 1,
  }
}

const even = book(999, 5, 1_001, 5)
const heavyBid = book(999, 9, 1_001, 1)
const PLAIN = { amount: '1', maxPosition: '4', halfSpreadBps: 10 }

describe('Quotes', () => {
  test.each<readonly [string, object, LiveOrderBook, string, string]>([
    ['are half a spread around the mid', {}, even, '0', 'buy 1 at 999, sell 1 at 1001'],
    ['take the mid of a lopsided book, too', {}, heavyBid, '0', 'buy 1 at 999, sell 1 at 1001'],
    [
      // (999 × 1 + 1001 × 9) ÷ 10 = 1000.8; 10 bps of it are 1.0008.
      'are around the microprice where told',
      { fair: 'microprice' },
      heavyBid,
      '0',
      'buy 1 at 999.7992, sell 1 at 1001.8008',
    ],
    [
      'lean against a long position: half of the most, half of the skew',
      { inventorySkewBps: 20 },
      even,
      '2',
      'buy 1 at 998, sell 1 at 1000',
    ],
    [
      'lean against a short position',
      { inventorySkewBps: 20 },
      even,
      '-4',
      'buy 1 at 1001, sell 0 at 1003',
    ],
    [
      // (9 − 1) ÷ 10 of 10 bps of 1000.
      'move towards the heavier side',
      { imbalanceSkewBps: 10 },
      heavyBid,
      '0',
      'buy 1 at 999.8, sell 1 at 1001.8',
    ],
    ['want what is left to the most', {}, even, '3.25', 'buy 0.75 at 999, sell 1 at 1001'],
    ['want nothing beyond the most', {}, even, '5', 'buy 0 at 999, sell 1 at 1001'],
  ])('%s', (_title, params, of, position, expected) => {
    const quotes = quotesOf(
      marketMakingParams.parse({ ...PLAIN, ...params }),
      of,
      new Decimal(position),
    )
    const words = (['buy', 'sell'] as const).map((side) => {
      const quote = quotes?.[side]
      return `${side} ${quote?.quantity.toFixed()} at ${quote?.price.toFixed()}`
    })
    expect(words.join(', ')).toBe(expected)
  })

  test('are none where a side is empty', () => {
    const params = marketMakingParams.parse(PLAIN)
    expect(quotesOf(params, book(999, 0, 1_001, 5), new Decimal(0))).toBeUndefined()
    expect(quotesOf(params, book(999, 5, 1_001, 0), new Decimal(0))).toBeUndefined()
  })
})
