import {
  BboUpdate,
  BookUpdate,
  type MarketEventType,
  type OwnedMarketEvent,
  TradeUpdate,
} from '../../core/index.ts'
import { EVENT_KINDS } from '../event-kinds.ts'
import type { MarketFeed } from '../market-feed.ts'
import type { RecordWriter } from './record-writer.ts'

/**
 * Tells everything that happens in a market, in its order. What cannot be told goes to `onBroken`: the reader must not go on as
 * if nothing had happened.
 */
export function tellEvents(
  market: Pick<MarketFeed, 'subscribe'>,
  writer: RecordWriter,
  onBroken: (error: unknown) => void,
): void {
  const options = { name: 'thread', onBatchEnd: () => writer.endBatch() }
  const tell = (event: unknown): void => {
    try {
      if (event instanceof BookUpdate) writer.book(event)
      else if (event instanceof BboUpdate) writer.bbo(event)
      else if (event instanceof TradeUpdate) writer.trade(event)
      // All others are owned.
      else writer.event(event as OwnedMarketEvent)
    } catch (error) {
      onBroken(error)
    }
  }
  for (const kind of Object.keys(EVENT_KINDS) as MarketEventType[])
    market.subscribe(kind, {}, tell, options)
}
