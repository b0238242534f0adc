import type { AccountEvent, ClientOrderId, OrderEvent } from '../../core/index.ts'
import type { RiskInput } from '../engine/index.ts'
import type { UnknownAnswer } from '../oms/index.ts'
import type { PortfolioEvent } from '../portfolio/index.ts'
import type { HostInput, MarketInput } from '../strategy/index.ts'

/** What a trader processes, one after the other, each whole. */
export type TraderInput =
  | {
      /** A venue told something of an account, or a request had an end. */
      readonly kind: 'account'
      readonly event: AccountEvent | OrderEvent
    }
  | {
      /** What came of a question about an order, after what the venue told with it. */
      readonly kind: 'answer'
      readonly clientOrderId: ClientOrderId
      readonly answer: UnknownAnswer
    }
  | { readonly kind: 'host'; readonly input: Exclude<HostInput, MarketInput> }
  | { readonly kind: 'risk'; readonly input: RiskInput }
  | { readonly kind: 'money'; readonly event: PortfolioEvent }
  /** The adaptor's rules are to be asked. */
  | { readonly kind: 'review' }
  | { readonly kind: 'routes' }
  | { readonly kind: 'market'; readonly input: MarketInput }
