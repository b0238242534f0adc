import type { OrderType, Side, TimeInForce } from '../../../core/index.ts'
import type { PlaceTerms } from '../../account/order-terms.ts'
import type { LiveInstrument } from '../../live-instrument.ts'
import type { OkxState } from '../okx-state.ts'
import { RestRefusal } from '../rest-error.ts'
import { type BodyObject, given, textAt } from './request-body.ts'

/** What each `ordType` is. */
const TYPES: Readonly<
  Record<
    string,
    { readonly type: OrderType; readonly timeInForce: TimeInForce; readonly postOnly: boolean }
  >
> = {
  limit: { type: 'limit', timeInForce: 'gtc', postOnly: false },
  post_only: { type: 'limit', timeInForce: 'gtc', postOnly: true },
  ioc: { type: 'limit', timeInForce: 'ioc', postOnly: false },
  fok: { type: 'limit', timeInForce: 'fok', postOnly: false },
  market: { type: 'market', timeInForce: 'ioc', postOnly: false },
  optimal_limit_ioc: { type: 'market', timeInForce: 'ioc', postOnly: false },
}

const ID = /^[0-9A-Za-z]{1,32}$/

/** Reads an order. Throws RestRefusal with the code of its row. */
export function readPlaceTerms(body: BodyObject, state: OkxState): PlaceTerms {
  const instrument = instrumentOf(body, state)
  const kind = TYPES[demanded(body, 'ordType')]
  if (kind === undefined) throw parameter('ordType')
  checkMode(body, instrument)
  const isSpot = instrument.spec.kind === 'spot'
  if (kind.type === 'market' && !isSpot && body['ordType'] === 'market' && body['tgtCcy'])
    throw parameter('tgtCcy')
  const side = sideOf(body)
  const size = demanded(body, 'sz')
  const unit = textAt(body, 'tgtCcy') ?? (side === 'buy' ? 'quote_ccy' : 'base_ccy')
  const isInQuote = isSpot && kind.type === 'market' && side === 'buy' && unit === 'quote_ccy'
  return {
    instrument,
    side,
    ...kind,
    ...(isInQuote ? { quoteQuantity: size } : { quantity: size }),
    ...(kind.type === 'limit' ? { price: demanded(body, 'px') } : {}),
    ...(body['reduceOnly'] === true ? { reduceOnly: true } : {}),
    ...given('clientOrderId', idAt(body, 'clOrdId')),
  }
}

/** Reads a one-way stop with the words of a stop loss; other algo orders are not simulated. */
export function readStopTerms(body: BodyObject, state: OkxState): PlaceTerms {
  const instrument = instrumentOf(body, state)
  if (demanded(body, 'ordType') !== 'conditional') throw parameter('ordType')
  checkMode(body, instrument)
  const price = demanded(body, 'slOrdPx')
  return {
    instrument,
    side: sideOf(body),
    type: price === '-1' ? 'stopMarket' : 'stopLimit',
    quantity: demanded(body, 'sz'),
    triggerPrice: demanded(body, 'slTriggerPx'),
    ...(price === '-1' ? {} : { price }),
    ...(body['reduceOnly'] === true ? { reduceOnly: true } : {}),
    ...given('clientOrderId', idAt(body, 'algoClOrdId')),
  }
}

/** The instrument of a body. */
export function instrumentOf(body: BodyObject, state: OkxState): LiveInstrument {
  const live = state.find(demanded(body, 'instId'))
  if (live !== undefined) return live
  throw new RestRefusal('51001', "Instrument ID, Instrument ID code or Spread ID doesn't exist.")
}

/** The words of a parameter that is wrong. */
export function parameter(name: string): RestRefusal {
  return new RestRefusal('51000', `Parameter ${name} error`)
}

function demanded(body: BodyObject, key: string): string {
  const value = textAt(body, key)
  if (value !== undefined) return value
  throw new RestRefusal('50014', `Parameter ${key} can not be empty.`)
}

function idAt(body: BodyObject, key: string): string | undefined {
  const id = textAt(body, key)
  if (id !== undefined && !ID.test(id)) throw parameter(key)
  return id
}

function sideOf(body: BodyObject): Side {
  const side = demanded(body, 'side')
  if (side === 'buy' || side === 'sell') return side
  throw parameter('side')
}

/** Accounts are in futures mode: spot is paid in full, contracts are on margin. */
function checkMode(body: BodyObject, { spec }: LiveInstrument): void {
  const mode = demanded(body, 'tdMode')
  const isRight = spec.kind === 'spot' ? mode === 'cash' : mode === 'cross' || mode === 'isolated'
  if (!isRight) throw parameter('tdMode')
}
