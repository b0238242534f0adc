import type { OrderType, Side, TimeInForce } from '../../../core/index.ts'
import type { OrderName } from '../../account/order-store.ts'
import type { PlaceTerms } from '../../account/order-terms.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { OrderAction } from '../../fault-rules.ts'
import type { LiveInstrument } from '../../live-instrument.ts'
import { isNamed } from '../assets.ts'
import { isRecord } from '../requests.ts'
import { RestRefusal } from '../rest-error.ts'
import type { PrivateParts } from './private-parts.ts'
import { spotRefusalText } from './refusals.ts'
import { neededText, type SpotBody, textOf, textsOf } from './spot-body.ts'
import { hasPassed } from './times.ts'
import { idOfSpot, spotOrderId, spotTradeId } from './wire-ids.ts'

/** A request about orders: what it is to the fault script, and how it acts. */
export interface SpotOrderEndpoint {
  /** What is asked. */
  readonly action: OrderAction
  /** Reads the request, and throws RestRefusal where it makes no sense; what it returns acts, and gives the result. */
  readonly read: (parts: PrivateParts, body: SpotBody) => (account: SimAccount) => object
}

/** Requests about orders, by method. */
export const SPOT_ORDER_ENDPOINTS: ReadonlyMap<string, SpotOrderEndpoint> = new Map<
  string,
  SpotOrderEndpoint
>([
  ['AddOrder', { action: 'place', read: readPlace }],
  ['AddOrderBatch', { action: 'place', read: readPlaceBatch }],
  ['AmendOrder', { action: 'amend', read: readAmend }],
  ['CancelOrder', { action: 'cancel', read: readCancel }],
  ['CancelOrderBatch', { action: 'cancel', read: readCancelBatch }],
  ['CancelAll', { action: 'cancelAll', read: readCancelAll }],
])

const ORDER_TYPES: Readonly<Record<string, OrderType>> = {
  limit: 'limit',
  market: 'market',
  'stop-loss': 'stopMarket',
  'stop-loss-limit': 'stopLimit',
}

const TIMES: Readonly<Record<string, TimeInForce>> = {
  GTC: 'gtc',
  IOC: 'ioc',
  FOK: 'fok',
  GTD: 'gtd',
}

/** Free text of 18 characters, or a UUID with or without dashes. */
const CLIENT_ID = /^(?:.{1,18}|[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

function pairOf({ state }: PrivateParts, body: SpotBody): LiveInstrument {
  const name = neededText(body, 'pair')
  const live = state.market.instruments('spot').find(({ spec }) => isNamed(spec, name))
  if (live === undefined) throw new RestRefusal('EQuery:Unknown asset pair')
  return live
}

function demandDeadline({ state }: PrivateParts, body: SpotBody): void {
  if (hasPassed(textOf(body, 'deadline'), state.clock.nowUs()))
    throw new RestRefusal('EService:Deadline elapsed')
}

function readTerms(body: SpotBody, instrument: LiveInstrument): PlaceTerms {
  const type = ORDER_TYPES[neededText(body, 'ordertype')]
  const side = neededText(body, 'type')
  const timeInForce = TIMES[textOf(body, 'timeinforce') ?? 'GTC']
  if (type === undefined || timeInForce === undefined || (side !== 'buy' && side !== 'sell'))
    throw new RestRefusal('EGeneral:Invalid arguments:ordertype')
  const clientOrderId = textOf(body, 'cl_ord_id')
  if (clientOrderId !== undefined && !CLIENT_ID.test(clientOrderId))
    throw new RestRefusal('EGeneral:Invalid arguments:cl_ord_id')
  const isStop = type === 'stopLimit' || type === 'stopMarket'
  const price = isStop ? textOf(body, 'price2') : textOf(body, 'price')
  const trigger = isStop ? textOf(body, 'price') : undefined
  const expires = textOf(body, 'expiretm')
  const flags = textOf(body, 'oflags')?.split(',') ?? []
  return {
    instrument,
    side,
    type,
    quantity: neededText(body, 'volume'),
    timeInForce,
    postOnly: flags.includes('post'),
    feeIn: feeIn(flags, side),
    ...(price === undefined ? {} : { price }),
    ...(trigger === undefined ? {} : { triggerPrice: trigger }),
    ...(expires === undefined ? {} : { expireTimeUs: Number(expires) * 1_000_000 }),
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
  }
}

/** In what fees are preferred, where the flags do not say: buyers' in quote, sellers' in base. */
function feeIn(flags: readonly string[], side: Side): 'base' | 'quote' {
  const [base, quote] = [flags.includes('fcib'), flags.includes('fciq')]
  if (base && quote) throw new RestRefusal('EGeneral:Invalid arguments:oflags')
  return base || (!quote && side === 'sell') ? 'base' : 'quote'
}

/** Places an order. Throws RestRefusal with why it was refused. */
function place({ counters }: PrivateParts, account: SimAccount, terms: PlaceTerms): string {
  if (!counters.place(account.name, terms.instrument.spec.symbol))
    throw new RestRefusal('EOrder:Rate limit exceeded')
  const outcome = account.place(terms)
  if (!outcome.isAccepted) throw new RestRefusal(spotRefusalText(outcome.refusal))
  return spotOrderId(outcome.order.orderId)
}

const described = ({ side, quantity, instrument }: PlaceTerms): object => ({
  order: `${side} ${quantity ?? ''} ${instrument.spec.symbol}`,
})

function readPlace(parts: PrivateParts, body: SpotBody): (account: SimAccount) => object {
  demandDeadline(parts, body)
  const terms = readTerms(body, pairOf(parts, body))
  return (account) => {
    const id = place(parts, account, terms)
    return { descr: described(terms), txid: [id] }
  }
}

function readPlaceBatch(parts: PrivateParts, body: SpotBody): (account: SimAccount) => object {
  demandDeadline(parts, body)
  const live = pairOf(parts, body)
  const { orders } = body
  const rows = Array.isArray(orders) ? orders.filter(isRecord) : []
  if (rows.length < 2 || rows.length > 15)
    throw new RestRefusal('EGeneral:Invalid arguments:orders')
  const all = rows.map((row) => readTerms(row, live))
  return (account) => ({
    orders: all.map((terms) => {
      try {
        return { txid: place(parts, account, terms), descr: described(terms) }
      } catch (error) {
        if (error instanceof RestRefusal) return { error: error.message }
        throw error
      }
    }),
  })
}

/** The order that a request names by either side's id. */
function nameOf(body: SpotBody): OrderName {
  const txid = textOf(body, 'txid') ?? textOf(body, 'order_id')
  if (txid !== undefined) return { orderId: idOfSpot(txid) }
  return { clientOrderId: neededText(body, 'cl_ord_id') }
}

function readAmend(parts: PrivateParts, body: SpotBody): (account: SimAccount) => object {
  demandDeadline(parts, body)
  const name = nameOf(body)
  const quantity = textOf(body, 'order_qty')
  const price = textOf(body, 'limit_price')
  const terms = {
    ...(quantity === undefined ? {} : { quantity }),
    ...(price === undefined ? {} : { price }),
  }
  return (account) => {
    const before = account.order(name)
    if (before !== undefined && !parts.counters.amend(before))
      throw new RestRefusal('EOrder:Rate limit exceeded')
    const outcome = account.amend(name, terms)
    if (!outcome.isAccepted) throw new RestRefusal(spotRefusalText(outcome.refusal))
    return { amend_id: spotTradeId(outcome.order.orderId) }
  }
}

/** Cancels an order; `false` where there is none that works. */
function cancel({ counters }: PrivateParts, account: SimAccount, name: OrderName): boolean {
  const before = account.order(name)
  const outcome = account.cancel(name)
  if (outcome.isAccepted && before !== undefined) counters.cancel(before)
  return outcome.isAccepted
}

function readCancel(parts: PrivateParts, body: SpotBody): (account: SimAccount) => object {
  const name = nameOf(body)
  return (account) => {
    if (!cancel(parts, account, name)) throw new RestRefusal('EOrder:Unknown order')
    return { count: 1 }
  }
}

function readCancelBatch(parts: PrivateParts, body: SpotBody): (account: SimAccount) => object {
  const names: readonly OrderName[] = [
    ...textsOf(body, 'orders').map((id) => ({ orderId: idOfSpot(id) })),
    ...textsOf(body, 'cl_ord_ids').map((clientOrderId) => ({ clientOrderId })),
  ]
  if (names.length === 0 || names.length > 50)
    throw new RestRefusal('EGeneral:Invalid arguments:orders')
  return (account) => ({ count: names.filter((name) => cancel(parts, account, name)).length })
}

function readCancelAll(parts: PrivateParts): (account: SimAccount) => object {
  return (account) => {
    const open = account.openOrders().filter(({ instrument }) => instrument.spec.product === 'spot')
    return { count: open.filter(({ orderId }) => cancel(parts, account, { orderId })).length }
  }
}
