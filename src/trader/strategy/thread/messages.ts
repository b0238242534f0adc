import type { ClientOrderId, Instrument, RouteId } from '../../../core/index.ts'
import type { Waiting } from '../../../runtime/index.ts'
import type { StrategyFault } from '../strategy-fault.ts'
import type { StrategySetup } from '../strategy-setup.ts'

/** What a thread is opened with. */
export interface ThreadStart {
  /** Which of the module's definitions. */
  readonly kind: string
  /** The strategy's setup; its parameters are those below. */
  readonly setup: StrategySetup
  /** Parameters, for the schema of the module's definition. */
  readonly params: unknown
  /** What it remembers; `null` where nothing. */
  readonly memory: unknown
  /** Most intents of one call. */
  readonly maxIntents: number
  /** The ring in which it is told of books and turns. */
  readonly buffer: SharedArrayBuffer
  /** How it waits for them. */
  readonly waiting: Waiting
}

/** What the host knows of a leg; only what changed since the last letter. Values are plain data; `null` where there is none. */
export interface LegChanges {
  readonly listing?: Instrument
  readonly feed?: string
  readonly depth?: number
  readonly lastTrade?: unknown
  readonly isTradable?: boolean
  readonly position?: unknown
  /** By asset: base, quote and settle. */
  readonly balances?: unknown
}

/** Levels as pairs of exact text. */
export type LevelTexts = readonly (readonly [price: string, size: string])[]

/** A book that does not fit a record of doubles. */
export interface WideBook {
  readonly leg: number
  readonly bids: LevelTexts
  readonly asks: LevelTexts
}

/** What does not fit a record of numbers, or is too rare to be one. */
export interface Letter {
  /** What happened, as plain data; absent where the turn itself says so. */
  readonly question?: unknown
  /** The order that a fill is of, where it has ended; as plain data. */
  readonly filled?: unknown
  /** By the number of the leg. */
  readonly legs: Readonly<Record<number, LegChanges>>
  /** Own orders that changed, as plain data. */
  readonly orders: readonly unknown[]
  /** Own routes that changed, as plain data. */
  readonly routes: readonly unknown[]
  /** Own orders and routes of which nothing may come any more. */
  readonly gone: { readonly orders: readonly ClientOrderId[]; readonly routes: readonly RouteId[] }
  /** Wide books. */
  readonly wide: readonly WideBook[]
}

/** What a strategy decided. */
export interface DecidedAnswer {
  readonly type: 'decided'
  /** Orders, routes and timers, as plain data. */
  readonly intents: readonly unknown[]
  /** Whether it answers an own order, fill or route. */
  readonly isEcho: boolean
}

/** What a strategy remembers; `null` where nothing. */
export interface RememberedAnswer {
  readonly type: 'remembered'
  readonly memory: unknown
}

/** What a thread tells: that it is made, what came of a question, or how it broke the contract. */
export type ThreadAnswer =
  | { readonly type: 'ready' }
  | DecidedAnswer
  | RememberedAnswer
  | { readonly type: 'broke'; readonly code: StrategyFault; readonly found: string }
