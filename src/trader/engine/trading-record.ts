import type { AccountId, Decimal, Instrument } from '../../core/index.ts'
import type { OmsRecord } from '../oms/index.ts'
import { type Plain, toPlain } from '../oms/order-json.ts'
import type { PortfolioEvent } from '../portfolio/index.ts'
import type {
  BreakerName,
  LimitSetting,
  RiskCommand,
  TradingState,
  TrippedBreaker,
} from '../risk/index.ts'

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

/** What the journal keeps of a change, as plain JSON data: the same records in the same order make the same state. */
export type TradingRecord =
  | { readonly kind: 'order'; readonly record: OmsRecord }
  | { readonly kind: 'money'; readonly record: Plain<PortfolioEvent> }
  | { readonly kind: 'risk'; readonly record: Plain<RiskInput> }

/** The kinds of records by their numbers in the journal; a number is never given to another kind. */
export const RECORD_KINDS: Readonly<Record<TradingRecord['kind'], number>> = {
  order: 1,
  money: 2,
  risk: 3,
}

/** The effect that keeps money or risk in the journal. */
export function recordOf(...[kind, input]: ['money', PortfolioEvent] | ['risk', RiskInput]): {
  readonly type: 'record'
  readonly record: TradingRecord
} {
  return kind === 'money'
    ? { type: 'record', record: { kind, record: toPlain<PortfolioEvent>(input) } }
    : { type: 'record', record: { kind, record: toPlain<RiskInput>(input) } }
}
