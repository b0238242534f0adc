import type { AccountId, DecimalText, Pair, StrategyId, VenueId } from '../core/index.ts'
import type { RehearsalStatus, StrategyState } from '../trader/index.ts'
import type { OrderTotals } from './trading-counts.ts'

/** An account of a daemon. */
export interface AccountStatus {
  /** Its name. */
  readonly account: AccountId
  /** Where. */
  readonly venue: VenueId
  /** On paper, or real. */
  readonly mode: 'paper' | 'live'
  /** Whether what happens is heard as it happens. */
  readonly isConnected: boolean
  /** Whether orders can be made: what happened is known. */
  readonly isReady: boolean
}

/** What a strategy has of one instrument. */
export interface PositionStatus {
  /** In which account. */
  readonly account: AccountId
  /** Of what. */
  readonly pair: Pair
  /** How much, in base or contracts; below 0 where short. What an account had before is not in it. */
  readonly quantity: DecimalText
  /** Average price at which it was opened; absent where nothing is held. */
  readonly averageEntryPrice?: DecimalText
}

/** A strategy of a daemon; what is counted is counted since the daemon was started. */
export interface TradedStrategyStatus extends OrderTotals {
  /** Its name. */
  readonly strategy: StrategyId
  /** Its kind. */
  readonly kind: string
  /** Whether it runs. */
  readonly state: StrategyState
  /** Why it does not, in words. */
  readonly why?: string
  /** Orders that may still trade. */
  readonly liveOrders: number
  /** What it holds. */
  readonly positions: readonly PositionStatus[]
  /** What its fills and funding made, fees taken off, in the reporting asset; absent where a price is missing. */
  readonly pnl?: DecimalText
}

/** How long it takes from the arrival of market data to the handing over of what was decided on them, in µs. */
export interface TickToTrade {
  /** How often it was measured. */
  readonly count: number
  /** Median; absent before the first. */
  readonly p50Us?: number
  /** 99 of 100 took at most this. */
  readonly p99Us?: number
}

/** The trading of a daemon at one moment. */
export interface TradingStatus extends OrderTotals {
  /** `waiting`: for a venue, or for an account that cannot be reached; nothing is traded yet. */
  readonly state: 'waiting' | 'open' | 'closed'
  /** What it waits for. */
  readonly why?: string
  /** Its accounts; empty before it is open. */
  readonly accounts: readonly AccountStatus[]
  /** Its strategies; empty before it is open. */
  readonly strategies: readonly TradedStrategyStatus[]
  /** Orders that may still trade. */
  readonly liveOrders: number
  /** Orders that venues are asked about. */
  readonly unknownOrders: number
  /** The asset that money is told in. */
  readonly reportingAsset: string
  /** What everything is worth; absent where a price is missing. */
  readonly equity?: DecimalText
  /** Equity less what was paid in; absent where a price is missing. */
  readonly profit?: DecimalText
  /** From a tick to an order. */
  readonly tickToTrade: TickToTrade
  /** What became of rehearsals; absent where there are none. */
  readonly rehearsals?: RehearsalStatus
}
