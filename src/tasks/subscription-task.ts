import type { ChannelRequest, VenueId } from '../core/index.ts'

/** One thing that somebody wants to be subscribed. */
export interface SubscriptionTask {
  /** Where. */
  readonly venue: VenueId
  /** The unified pair; a pair tells its market by its form. */
  readonly pair: string
  /** What of it. */
  readonly request: ChannelRequest
}

/** What one source wants. */
export interface TaskSet {
  /** The source's name; a consumer in the counts. */
  readonly source: string
  /** Its tasks; naming one twice is naming it once. */
  readonly tasks: readonly SubscriptionTask[]
}

/** The text by which two tasks are the same. */
export function taskKey({ venue, pair, request }: SubscriptionTask): string {
  const head = `${venue} ${pair} ${request.channel}`
  if (request.channel === 'book') return `${head} ${request.depth ?? 'full'}`
  return request.channel === 'candle' ? `${head} ${request.interval}` : head
}
