import type { OrderType, Side, TimeInForce } from '../../../core/index.ts'
import type { PlaceTerms } from '../../account/order-terms.ts'
import type { LiveInstrument } from '../../live-instrument.ts'
import { RestRefusal } from '../rest-error.ts'
import { priceText } from '../wire-text.ts'
import { type BodyObject, INVALID, neededText, textAt } from './request-body.ts'

const SIDES: ReadonlyMap<string, Side> = new Map([
  ['Buy', 'buy'],
  ['Sell', 'sell'],
])
const TIMES: ReadonlyMap<string, TimeInForce> = new Map([
  ['GTC', 'gtc'],
  ['PostOnly', 'gtc'],
  ['IOC', 'ioc'],
  ['FOK', 'fok'],
])
const DIRECTIONS: ReadonlyMap<unknown, 'rising' | 'falling'> = new Map([
  [1, 'rising'],
  [2, 'falling'],
])
const LINK_ID = /^[\w-]{1,36}$/

/** Reads an order as a client asks for it. Throws RestRefusal. */
export function readPlaceTerms(body: BodyObject, instrument: LiveInstrument): PlaceTerms {
  const side = wordAt(body, 'side', SIDES)
  const type = readType(body, instrument)
  const price = type === 'limit' || type === 'stopLimit' ? neededText(body, 'price') : undefined
  const timeWord = textAt(body, 'timeInForce') ?? 'GTC'
  const timeInForce = TIMES.get(timeWord)
  if (timeInForce === undefined) throw bad('timeInForce')
  checkMode(body)
  const clientOrderId = textAt(body, 'orderLinkId')
  if (clientOrderId !== undefined && !LINK_ID.test(clientOrderId)) throw bad('orderLinkId')
  return {
    instrument,
    side,
    type,
    ...amountOf(body, instrument, side, type),
    ...(price === undefined ? {} : { price }),
    ...triggerOf(body, instrument, type),
    // A market order takes what it gets, and rests never.
    timeInForce: price === undefined ? 'ioc' : timeInForce,
    postOnly: price !== undefined && timeWord === 'PostOnly',
    reduceOnly: body['reduceOnly'] === true,
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
  }
}

/** On spot a trigger price alone is nothing: `orderFilter` says that it is a stop order. */
function readType(body: BodyObject, { spec }: LiveInstrument): OrderType {
  const word = neededText(body, 'orderType')
  if (word !== 'Limit' && word !== 'Market') throw bad('orderType')
  const hasTrigger = textAt(body, 'triggerPrice') !== undefined
  const filter = textAt(body, 'orderFilter') ?? 'Order'
  if (spec.kind === 'spot' && hasTrigger !== (filter === 'StopOrder')) throw bad('orderFilter')
  if (word === 'Limit') return hasTrigger ? 'stopLimit' : 'limit'
  return hasTrigger ? 'stopMarket' : 'market'
}

/** A market buy on spot counts quote, unless it is told otherwise. */
function amountOf(
  body: BodyObject,
  { spec }: LiveInstrument,
  side: Side,
  type: OrderType,
): Pick<PlaceTerms, 'quantity' | 'quoteQuantity'> {
  const amount = neededText(body, 'qty')
  const isMarketBuy = spec.kind === 'spot' && side === 'buy' && type === 'market'
  const unit = textAt(body, 'marketUnit') ?? (isMarketBuy ? 'quoteCoin' : 'baseCoin')
  return isMarketBuy && unit === 'quoteCoin' ? { quoteQuantity: amount } : { quantity: amount }
}

/** Contracts are told from which side the price comes; on spot it follows from the last price. */
function triggerOf(
  body: BodyObject,
  live: LiveInstrument,
  type: OrderType,
): Pick<PlaceTerms, 'triggerPrice' | 'triggerDirection'> {
  if (type === 'limit' || type === 'market') return {}
  const triggerPrice = neededText(body, 'triggerPrice')
  const last = live.lastTrade?.price ?? live.spec.start
  const isAbove = Number(triggerPrice) > Number(priceText(live.spec, last))
  const triggerDirection =
    live.spec.kind === 'spot'
      ? isAbove
        ? 'rising'
        : 'falling'
      : DIRECTIONS.get(body['triggerDirection'])
  if (triggerDirection === undefined) throw bad('triggerDirection')
  return { triggerPrice, triggerDirection }
}

/** Accounts are in one-way mode. */
function checkMode(body: BodyObject): void {
  const { positionIdx = 0 } = body
  if (positionIdx !== 0) throw new RestRefusal(INVALID, 'position idx not match position mode')
}

function wordAt<T>(body: BodyObject, key: string, words: ReadonlyMap<string, T>): T {
  const known = words.get(neededText(body, key))
  if (known === undefined) throw bad(key)
  return known
}

function bad(key: string): RestRefusal {
  return new RestRefusal(INVALID, `params error: ${key} invalid`)
}
