import type { OrderType, TimeInForce } from '../../../core/index.ts'
import type { PlaceTerms } from '../../account/order-terms.ts'
import type { LiveInstrument } from '../../live-instrument.ts'
import { RestRefusal } from '../rest-error.ts'
import { badParameter } from './refusals.ts'

/** Reads the parameters of a new order. What does not go together is refused by the account; a word that is none, here. */

type Read = Pick<URLSearchParams, 'get'>

const SPOT_TYPES: Readonly<Record<string, OrderType>> = {
  LIMIT: 'limit',
  LIMIT_MAKER: 'limit',
  MARKET: 'market',
  STOP_LOSS: 'stopMarket',
  STOP_LOSS_LIMIT: 'stopLimit',
}
const USDM_TYPES: Readonly<Record<string, OrderType>> = { LIMIT: 'limit', MARKET: 'market' }
const STOP_TYPES: Readonly<Record<string, OrderType>> = {
  STOP: 'stopLimit',
  STOP_MARKET: 'stopMarket',
}
const FORCES: Readonly<Record<string, TimeInForce>> = {
  GTC: 'gtc',
  IOC: 'ioc',
  FOK: 'fok',
  GTD: 'gtd',
}
const CLIENT_ID = { spot: /^[a-zA-Z0-9-_]{1,36}$/, usdm: /^[.A-Z:/a-z0-9_-]{1,36}$/ }

/** An order of spot. @throws RestRefusal */
export function spotTerms(instrument: LiveInstrument, params: Read): PlaceTerms {
  const word = params.get('type') ?? ''
  const force = params.get('timeInForce')
  const needsForce = word === 'LIMIT' || word === 'STOP_LOSS_LIMIT'
  if (needsForce && force === null) throw badParameter('timeInForce')
  if (!needsForce && force !== null)
    throw new RestRefusal(-1106, "Parameter 'timeInForce' sent when not required.")
  if (force === 'GTD') throw new RestRefusal(-1115, 'Invalid timeInForce.')
  return {
    ...termsOf(instrument, params, typeOf(SPOT_TYPES, word)),
    ...optional('quoteQuantity', params.get('quoteOrderQty')),
    ...optional('triggerPrice', params.get('stopPrice')),
    ...clientId(params.get('newClientOrderId'), CLIENT_ID.spot),
    postOnly: word === 'LIMIT_MAKER',
  }
}

/** An ordinary order of USDⓈ-M. @throws RestRefusal */
export function usdmTerms(instrument: LiveInstrument, params: Read): PlaceTerms {
  const word = params.get('type') ?? ''
  if (Object.hasOwn(STOP_TYPES, word)) {
    const found =
      'Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.'
    throw new RestRefusal(-4120, found)
  }
  if (word === 'LIMIT' && params.get('timeInForce') === null) throw badParameter('timeInForce')
  return {
    ...termsOf(instrument, params, typeOf(USDM_TYPES, word)),
    ...futuresFlags(params),
    ...clientId(params.get('newClientOrderId'), CLIENT_ID.usdm),
  }
}

/** A stop order of USDⓈ-M. @throws RestRefusal */
export function stopTerms(instrument: LiveInstrument, params: Read): PlaceTerms {
  if (params.get('algoType') !== 'CONDITIONAL') throw badParameter('algoType')
  return {
    ...termsOf(instrument, params, typeOf(STOP_TYPES, params.get('type') ?? '')),
    ...futuresFlags(params),
    ...optional('triggerPrice', params.get('triggerPrice')),
    ...clientId(params.get('clientAlgoId'), CLIENT_ID.usdm),
  }
}

function termsOf(instrument: LiveInstrument, params: Read, type: OrderType): PlaceTerms {
  const side = params.get('side')
  if (side !== 'BUY' && side !== 'SELL') throw new RestRefusal(-1117, 'Invalid side.')
  const force = params.get('timeInForce')
  const timeInForce = force === null || force === 'GTX' ? undefined : FORCES[force]
  if (force !== null && force !== 'GTX' && timeInForce === undefined)
    throw new RestRefusal(-1115, 'Invalid timeInForce.')
  return {
    instrument,
    side: side === 'BUY' ? 'buy' : 'sell',
    type,
    ...optional('quantity', params.get('quantity')),
    ...optional('price', params.get('price')),
    ...(timeInForce !== undefined && { timeInForce }),
  }
}

function futuresFlags(params: Read): Partial<PlaceTerms> {
  const goodTillDate = params.get('goodTillDate')
  return {
    postOnly: params.get('timeInForce') === 'GTX',
    reduceOnly: params.get('reduceOnly') === 'true',
    ...(goodTillDate !== null && { expireTimeUs: Number(goodTillDate) * 1000 }),
  }
}

function typeOf(types: Readonly<Record<string, OrderType>>, word: string): OrderType {
  const type = Object.hasOwn(types, word) ? types[word] : undefined
  if (type === undefined) throw new RestRefusal(-1116, 'Invalid orderType.')
  return type
}

function clientId(id: string | null, form: RegExp): Partial<PlaceTerms> {
  if (id === null) return {}
  if (form.test(id)) return { clientOrderId: id }
  const found = `Illegal characters found in parameter 'newClientOrderId'; legal range is '${form.source}'.`
  throw new RestRefusal(-1100, found)
}

function optional<Key extends string>(
  key: Key,
  value: string | null,
): { readonly [Name in Key]?: string } {
  return (value === null ? {} : { [key]: value }) as { readonly [Name in Key]?: string }
}
