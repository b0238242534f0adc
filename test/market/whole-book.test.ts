import { expect, it } from 'vitest'
import { MaintainedBook } from '../../src/book/index.ts'
import { wholeBook } from '../../src/market/index.ts'
import { makeSlot, makeUpdate, textOf } from './scripted-venue.ts'

// Found by the property of BookHistory: the empty side said that it is narrow, and the other side's levels were lost.
it('tells both sides of a wide book in big integers, an empty one too', () => {
  const slot = makeSlot()
  const book = new MaintainedBook(slot, 'depth', 'full')
  const update = makeUpdate(slot, { isSnapshot: true, asks: [[7, 2]] })
  update.bids.widen()
  update.asks.widen()
  book.apply(update)
  const copy = new MaintainedBook(slot, 'depth', 'full')
  copy.apply(wholeBook(book))
  book.state = copy.state = 'live'
  expect(textOf(copy.bids, copy.asks)).toBe(textOf(book.bids, book.asks))
  expect(copy.asks.priceText(0)).toBe('7')
})
