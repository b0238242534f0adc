import type { BookState, DecimalText, Pair, VenueId } from '../core/index.ts'
import type { HistoryBudgetUse } from '../market/index.ts'
import type { StepLatency } from '../runtime/index.ts'
import type { DaemonRole } from './config.ts'
import type { TradingStatus } from './trading-status.ts'

/** One book of a daemon, as a person or a program looks at it. */
export interface BookStatus {
  /** The venue. */
  readonly venue: VenueId
  /** The unified name. */
  readonly pair: Pair
  /** The venue's feed. */
  readonly feed: string
  /** State of the book. */
  readonly state: BookState
  /** Best bid; absent unless the book is live. */
  readonly bid?: DecimalText
  /** Best ask; absent unless the book is live. */
  readonly ask?: DecimalText
  /** Ask minus bid; absent unless the book is live and has both sides. */
  readonly spread?: DecimalText
  /** Book, BBO and trade messages per second of the instrument. */
  readonly messagesPerSecond: number
  /** Median of arrival minus venue time, in ms, both clocks' errors included; absent while unknown. */
  readonly latencyP50Ms?: number
  /** 99 of 100 messages took at most this, in ms. */
  readonly latencyP99Ms?: number
  /** Times that the book was stale or corrupt and became live again. */
  readonly resyncs: number
  /** Rows recorded of the instrument. */
  readonly rows: number
}

/** A daemon at one moment. */
export interface DaemonStatus {
  /** When, epoch µs. */
  readonly timeUs: number
  /** What it is for. */
  readonly role: DaemonRole
  /** Venues whose instruments are loaded. */
  readonly venues: readonly VenueId[]
  /** Venues that cannot be reached yet, with the reason. */
  readonly waiting: Readonly<Record<string, string>>
  /** Open sockets. */
  readonly connections: number
  /** Every book that a task asked for. */
  readonly books: readonly BookStatus[]
  /** Tasks that a venue refused, with the reason. */
  readonly refused: Readonly<Record<string, string>>
  /** The memory of what passed; absent where nothing is kept. */
  readonly history?: HistoryBudgetUse
  /** What is traded; absent in role monitor. */
  readonly trading?: TradingStatus
  /** How long each step took from a frame to an order; absent where the ports time nothing. */
  readonly latency?: readonly StepLatency[]
}
