/** Why a venue refuses a request about orders. Prices and quantities are scaled integers, money is at `MONEY_SCALE`. */
export type Refusal =
  /** The account cannot pay. */
  | {
      readonly kind: 'insufficientBalance'
      readonly wallet: string
      readonly asset: string
      readonly needed: bigint
      readonly free: bigint
    }
  /** A price is no multiple of the step. */
  | { readonly kind: 'offTick'; readonly field: 'price' | 'triggerPrice'; readonly found: string }
  /** A quantity is no multiple of the step. */
  | { readonly kind: 'offLot'; readonly found: string }
  /** It is too small. */
  | { readonly kind: 'belowMinQuantity'; readonly found: number; readonly least: number }
  /** It is worth too little. */
  | { readonly kind: 'belowMinNotional'; readonly found: bigint; readonly least: bigint }
  /** Its limit is too far from the last price. */
  | {
      readonly kind: 'priceOutOfRange'
      readonly found: number
      readonly least: number
      readonly most: number
    }
  /** It may only rest, and would trade with the best price. */
  | { readonly kind: 'postOnlyWouldTake'; readonly best: number }
  /** There is less to reduce than it asks for. */
  | { readonly kind: 'reduceOnlyRejected'; readonly asked: number; readonly reducible: number }
  /** The trigger price has been reached already. */
  | {
      readonly kind: 'wouldTriggerAtOnce'
      readonly lastPrice: number
      readonly triggerPrice: number
    }
  /** The id is taken, or so the venue says; the order that has it, where there is one. */
  | {
      readonly kind: 'duplicateClientOrderId'
      readonly clientOrderId: string
      readonly orderId?: string
    }
  /** No order of the account has that id. */
  | { readonly kind: 'unknownOrder' }
  /** The order has ended. */
  | {
      readonly kind: 'alreadyEnded'
      readonly orderId: string
      readonly status: 'filled' | 'cancelled' | 'expired'
    }
  /** The amendment leaves everything as it is. */
  | { readonly kind: 'nothingToAmend'; readonly orderId: string }
  /** The instrument is halted or no longer listed. */
  | { readonly kind: 'notTrading'; readonly symbol: string }
  /** The account has as many as it may have there. */
  | { readonly kind: 'tooManyOrders'; readonly most: number }
  /** The key may not trade. */
  | { readonly kind: 'noPermission' }
  /** What is asked makes no order: a field is missing, is none, or does not go with another. */
  | { readonly kind: 'invalidTerms'; readonly field: string; readonly found: string }
