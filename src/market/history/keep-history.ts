import type { MaintainedBook } from '../../book/index.ts'
import type { BboUpdate, BookUpdate, DepthChoice, TradeUpdate } from '../../core/index.ts'
import type { MarketFeed } from '../market-feed.ts'
import type { Subscription } from '../subscription.ts'
import { wholeBook } from '../whole-book.ts'
import { BboHistory } from './bbo-history.ts'
import { BookHistory } from './book-history.ts'
import type { HistoryBudget } from './history-budget.ts'
import { TradeHistory } from './trade-history.ts'

/** A history that is filled until it is closed. */
export interface KeptHistory<History> extends AsyncDisposable {
  /** What came so far. */
  readonly history: History
  /** Stops filling it, and gives its memory back. Idempotent. */
  close(): Promise<void>
}

/**
 * Keeps the trades of a pair from now on, as long as the budget lets them stay.
 *
 * @throws ConfigError as `MarketData.subscribe` does.
 */
export function keepTrades(
  market: MarketFeed,
  pair: string,
  budget: HistoryBudget,
): KeptHistory<TradeHistory> {
  const history = new TradeHistory(market.slot(pair), budget)
  return kept(history, () => [
    // The router hands out the decoder's own slots; the public type is their reading side. Likewise below.
    market.subscribe('trade', { pair }, (trade) => history.push(trade as TradeUpdate)),
  ])
}

/**
 * Keeps the best prices of a pair from now on, as long as the budget lets them stay.
 *
 * @throws ConfigError as `MarketData.subscribe` does.
 */
export function keepBbos(
  market: MarketFeed,
  pair: string,
  budget: HistoryBudget,
): KeptHistory<BboHistory> {
  const history = new BboHistory(market.slot(pair), budget)
  return kept(history, () => [
    market.subscribe('bbo', { pair }, (bbo) => history.push(bbo as BboUpdate)),
  ])
}

/**
 * Keeps the updates of a pair's book from now on, as long as the budget lets them stay, and when it was not live.
 *
 * @throws ConfigError as `MarketData.book` does.
 */
export function keepBook(
  market: MarketFeed,
  pair: string,
  depth: DepthChoice,
  budget: HistoryBudget,
): KeptHistory<BookHistory> {
  const book = market.book(pair, depth)
  const { feed, truncateTo } = book
  const history = new BookHistory(market.slot(pair), budget, {
    feed,
    ...(truncateTo !== undefined && { truncateTo }),
  })
  // A view is the keeper's own book. One that is live already is not told again.
  if (book.view.state === 'live') {
    history.push(wholeBook(book.view as unknown as MaintainedBook))
  }
  const push = (update: unknown) => history.push(update as BookUpdate)
  const filter = { pair, depth }
  return kept(history, () => [
    market.subscribe('bookSnapshot', filter, push),
    market.subscribe('bookDelta', filter, push),
    market.subscribe('bookState', filter, ({ state, localTimeUs }) => {
      if (state !== 'live') history.interrupt(localTimeUs)
    }),
    book,
  ])
}

function kept<History extends { close(): void }>(
  history: History,
  open: () => readonly Pick<Subscription, 'close'>[],
): KeptHistory<History> {
  const parts = open()
  const close = async () => {
    for (const part of parts) await part.close()
    history.close()
  }
  return { history, close, [Symbol.asyncDispose]: close }
}
