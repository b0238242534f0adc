import type { Refusal } from '../../account/refusal.ts'
import { RestRefusal } from '../rest-error.ts'

/** What is traded with accounts. */
export type AccountProduct = 'spot' | 'usdm'

/** What was asked for: an order that is not there is refused by another code each time. */
export type Asked = 'place' | 'amend' | 'cancel'

type Words = readonly [code: number, msg: string]

/** A refusal of the account in the venue's words. Dossier section 8. */
export function venueRefusal(refusal: Refusal, product: AccountProduct, asked: Asked): RestRefusal {
  const [code, msg] = product === 'spot' ? spotWords(refusal, asked) : usdmWords(refusal, asked)
  return new RestRefusal(code, msg)
}

/** A parameter is missing or is none. */
export function badParameter(name: string): RestRefusal {
  const found = `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`
  return new RestRefusal(-1102, found)
}

function spotWords(refusal: Refusal, asked: Asked): Words {
  switch (refusal.kind) {
    case 'insufficientBalance':
      return [-2010, 'Account has insufficient balance for requested action.']
    case 'offTick':
      return [-1013, 'Filter failure: PRICE_FILTER']
    case 'offLot':
    case 'belowMinQuantity':
      return [-1013, 'Filter failure: LOT_SIZE']
    case 'belowMinNotional':
      return [-1013, 'Filter failure: NOTIONAL']
    case 'priceOutOfRange':
      return [-1013, 'Filter failure: PERCENT_PRICE_BY_SIDE']
    case 'postOnlyWouldTake':
      return [-2010, 'Order would immediately match and take.']
    case 'wouldTriggerAtOnce':
      return [-2010, 'Stop price would trigger immediately.']
    case 'duplicateClientOrderId':
      return [-2010, 'Duplicate order sent.']
    case 'unknownOrder':
    case 'alreadyEnded':
      return asked === 'cancel' ? [-2011, 'Unknown order sent.'] : [-2013, 'Order does not exist.']
    case 'nothingToAmend':
      return [-2038, 'The order amendment was rejected.']
    case 'notTrading':
      return [-2010, 'Market is closed.']
    case 'tooManyOrders':
      return [-1013, 'Filter failure: MAX_NUM_ORDERS']
    case 'noPermission':
      return [-2015, 'Invalid API-key, IP, or permissions for action.']
    case 'reduceOnlyRejected':
    case 'invalidTerms':
      return malformed(refusal)
  }
}

function usdmWords(refusal: Refusal, asked: Asked): Words {
  switch (refusal.kind) {
    case 'insufficientBalance':
      return [-2019, 'Margin is insufficient.']
    case 'offTick':
      return [-4014, 'Price not increased by tick size.']
    case 'offLot':
      return [-4023, 'Qty not increased by step size.']
    case 'belowMinQuantity':
      return [-4003, 'Quantity less than or equal to zero.']
    case 'belowMinNotional':
      return [-4164, "Order's notional must be no smaller than 5 (unless you choose reduce only)."]
    case 'priceOutOfRange':
      return refusal.found > refusal.most
        ? [-4016, `Limit price can't be higher than ${refusal.most}.`]
        : [-4024, `Limit price can't be lower than ${refusal.least}.`]
    case 'postOnlyWouldTake':
      return [
        -5022,
        'Due to the order could not be executed as maker, the Post Only order will be rejected.',
      ]
    case 'reduceOnlyRejected':
      return [-2022, 'ReduceOnly Order is rejected.']
    case 'wouldTriggerAtOnce':
      return [-2021, 'Order would immediately trigger.']
    case 'duplicateClientOrderId':
      return [-4116, 'ClientOrderId is duplicated.']
    case 'unknownOrder':
    case 'alreadyEnded':
      return asked === 'cancel' ? [-2011, 'Unknown order sent.'] : [-2013, 'Order does not exist.']
    case 'nothingToAmend':
      return [-5027, 'No need to modify the order.']
    case 'notTrading':
      return [-4140, 'Invalid symbol status for opening position.']
    case 'tooManyOrders':
      return [-2025, 'Reach max open order limit.']
    case 'noPermission':
      return [-2015, 'Invalid API-key, IP, or permissions for action.']
    case 'invalidTerms':
      return malformed(refusal)
  }
}

function malformed(refusal: Refusal): Words {
  const { venueCode, message } = badParameter('field' in refusal ? refusal.field : refusal.kind)
  return [venueCode, message]
}
