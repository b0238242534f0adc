import { type ClientOrderId, Decimal } from '../../core/index.ts'
import { type Plain, toPlain } from '../oms/order-json.ts'
import type { Adapted } from './adaptation.ts'

/** Such records stand in the journal beside those of the trading core and the commands to strategies. */
export const FEEDBACK_KIND = 6

/** What the journal keeps of feedback, as plain JSON data: what the monitor cannot see again, and why the adaptor did what it did. */
export type FeedbackRecord =
  | {
      /** What an order was decided at. */
      readonly type: 'decided'
      readonly clientOrderId: ClientOrderId
      /** Decimal text. */
      readonly price: string
    }
  | Plain<Adapted>

/** A change as it is kept. */
export function adaptedRecord(adapted: Adapted): FeedbackRecord {
  return toPlain<Adapted>(adapted)
}

/** What of a kept change is remembered. */
export function readAdapted({
  knob,
  from,
  to,
  timeUs,
}: Extract<FeedbackRecord, { readonly type: 'adapted' }>): Pick<
  Adapted,
  'knob' | 'from' | 'to' | 'timeUs'
> {
  return { knob, from: new Decimal(from), to: new Decimal(to), timeUs }
}
