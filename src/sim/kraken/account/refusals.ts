import type { Refusal } from '../../account/refusal.ts'

/** Why spot refuses, in its words. */
export function spotRefusalText(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'insufficientBalance':
      return 'EOrder:Insufficient funds'
    case 'offTick':
      return 'EOrder:Tick size check failed'
    case 'offLot':
      return 'EGeneral:Invalid arguments:volume'
    case 'belowMinQuantity':
      return 'EOrder:Order minimum not met'
    case 'belowMinNotional':
      return 'EOrder:Cost minimum not met'
    case 'priceOutOfRange':
      return 'EOrder:Invalid price'
    case 'postOnlyWouldTake':
      return 'EOrder:Post only order'
    case 'duplicateClientOrderId':
      return 'EGeneral:Invalid arguments:cl_ord_id already in use'
    case 'unknownOrder':
    case 'alreadyEnded':
      return 'EOrder:Unknown order'
    case 'notTrading':
      return 'EService:Market in cancel_only mode'
    case 'tooManyOrders':
      return 'EOrder:Orders limit exceeded'
    case 'noPermission':
      return 'EGeneral:Permission denied'
    case 'reduceOnlyRejected':
    case 'wouldTriggerAtOnce':
    case 'nothingToAmend':
    case 'invalidTerms':
      return 'EGeneral:Invalid arguments'
  }
}

/** Why derivatives refuse, in the word of their status. */
export function futuresRefusalStatus(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'insufficientBalance':
      return 'insufficientAvailableFunds'
    case 'offTick':
    case 'priceOutOfRange':
    case 'wouldTriggerAtOnce':
      return 'invalidPrice'
    case 'offLot':
    case 'belowMinQuantity':
    case 'belowMinNotional':
      return 'invalidSize'
    case 'postOnlyWouldTake':
      return 'postWouldExecute'
    case 'reduceOnlyRejected':
      return 'wouldNotReducePosition'
    case 'duplicateClientOrderId':
      return 'clientOrderIdAlreadyExist'
    case 'unknownOrder':
      return 'notFound'
    case 'alreadyEnded':
      return refusal.status === 'filled' ? 'filled' : 'notFound'
    case 'notTrading':
      return 'marketSuspended'
    case 'tooManyOrders':
      return 'tooManySmallOrders'
    case 'noPermission':
      return 'insufficientPrivileges'
    case 'nothingToAmend':
    case 'invalidTerms':
      return 'invalidOrderType'
  }
}
