import type { AccountId, Decimal, Instrument } from '../../core/index.ts'
import type { OmsInput } from '../oms/index.ts'
import type { Plain } from '../oms/order-json.ts'
import type { PortfolioEvent } from '../portfolio/index.ts'
import type {
  BreakerName,
  LimitSetting,
  RiskCommand,
  TradingState,
  TrippedBreaker,
} from '../risk/index.ts'
import type { RouteInput } from '../routing/index.ts'

/** Whatever changes risk beside orders and money. */
export type RiskInput =
  | {
      /** The mid of an instrument, as sampled. */
      readonly type: 'mid'
      readonly instrument: Instrument
      readonly price: Decimal
      readonly timeUs: number
    }
  | {
      /** A change was let pass that the order then had no use for: it counts as sent all the same. */
      readonly type: 'sent'
      readonly account: AccountId
      readonly timeUs: number
    }
  | {
      /** What was tripped after a decision: to decide is to measure. */
      readonly type: 'tripped'
      readonly tripped: readonly TrippedBreaker[]
    }
  | ({ readonly type: 'setLimit'; readonly by: string; readonly timeUs: number } & LimitSetting)
  | ({
      readonly type: 'setTradingState'
      readonly state: TradingState
      readonly timeUs: number
    } & RiskCommand)
  | ({ readonly type: 'kill'; readonly timeUs: number } & RiskCommand)
  | ({ readonly type: 'release'; readonly timeUs: number } & RiskCommand)
  | {
      readonly type: 'resetBreaker'
      readonly breaker: BreakerName
      readonly subject: string
      readonly by: string
      readonly why: string
      readonly timeUs: number
    }

/** A change of the state, for the journal to keep. */
export type TradingChange =
  | { readonly kind: 'order'; readonly record: OmsInput }
  | { readonly kind: 'money'; readonly record: PortfolioEvent }
  | { readonly kind: 'risk'; readonly record: RiskInput }
  | { readonly kind: 'route'; readonly record: RouteInput }

/** What the journal keeps of a change, as plain JSON data: the same records in the same order make the same state. */
export type TradingRecord = Plain<TradingChange>

/** The kinds of records by their numbers in the journal; a number is never given to another kind. */
export const RECORD_KINDS: Readonly<Record<TradingRecord['kind'], number>> = {
  order: 1,
  money: 2,
  risk: 3,
  // 4 are commands to strategies, and 6 is feedback: the trading core keeps neither.
  route: 5,
}

/** What {@link recordOf} keeps. */
export type RecordedInput = ['money', PortfolioEvent] | ['risk', RiskInput] | ['route', RouteInput]

/** The effect that keeps money, risk or a route in the journal. */
export function recordOf(...told: RecordedInput): {
  readonly type: 'record'
  readonly record: TradingChange
} {
  const [kind, record] = told
  // The kind is that of its input: both stand in one pair.
  return { type: 'record', record: { kind, record } as TradingChange }
}
