import type { ErrorCode } from './error-codes.ts'
import type { VenueId, VenueSymbol } from './ids.ts'

/** A connection opened, was lost, or is being replaced. */
export interface ConnectionChanged {
  /** Discriminant. */
  readonly type: 'connection'
  /** The venue. */
  readonly venue: VenueId
  /** The venue's stream endpoint. */
  readonly endpoint: string
  /** Number of the connection within its endpoint. */
  readonly connection: number
  /** What it is now. */
  readonly state: 'connecting' | 'open' | 'rollover' | 'lost' | 'closed'
  /** Why, in a few words. */
  readonly reason: string
  /** When, epoch µs. */
  readonly localTimeUs: number
}

/** A subscriber did not keep up; only it was hurt. */
export interface SlowConsumer {
  /** Discriminant. */
  readonly type: 'slowConsumer'
  /** The name the subscriber gave itself. */
  readonly subscriber: string
  /** What was done: events were dropped or merged, or the subscription ended. */
  readonly action: 'dropped' | 'failed'
  /** Events lost to it so far. */
  readonly droppedEvents: number
  /** When, epoch µs. */
  readonly localTimeUs: number
}

/** The venue's system status, or a message of a kind not known to this version while data flows. */
export interface VenueStatus {
  /** Discriminant. */
  readonly type: 'venueStatus'
  /** The venue. */
  readonly venue: VenueId
  /** What the venue says of itself. */
  readonly status: 'online' | 'degraded' | 'maintenance' | 'unknown'
  /** The venue's own words, cut to 200 characters. */
  readonly detail: string
  /** When the venue says so, epoch µs; absent where it sends no time. */
  readonly venueTimeUs?: number
  /** When the frame arrived, epoch µs. */
  readonly localTimeUs: number
}

/** A message has a field or a value that this version does not know; data still flows. */
export interface VenueDrift {
  /** Discriminant. */
  readonly type: 'venueDrift'
  /** The venue. */
  readonly venue: VenueId
  /** What is new: a kind of message, a field (`trade.data.zz`) or a value (`trade.data.X=NEW`). Told once. */
  readonly path: string
  /** At most 200 characters of the frame, around what is new where it can be found. */
  readonly sample: string
  /** When, epoch µs. */
  readonly localTimeUs: number
}

/** A frame that cannot be read (counted, sampled, its instrument suspect), or a subscription that was refused or not answered. */
export interface Fault {
  /** Discriminant. */
  readonly type: 'fault'
  /** The venue. */
  readonly venue: VenueId
  /** What is wrong with it. */
  readonly code: ErrorCode
  /** The same in words, with what was expected. */
  readonly message: string
  /** Byte at which reading stopped. */
  readonly offsetBytes: number
  /** The first 200 characters of the frame. */
  readonly sample: string
  /** The instrument, where it could be read. */
  readonly symbol?: VenueSymbol
  /** When the frame arrived, epoch µs. */
  readonly localTimeUs: number
}
