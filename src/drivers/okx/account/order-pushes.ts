import { type AccountEvent, type ToldOrderEvent, venueOrderId } from '../../../core/index.ts'
import { positiveAmountAt } from '../../kit/amounts.ts'
import { given, optionalTextAt, textAt } from '../../kit/fields.ts'
import { addressOf, fillOf, quantityOf, stateOf, sumAt } from './order-rows.ts'
import { amendOf, amendRefused, baseOf, type Push, unknownState } from './push.ts'

/** Where the channel has the fee of this one fill; `fee` is the sum of all. */
const FEE = { amount: 'fillFee', asset: 'fillFeeCcy' } as const

/**
 * What a row of `orders` tells: one push for each fill, change and end. docs/venues/okx.md §Trading.
 *
 * An order that may only rest and would take is accepted, and ends as `canceled` with source 31: it is told as cancelled, which
 * the venue calls it, not as rejected: the answer that accepts it may come after.
 */
export function orderEventsOf(push: Push): readonly AccountEvent[] {
  const { row, once } = push
  const id = textAt(row, 'ordId')
  const base = baseOf(push, addressOf(row, push.account, push.instrument))
  const state = stateOf(row)
  if (state === undefined) return [unknownState(push)]
  const terms = {
    ...given('price', positiveAmountAt(row, 'px')),
    quantity: quantityOf(row),
  }
  const events: ToldOrderEvent[] = []
  if (optionalTextAt(row, 'algoId') !== undefined && once.isNew(`triggered ${id}`)) {
    // A stop that was triggered goes on under another id.
    events.push({ ...base, type: 'amended', ...terms, venueOrderId: venueOrderId(id) })
  }
  // The placing itself was made smaller: that it is there is news too.
  if (optionalTextAt(row, 'amendSource') === '3') events.push(acknowledged(push))
  const amend = amendOf(push, id)
  if (amend?.isDone === true)
    events.push({ ...base, type: 'amended', ...terms, ...given('request', amend.request) })
  else if (amend?.request !== undefined) events.push(amendRefused(row, base, amend.request))
  const fill = fillEvent(push)
  if (fill !== undefined) events.push(fill)
  if (state === 'open') return events.length > 0 ? events : [acknowledged(push)]
  if (once.isNew(`end ${id}`)) events.push(...ended(push, state, fill !== undefined))
  return events
}

/** The venue has it, with what was filled so far: what we lack of that is asked for. */
function acknowledged(push: Push): ToldOrderEvent {
  const { row } = push
  return {
    ...baseOf(push, addressOf(row, push.account, push.instrument)),
    type: 'acknowledged',
    venueOrderId: venueOrderId(textAt(row, 'ordId')),
    filledQuantity: sumAt(row, 'accFillSz'),
  }
}

/** Without `tradeId` it is none; `fillSz` is `0` on the last push of a market order. */
function fillEvent({ row, account, instrument, timeUs, once }: Push): ToldOrderEvent | undefined {
  const tradeId = optionalTextAt(row, 'tradeId')
  if (tradeId === undefined || sumAt(row, 'fillSz').isZero()) return undefined
  if (!once.isNew(`fill ${textAt(row, 'ordId')} ${tradeId}`)) return undefined
  const fill = fillOf(row, account, instrument, FEE)
  const order = addressOf(row, account, instrument)
  return { type: 'fill', order, fill, timeUs, venueTimeUs: fill.venueTimeUs }
}

function ended(
  push: Push,
  state: 'filled' | 'cancelled' | 'expired',
  hasFill: boolean,
): readonly ToldOrderEvent[] {
  const { row } = push
  const base = baseOf(push, addressOf(row, push.account, push.instrument))
  const filledQuantity = sumAt(row, 'accFillSz')
  if (state !== 'filled') return [{ ...base, type: state, filledQuantity }]
  // A market order may be done with less than was asked for: the rest is over.
  if (filledQuantity.lt(quantityOf(row))) return [{ ...base, type: 'cancelled', filledQuantity }]
  return hasFill ? [] : [acknowledged(push)]
}
