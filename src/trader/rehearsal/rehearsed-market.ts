import type { Borrowed, OrderBook } from '../../core/index.ts'
import type { BookHandle, MarketSource } from '../../market/index.ts'

/** A book that is kept anyway, and what tells those who trade on it that it has changed, though it has not. */
export interface RehearsedBook {
  /** The book. */
  readonly view: OrderBook
  /** Tells them. */
  readonly change: () => void
}

/** A market whose books are those of another, and change when `books` are told to: they hear nothing of the other's frames. */
export function rehearsedMarket(market: MarketSource, books: RehearsedBook[]): MarketSource {
  return {
    instrument: (pair) => market.instrument(pair),
    slot: (pair) => market.slot(pair),
    book: (pair, depth) => rehearsedHandle(market.book(pair, depth), books),
    subscribe: (kind, filter, handler, options) => market.subscribe(kind, filter, handler, options),
  }
}

function rehearsedHandle(handle: BookHandle, books: RehearsedBook[]): BookHandle {
  const { view, depth, feed, truncateTo } = handle
  const close = (): Promise<void> => handle.close()
  return {
    ...{ view, depth, feed, truncateTo, close },
    updates: (options) => handle.updates(options),
    live: (signal) => handle.live(signal),
    onChange: (handler) => {
      const book = { view, change: () => handler(view as Borrowed<OrderBook>) }
      books.push(book)
      const end = async (): Promise<void> => {
        const place = books.indexOf(book)
        if (place >= 0) books.splice(place, 1)
      }
      return {
        get isOpen() {
          return books.includes(book)
        },
        close: end,
        [Symbol.asyncDispose]: end,
      }
    },
    [Symbol.asyncDispose]: close,
  }
}
