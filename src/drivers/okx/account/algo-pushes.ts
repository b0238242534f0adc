import { type AccountEvent, Decimal, venueOrderId } from '../../../core/index.ts'
import { given, optionalTextAt, textAt } from '../../kit/fields.ts'
import { stopAddressOf, stopPriceOf, stopStateOf, triggeredIdOf } from './algo-rows.ts'
import { sumAt } from './order-rows.ts'
import { amendOf, amendRefused, baseOf, type Push, unknownState } from './push.ts'
import { algoOrderId } from './venue-order-id.ts'

const NOTHING = new Decimal(0)

/** What a row of `orders-algo` tells, of a stop until it becomes an order. docs/venues/okx.md §Trading. */
export function stopEventsOf(push: Push): readonly AccountEvent[] {
  const { row, once } = push
  const id = textAt(row, 'algoId')
  const base = baseOf(push, stopAddressOf(row, push.account, push.instrument))
  const terms = { ...given('price', stopPriceOf(row)), quantity: sumAt(row, 'sz') }
  switch (stopStateOf(row)) {
    case 'waiting': {
      const amend = amendOf(push, id)
      if (amend?.isDone === true)
        return [{ ...base, type: 'amended', ...terms, ...given('request', amend.request) }]
      if (amend?.request !== undefined) return [amendRefused(row, base, amend.request)]
      return [{ ...base, type: 'acknowledged', venueOrderId: algoOrderId(id) }]
    }
    case 'triggered': {
      const order = triggeredIdOf(row)
      if (order === undefined || !once.isNew(`triggered ${order}`)) return []
      return [{ ...base, type: 'amended', ...terms, venueOrderId: venueOrderId(order) }]
    }
    case 'cancelled':
      if (!once.isNew(`end ${id}`)) return []
      return [{ ...base, type: 'cancelled', filledQuantity: NOTHING }]
    case 'failed': {
      // It was triggered, and the venue refused the order that it was to become.
      if (!once.isNew(`end ${id}`)) return []
      const code = optionalTextAt(row, 'failCode') ?? ''
      return [
        { ...base, type: 'rejected', code, text: 'the stop was triggered, its order refused' },
      ]
    }
    case undefined:
      return [unknownState(push)]
  }
}
