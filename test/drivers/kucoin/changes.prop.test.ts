import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kucoin } from '../../../src/drivers/kucoin/index.ts'
import { FrameReplay } from '../../../src/market/frame-replay.ts'

const driver = kucoin()

/** Entries as they happened, the sequence counting up from 11; price 0 is one that only counts. */
const history = fc.array(
  fc.record({
    side: fc.constantFrom('asks' as const, 'bids' as const),
    price: fc.integer({ min: 0, max: 6 }),
    size: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 160 },
)

const priceOf = (side: 'asks' | 'bids', price: number): string =>
  price === 0 ? '0' : String(side === 'asks' ? 100 + price : price)

test('a message that covers a snapshot leaves what happened last, whatever the order of its entries', () => {
  fc.assert(
    fc.property(history, fc.nat(), fc.infiniteStream(fc.nat(1000)), (entries, at, numbers) => {
      const sides = { asks: new Map<string, string>(), bids: new Map<string, string>() }
      const book = (): Record<'asks' | 'bids', [string, string][]> => ({
        asks: [...sides.asks],
        bids: [...sides.bids],
      })
      const changes: Record<'asks' | 'bids', string[][]> = { asks: [], bids: [] }
      const seen = at % entries.length
      let snapshot = book()
      for (const [i, { side, price, size }] of entries.entries()) {
        const [text, amount] = [priceOf(side, price), String(size)]
        const place = (numbers.next().value ?? 0) % (changes[side].length + 1)
        changes[side].splice(place, 0, [text, amount, String(11 + i)])
        if (price > 0 && size > 0) sides[side].set(text, amount)
        else sides[side].delete(text)
        if (i + 1 === seen) snapshot = book()
      }
      const run = new FrameReplay({ driver, market: 'spot' })
      const end = 10 + entries.length
      const data = { changes, sequenceStart: 11, sequenceEnd: end }
      run.frame(Buffer.from(JSON.stringify({ topic: '/market/level2:BTC-USDT', data })), 1)
      run.answer(
        'https://api.kucoin.com/api/v3/market/orderbook/level2?symbol=BTC-USDT',
        Buffer.from(JSON.stringify({ code: '200000', data: { sequence: 10 + seen, ...snapshot } })),
        1,
      )
      const [kept] = run.books
      const shown = (side: 'asks' | 'bids') => {
        const levels = kept?.evidence[side]
        return Array.from({ length: levels?.count ?? 0 }, (_, i) => [
          levels?.priceText(i),
          levels?.sizeText(i),
        ])
      }
      const expected = (side: 'asks' | 'bids', direction: 1 | -1) =>
        [...sides[side]].sort((a, b) => (Number(a[0]) - Number(b[0])) * direction)
      expect([kept?.state, kept?.lastId]).toEqual(['live', end])
      expect(shown('asks')).toEqual(expected('asks', 1))
      expect(shown('bids')).toEqual(expected('bids', -1))
    }),
    { numRuns: 400 },
  )
})
