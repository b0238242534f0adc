import type { Refusal } from '../../account/refusal.ts'
import { RestRefusal } from '../rest-error.ts'

/** Code and words. */
type Words = readonly [code: string, message: string]

const NOT_FOUND: Readonly<Record<'spot' | 'contract', Words>> = {
  spot: ['170213', 'Order does not exist.'],
  contract: ['110001', 'order not exists or too late to cancel'],
}

/** The venue's refusal of a request about orders: spot has codes of its own. */
export function orderRefusal(refusal: Refusal, isSpot: boolean): RestRefusal {
  const [spot, contract] = wordsOf(refusal)
  const [code, message] = isSpot ? spot : contract
  return new RestRefusal(code, message)
}

/** On spot, and on contracts. */
function wordsOf(refusal: Refusal): readonly [spot: Words, contract: Words] {
  switch (refusal.kind) {
    case 'insufficientBalance':
      return [
        ['170131', 'Insufficient balance.'],
        ['110007', 'ab not enough for new order'],
      ]
    case 'offTick':
      return [
        ['170134', 'Order price has too many decimals.'],
        ['10001', `params error: ${refusal.field} is not a multiple of the tick size`],
      ]
    case 'offLot':
      return [
        ['170137', 'Order volume has too many decimals.'],
        ['10001', 'params error: qty is not a multiple of the qty step'],
      ]
    case 'belowMinQuantity':
      return [
        ['170136', 'Order quantity below the lower limit.'],
        ['10001', 'The number of contracts exceeds minimum limit allowed'],
      ]
    case 'belowMinNotional':
      return [
        ['170140', 'Order value exceeded lower limit.'],
        ['110094', 'Order does not meet minimum order value'],
      ]
    case 'priceOutOfRange':
      return [
        ['170132', 'Order price too high.'],
        ['110003', 'Order price exceeds the allowable range.'],
      ]
    case 'reduceOnlyRejected':
      return same('110017', 'Reduce-only rule not satisfied')
    case 'wouldTriggerAtOnce':
      return [
        ['170217', 'Trigger price was reached already.'],
        refusal.triggerPrice <= refusal.lastPrice
          ? ['110092', 'expect Rising, but trigger_price <= current']
          : ['110093', 'expect Falling, but trigger_price >= current'],
      ]
    case 'duplicateClientOrderId':
      return [
        ['170141', 'Duplicate clientOrderId'],
        ['110072', 'OrderLinkedID is duplicate'],
      ]
    case 'unknownOrder':
    case 'alreadyEnded':
      return [NOT_FOUND.spot, NOT_FOUND.contract]
    case 'nothingToAmend':
      return same('10001', 'The order remains unchanged as the parameters entered match.')
    case 'postOnlyWouldTake':
      return same('10001', 'post only order would take')
    case 'notTrading':
      return [
        ['170151', 'This symbol is not allowed to trade via API.'],
        ['110074', 'This contract is not live'],
      ]
    case 'tooManyOrders':
      return [
        ['170810', `Cannot exceed maximum of ${refusal.most} active orders.`],
        ['110020', `Not allowed to have more than ${refusal.most} active orders`],
      ]
    case 'noPermission':
      return same('10005', 'Permission denied, please check your API key permissions.')
    case 'invalidTerms':
      return [
        ['170130', `Data sent for parameter '${refusal.field}' is not valid.`],
        ['10001', `params error: ${refusal.field} invalid`],
      ]
  }
}

function same(code: string, message: string): readonly [Words, Words] {
  return [
    [code, message],
    [code, message],
  ]
}
