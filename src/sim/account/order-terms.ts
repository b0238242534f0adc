import { type OrderType, parseDecimal, type Side, type TimeInForce } from '../../core/index.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { moneyOf } from './money.ts'
import type { Refusal } from './refusal.ts'
import type { SimOrder } from './sim-order.ts'

/** Asks for an order. Numbers are decimal text as the client wrote them; what is absent is not asked for. */
export interface PlaceTerms {
  /** What is traded. */
  readonly instrument: LiveInstrument
  /** Buy or sell. */
  readonly side: Side
  /** What it is. */
  readonly type: OrderType
  /** How much, in base or contracts. */
  readonly quantity?: string
  /** In its place, on a spot market buy: how much quote to spend at most. */
  readonly quoteQuantity?: string
  /** The limit, on `limit` and `stopLimit`. */
  readonly price?: string
  /** The last price that triggers it, on `stopLimit` and `stopMarket`. */
  readonly triggerPrice?: string
  /** From which side the last price comes to it. @defaultValue `'rising'` for a buy, `'falling'` for a sell: a stop */
  readonly triggerDirection?: 'rising' | 'falling'
  /** How long it works. @defaultValue `'gtc'` */
  readonly timeInForce?: TimeInForce
  /** When it ends, epoch µs, with `gtd`. */
  readonly expireTimeUs?: number
  /** Refuse it rather than let it take. @defaultValue false */
  readonly postOnly?: boolean
  /** Only make a position smaller. @defaultValue false */
  readonly reduceOnly?: boolean
  /** The owner's id of it. */
  readonly clientOrderId?: string
  /** What a spot order would pay its fees in, at venues that let it say. @defaultValue what it receives */
  readonly feeIn?: 'base' | 'quote'
}

/** The part of an order that its owner decides, as integers. */
export type ReadTerms = Pick<
  SimOrder,
  | 'instrument'
  | 'side'
  | 'type'
  | 'quantity'
  | 'quoteQuantity'
  | 'price'
  | 'triggerPrice'
  | 'triggerDirection'
  | 'timeInForce'
  | 'expireTimeUs'
  | 'postOnly'
  | 'reduceOnly'
  | 'clientOrderId'
  | 'feeAsset'
>

/** Reads terms into integers on the instrument's grid. Whether they can be had is for others to say. */
export function readTerms(terms: PlaceTerms, nowUs: number): ReadTerms | Refusal {
  const { instrument, side, type, timeInForce = 'gtc', expireTimeUs } = terms
  const odd = oddField(terms, nowUs)
  if (odd !== undefined) return odd
  const quantity = readQuantity(terms)
  if (typeof quantity !== 'number') return quantity
  const price = readPrice(instrument, 'price', terms.price)
  if (isRefusal(price)) return price
  const triggerPrice = readPrice(instrument, 'triggerPrice', terms.triggerPrice)
  if (isRefusal(triggerPrice)) return triggerPrice
  const direction = terms.triggerDirection ?? (side === 'buy' ? 'rising' : 'falling')
  return {
    instrument,
    side,
    type,
    quantity,
    timeInForce,
    postOnly: terms.postOnly ?? false,
    reduceOnly: terms.reduceOnly ?? false,
    feeAsset: feeAssetOf(terms),
    ...(price !== undefined && { price }),
    ...(triggerPrice !== undefined && { triggerPrice, triggerDirection: direction }),
    ...(terms.quoteQuantity !== undefined && { quoteQuantity: moneyOf(terms.quoteQuantity) }),
    ...(expireTimeUs !== undefined && { expireTimeUs }),
    ...(terms.clientOrderId !== undefined && { clientOrderId: terms.clientOrderId }),
  }
}

/** Contracts pay in what they are settled in. */
function feeAssetOf({ instrument, side, feeIn }: PlaceTerms): string {
  const { kind, base, quote, settle = quote } = instrument.spec
  if (kind !== 'spot') return settle
  return (feeIn ?? (side === 'buy' ? 'base' : 'quote')) === 'base' ? base : quote
}

/** Whether what was read is a refusal. */
export function isRefusal(read: object | number | undefined): read is Refusal {
  return typeof read === 'object' && 'kind' in read
}

/** Reads a price onto the grid. */
export function readPrice(
  { spec }: LiveInstrument,
  field: 'price' | 'triggerPrice',
  text: string | undefined,
): number | undefined | Refusal {
  if (text === undefined) return undefined
  const found = onGrid(text, spec.priceScale, spec.tick)
  if (found === 'none') return { kind: 'invalidTerms', field, found: text }
  return found === 'off' ? { kind: 'offTick', field, found: text } : found
}

/** Reads a quantity onto the grid. */
export function readSize({ spec }: LiveInstrument, text: string): number | Refusal {
  const found = onGrid(text, spec.sizeScale, spec.lot)
  if (found === 'none') return { kind: 'invalidTerms', field: 'quantity', found: text }
  return found === 'off' ? { kind: 'offLot', found: text } : found
}

function readQuantity({ instrument, quantity, quoteQuantity }: PlaceTerms): number | Refusal {
  if (quantity !== undefined) return readSize(instrument, quantity)
  // Scale 18 is the finest that money has.
  const found = onGrid(quoteQuantity ?? '', 18, 1)
  if (found !== 'none') return 0
  return { kind: 'invalidTerms', field: 'quantity', found: quoteQuantity ?? '' }
}

/** A number above 0 on a grid; `'none'` where the text is none, `'off'` where it lies between two steps. */
function onGrid(text: string, scale: number, step: number): number | 'none' | 'off' {
  const parts = parseDecimal(text)
  if (parts === undefined || parts.digits <= 0n) return 'none'
  if (parts.scale > scale) return 'off'
  const value = parts.digits * 10n ** BigInt(scale - parts.scale)
  if (value % BigInt(step) !== 0n) return 'off'
  const number = Number(value)
  // At money's scale only its being a number counts.
  return Number.isSafeInteger(number) || scale === 18 ? number : 'none'
}

function oddField(terms: PlaceTerms, nowUs: number): Refusal | undefined {
  const { type, side, price, triggerPrice, quantity, quoteQuantity, timeInForce } = terms
  const { kind } = terms.instrument.spec
  const isLimit = type === 'limit' || type === 'stopLimit'
  const isStop = type === 'stopLimit' || type === 'stopMarket'
  const say = (field: string, found: string | number | true | undefined): Refusal => ({
    kind: 'invalidTerms',
    field,
    found: String(found ?? ''),
  })
  if ((price !== undefined) !== isLimit) return say('price', price)
  if ((triggerPrice !== undefined) !== isStop) return say('triggerPrice', triggerPrice)
  const canSpend = type === 'market' && side === 'buy' && kind === 'spot'
  if (quoteQuantity !== undefined && (!canSpend || quantity !== undefined)) {
    return say('quoteQuantity', quoteQuantity)
  }
  const isShort = timeInForce === 'ioc' || timeInForce === 'fok'
  if (terms.postOnly === true && (!isLimit || isShort)) return say('postOnly', true)
  if (terms.reduceOnly === true && kind === 'spot') return say('reduceOnly', true)
  const isTimed = timeInForce === 'gtd'
  const { expireTimeUs } = terms
  if (isTimed !== (expireTimeUs !== undefined) || (expireTimeUs ?? nowUs + 1) <= nowUs) {
    return say('expireTime', expireTimeUs)
  }
  return undefined
}
