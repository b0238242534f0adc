/**
 * @hotpath How events get into a stream: borrowed ones as copies, each with the key by which a newer one replaces it while
 * the reader is behind. Runs once per event and stream. Allocation: the copy and its key; streams pay for themselves.
 */
import {
  type BboUpdate,
  type BookUpdate,
  ConfigError,
  type MarketEvents,
  type MarketEventType,
  type OwnedMarketEvent,
  type TradeUpdate,
} from '../core/index.ts'
import { checkSlowPolicy, type EventStream, type SlowPolicy } from './event-stream.ts'

/** What copying needs to know of the events. */
export interface StreamedEvents {
  /** Index of the instrument that an owned event belongs to, -1 where it belongs to none. */
  readonly indexOf: (event: OwnedMarketEvent) => number
  /** The whole book of a feed as it is now, owned by the caller; `undefined` unless it is live. */
  readonly wholeBook: (index: number, feed: string) => BookUpdate | undefined
}

/**
 * Checks what a stream is to carry.
 *
 * @throws ConfigError `INVALID_OPTIONS`
 */
export function checkStream(kinds: readonly MarketEventType[], slow: SlowPolicy): void {
  if (slow === 'conflate') {
    if (!kinds.includes('bookDelta') || kinds.includes('bookSnapshot')) return
    throw new ConfigError(
      'INVALID_OPTIONS',
      'Opening a stream: conflated book changes are told as snapshots, so ask for bookSnapshot beside bookDelta',
    )
  }
  checkSlowPolicy(slow)
}

/**
 * A handler of the events of a kind that puts them into a stream. Casts: what comes is of that kind; the compiler cannot
 * follow that.
 */
export function copiesInto<K extends MarketEventType>(
  kind: K,
  stream: EventStream<MarketEvents[K]>,
  { indexOf, wholeBook }: StreamedEvents,
): (event: MarketEvents[K]) => void {
  if (kind === 'bookSnapshot' || kind === 'bookDelta') {
    return (event) => {
      const update = event as unknown as BookUpdate
      const { feed } = update
      const { index } = update.slot
      const whole = () => wholeBook(index, feed) as unknown as MarketEvents[K] | undefined
      stream.push(update.clone() as unknown as MarketEvents[K], `book ${index} ${feed}`, whole)
    }
  }
  if (kind === 'bbo' || kind === 'trade') {
    return (event) => {
      const update = event as unknown as BboUpdate | TradeUpdate
      stream.push(update.copy() as unknown as MarketEvents[K], `${kind} ${update.slot.index}`)
    }
  }
  return (event) => stream.push(event, conflationKey(event as OwnedMarketEvent, indexOf))
}

function conflationKey(
  event: OwnedMarketEvent,
  indexOf: (event: OwnedMarketEvent) => number,
): string {
  const head = `${event.type} ${indexOf(event)}`
  if (event.type === 'bookState') return `${head} ${event.feed}`
  if (event.type === 'candle') return `${head} ${event.interval}`
  if (event.type === 'connection') return `${head} ${event.endpoint} ${event.connection}`
  return head
}
