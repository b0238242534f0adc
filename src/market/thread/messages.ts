import type { ChannelRequest, Instrument, RateLimit } from '../../core/index.ts'
import type { BudgetLane, LogFields, MetricLabels } from '../../runtime/index.ts'
import type { ConnectionInfo } from '../../transport/index.ts'
import type { BookCounters } from '../book-keeping.ts'
import type { MarketDataOptions } from '../market-data-options.ts'
import type { PlainError } from './plain-error.ts'

/** The options of market data that are plain data; the driver and the ports are made in the thread. */
export type PlainMarketOptions = Omit<MarketDataOptions, 'driver' | 'ports' | 'tap' | 'signal'>

/** An order to a thread, for one of its markets. */
export type MarketOrder = { readonly market: number } & (
  | {
      readonly type: 'open'
      readonly venue: string
      readonly options: PlainMarketOptions
      /** The ring that it tells its events in. */
      readonly buffer: SharedArrayBuffer
    }
  | {
      readonly type: 'hold'
      /** Orders that hold are counted: their number stands in the ring where they were taken. */
      readonly order: number
      readonly pair: string
      readonly request: ChannelRequest
    }
  /** Lets go of what an order held. */
  | { readonly type: 'release'; readonly order: number }
  | { readonly type: 'refresh'; readonly call: number }
  | { readonly type: 'close' }
)

/** What a thread is told of the address that it calls from. */
export interface TurnMessage {
  readonly type: 'turn'
  readonly call: number
  /** How long nothing is granted to anybody, in ms. */
  readonly bannedForMs: number
  /** Why it is not granted; absent: it is. */
  readonly refusal?: PlainError
}

/** What a thread is sent. */
export type ToThread = MarketOrder | TurnMessage

/** What one of its markets answers. */
export type MarketAnswer = { readonly market: number } & (
  | { readonly type: 'opened'; readonly instruments: readonly Instrument[] }
  | { readonly type: 'failed'; readonly error: PlainError }
  /** What an order was to hold cannot be held. */
  | { readonly type: 'refused'; readonly order: number; readonly error: PlainError }
  | { readonly type: 'refreshed'; readonly call: number; readonly error?: PlainError }
  | { readonly type: 'closed' }
)

/** What a thread asks of the limits of the address, which are those of the thread that opened it. */
export type LimitMessage =
  | {
      readonly type: 'take'
      readonly call: number
      readonly name: string
      readonly limit: RateLimit
      readonly weight: number
      readonly lane: BudgetLane
    }
  | { readonly type: 'giveUp'; readonly call: number }
  | {
      readonly type: 'observe'
      readonly name: string
      readonly limit: RateLimit
      readonly used: number
      readonly perMs: number | undefined
    }
  | { readonly type: 'ban'; readonly name: string; readonly limit: RateLimit; readonly ms: number }

/** How its markets are, told once a second. */
export interface ReportMessage {
  readonly type: 'report'
  readonly markets: readonly {
    readonly market: number
    readonly bookCounters: BookCounters
    readonly connections: readonly ConnectionInfo[]
  }[]
  /** Counters and gauges that changed. */
  readonly metrics: readonly {
    readonly type: 'counter' | 'gauge'
    readonly name: string
    readonly labels: MetricLabels
    readonly value: number
  }[]
}

/** A log line. */
export interface LogMessage {
  readonly type: 'log'
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly fields: LogFields | undefined
}

/** What a thread sends. */
export type FromThread = MarketAnswer | LimitMessage | ReportMessage | LogMessage
