import { spread } from '../book/index.ts'
import { decimalText, type VenueId } from '../core/index.ts'
import type { FeedQuality } from '../monitor/index.ts'
import type { BookStatus } from './daemon-status.ts'
import type { DeskBook } from './venue-desk.ts'

const US_PER_MS = 1000

/** One book as its status says it. */
export function bookStatus(
  venue: VenueId,
  { handle }: DeskBook,
  quality: FeedQuality | undefined,
): BookStatus {
  const { view, feed } = handle
  const head = {
    venue,
    pair: view.instrument.pair,
    feed,
    state: view.state,
    messagesPerSecond: quality?.messagesPerSecond ?? 0,
    resyncs: quality?.resyncs ?? 0,
    rows: quality?.rows ?? 0,
    ...latencies(quality),
  }
  if (view.state !== 'live') return head
  const { bids, asks } = view
  const difference = spread(view)
  return {
    ...head,
    ...(bids.count > 0 && { bid: bids.priceText(0) }),
    ...(asks.count > 0 && { ask: asks.priceText(0) }),
    ...(difference !== undefined && { spread: decimalText(difference.toFixed()) }),
  }
}

function latencies(
  quality: FeedQuality | undefined,
): Pick<BookStatus, 'latencyP50Ms' | 'latencyP99Ms'> {
  if (quality === undefined || Number.isNaN(quality.latencyP50Us)) return {}
  return {
    latencyP50Ms: quality.latencyP50Us / US_PER_MS,
    latencyP99Ms: quality.latencyP99Us / US_PER_MS,
  }
}
