import { moneyText } from '../../account/money.ts'
import type { Refusal } from '../../account/refusal.ts'
import type { OrderAction } from '../../fault-rules.ts'

/** A code with its words. */
export type Words = readonly [code: string, message: string]

/** What the venue says where it refuses a request about an order. docs/venues/okx.md §Errors of trading. */
export function wordsOf(refusal: Refusal, action: OrderAction, isOfStop: boolean): Words {
  switch (refusal.kind) {
    case 'insufficientBalance':
      return action === 'amend'
        ? ['51502', 'Unable to edit order: insufficient balance or margin.']
        : [
            '51008',
            `Order failed. Insufficient ${refusal.asset} balance in account, available ${moneyText(refusal.free)}`,
          ]
    case 'offTick':
      return ['51150', 'The precision of the number of trades or the price exceeds the limit.']
    case 'offLot':
      return ['51121', 'Order quantity must be a multiple of the lot size.']
    case 'belowMinQuantity':
    case 'belowMinNotional':
      return ['51020', 'Your order should meet or exceed the minimum order amount.']
    case 'priceOutOfRange':
      return ['51006', 'Order price is not within the price limit']
    case 'postOnlyWouldTake':
      return [
        '51511',
        'Modification failed as the order price did not meet the requirement for Post Only.',
      ]
    case 'reduceOnlyRejected':
      return [
        '51169',
        "Order failed because you don't have any positions in this direction for this contract to reduce or close.",
      ]
    case 'wouldTriggerAtOnce':
      return ['51280', 'SL trigger price cannot be higher than the last price']
    case 'duplicateClientOrderId':
      return isOfStop
        ? ['51065', 'algoClOrdId already exists.']
        : ['51016', 'Client order ID already exists.']
    case 'unknownOrder':
      if (action === 'amend') return ['51503', 'Your order has already been filled or canceled.']
      return ['51400', "Order cancellation failed as the order doesn't exist."]
    case 'alreadyEnded':
      if (action === 'amend') return ['51503', 'Your order has already been filled or canceled.']
      return refusal.status === 'filled'
        ? ['51402', 'Cancellation failed as the order is already completed.']
        : ['51401', 'Cancellation failed as the order is already canceled.']
    case 'nothingToAmend':
      return ['51500', 'You must enter a price, quantity, or TP/SL']
    case 'notTrading':
      return ['51022', 'Contract suspended.']
    case 'tooManyOrders':
      return [
        '51102',
        `Order failed, the number of pending orders can’t be more than ${refusal.most}`,
      ]
    case 'noPermission':
      return ['50120', "This API key doesn't have permission to use this function"]
    case 'invalidTerms':
      return ['51000', `Parameter ${refusal.field} error`]
  }
}
