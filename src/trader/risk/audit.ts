import type { TrippedBreaker } from './breaker-board.ts'
import type { LimitName } from './limit-names.ts'
import type { RiskScope } from './scope.ts'
import type { TradingState } from './standing-orders.ts'

/** Somebody set a limit. */
export interface LimitChanged {
  /** Tells it from other records. */
  readonly type: 'limitChanged'
  /** Which limit. */
  readonly name: LimitName
  /** For whom. */
  readonly scope: RiskScope
  /** What was set for that very scope; absent where nothing was, and a wider one held. */
  readonly old?: string | false
  /** What holds now; `false` is off. */
  readonly value: string | false
  /** Who. */
  readonly by: string
  /** When, epoch µs. */
  readonly timeUs: number
}

/** Somebody changed what may be done. */
export interface TradingStateChanged {
  /** Tells it from other records. */
  readonly type: 'tradingStateChanged'
  /** For whom. */
  readonly scope: RiskScope
  /** What held. */
  readonly old: TradingState
  /** What holds now. */
  readonly value: TradingState
  /** Who. */
  readonly by: string
  /** Why. */
  readonly why: string
  /** When, epoch µs. */
  readonly timeUs: number
}

/** Somebody pulled the kill switch, or released it. */
export interface KillSwitchChanged {
  /** Tells it from other records. */
  readonly type: 'killSwitchChanged'
  /** For whom. */
  readonly scope: RiskScope
  /** Whether it is pulled now. */
  readonly isPulled: boolean
  /** Who. */
  readonly by: string
  /** Why. */
  readonly why: string
  /** When, epoch µs. */
  readonly timeUs: number
}

/** Somebody reset a breaker. */
export interface BreakerReset {
  /** Tells it from other records. */
  readonly type: 'breakerReset'
  /** What it was. */
  readonly tripped: TrippedBreaker
  /** Who. */
  readonly by: string
  /** Why. */
  readonly why: string
  /** When, epoch µs. */
  readonly timeUs: number
}

/** What somebody did to risk; kept for ever by whoever keeps records. */
export type RiskAudit = LimitChanged | TradingStateChanged | KillSwitchChanged | BreakerReset
