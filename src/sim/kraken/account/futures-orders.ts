import type { OrderType, TimeInForce } from '../../../core/index.ts'
import type { OrderName } from '../../account/order-store.ts'
import type { PlaceTerms } from '../../account/order-terms.ts'
import type { OrderOutcome, SimAccount } from '../../account/sim-account.ts'
import type { SimFill, SimOrder } from '../../account/sim-order.ts'
import type { OrderAction } from '../../fault-rules.ts'
import { priceOf, sizeOf } from '../futures-messages.ts'
import { isRecord, parsed } from '../requests.ts'
import { RestRefusal } from '../rest-error.ts'
import { eventOrder, isoUs } from './futures-rows.ts'
import type { PrivateParts } from './private-parts.ts'
import { futuresRefusalStatus } from './refusals.ts'
import { neededText, type SpotBody, textOf } from './spot-body.ts'
import { hasPassed } from './times.ts'
import { idOfUuid, uuidOf } from './wire-ids.ts'

/** A request about orders: what it is to the fault script, and how it acts. */
export interface FuturesOrderEndpoint {
  /** What is asked; of a batch that of its first. */
  readonly action: OrderAction
  /** Cost in the budget, of so many orders. */
  readonly cost: (orders: number) => number
  /** Reads the request, and throws RestRefusal where it makes no sense; what it returns acts, and gives the fields of the answer. */
  readonly read: (parts: PrivateParts, body: SpotBody) => (account: SimAccount) => string
}

const ONE = (): number => 10

/** Requests about orders, by endpoint. */
export const FUTURES_ORDER_ENDPOINTS: ReadonlyMap<string, FuturesOrderEndpoint> = new Map<
  string,
  FuturesOrderEndpoint
>([
  ['sendorder', { action: 'place', cost: ONE, read: single('sendStatus', send) }],
  ['editorder', { action: 'amend', cost: ONE, read: single('editStatus', edit) }],
  ['cancelorder', { action: 'cancel', cost: ONE, read: single('cancelStatus', cancel) }],
  ['batchorder', { action: 'place', cost: (orders) => 9 + orders, read: batch }],
])

type Act = (parts: PrivateParts, body: SpotBody) => (account: SimAccount) => readonly string[]

const status = (word: string): string => `"status":"${word}"`

function single(key: string, act: Act): FuturesOrderEndpoint['read'] {
  return (parts, body) => {
    demandDeadline(parts, body)
    const ready = act(parts, body)
    const received = `"receivedTime":"${isoUs(parts.state.clock.nowUs())}"`
    return (account) => `"${key}":{${[...ready(account), received].join(',')}}`
  }
}

/** What the venue says of a request that came too late is not documented: no word of ours is read as a refusal. */
function demandDeadline({ state }: PrivateParts, body: SpotBody): void {
  if (hasPassed(textOf(body, 'processBefore'), state.clock.nowUs()))
    throw new RestRefusal('processBefore has passed')
}

const ACTS: Readonly<Record<string, Act>> = { send, edit, cancel }

function batch(parts: PrivateParts, body: SpotBody): (account: SimAccount) => string {
  demandDeadline(parts, body)
  const found = parsed(neededText(body, 'json'))
  const rows = isRecord(found) && Array.isArray(found['batchOrder']) ? found['batchOrder'] : []
  const ready = rows.filter(isRecord).map((row) => {
    const act = ACTS[textOf(row, 'order') ?? '']
    if (act === undefined) throw new RestRefusal('requiredArgumentMissing')
    const tag = textOf(row, 'order_tag')
    const run = act(parts, row)
    return (account: SimAccount): string =>
      `{${[...run(account), ...(tag === undefined ? [] : [`"order_tag":"${tag}"`])].join(',')}}`
  })
  if (ready.length === 0) throw new RestRefusal('requiredArgumentMissing')
  return (account) => `"batchStatus":[${ready.map((run) => run(account)).join(',')}]`
}

const KINDS: Readonly<Record<string, Pick<PlaceTerms, 'type' | 'timeInForce' | 'postOnly'>>> = {
  lmt: { type: 'limit' },
  post: { type: 'limit', postOnly: true },
  ioc: { type: 'limit', timeInForce: 'ioc' },
  fok: { type: 'limit', timeInForce: 'fok' },
  mkt: { type: 'market', timeInForce: 'ioc' },
}

function kindOf(body: SpotBody): {
  type: OrderType
  timeInForce?: TimeInForce
  postOnly?: boolean
} {
  const word = neededText(body, 'orderType')
  if (word === 'stp') {
    return { type: textOf(body, 'limitPrice') === undefined ? 'stopMarket' : 'stopLimit' }
  }
  const kind = KINDS[word]
  if (kind === undefined) throw new RestRefusal('invalidArgument: orderType')
  return kind
}

function send(parts: PrivateParts, body: SpotBody): (account: SimAccount) => readonly string[] {
  const symbol = neededText(body, 'symbol').toUpperCase()
  const instrument = parts.state.market.find('futures', symbol)
  if (instrument === undefined) throw new RestRefusal('invalidArgument: symbol')
  const side = neededText(body, 'side')
  if (side !== 'buy' && side !== 'sell') throw new RestRefusal('invalidArgument: side')
  const price = textOf(body, 'limitPrice')
  const triggerPrice = textOf(body, 'stopPrice')
  const clientOrderId = textOf(body, 'cliOrdId')
  const terms: PlaceTerms = {
    instrument,
    side,
    ...kindOf(body),
    quantity: neededText(body, 'size'),
    reduceOnly: textOf(body, 'reduceOnly') === 'true',
    ...(price === undefined ? {} : { price }),
    ...(triggerPrice === undefined ? {} : { triggerPrice }),
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
  }
  return (account) => {
    const outcome = account.place(terms)
    if (!outcome.isAccepted)
      return [status(futuresRefusalStatus(outcome.refusal)), '"orderEvents":[]']
    const { order, fills } = outcome
    const refused = refusedAtOnce(order)
    if (refused !== undefined) return [status(refused), '"orderEvents":[]']
    return [
      status('placed'),
      `"order_id":"${uuidOf(order.orderId)}"`,
      ...(clientOrderId === undefined ? [] : [`"cliOrdId":${JSON.stringify(clientOrderId)}`]),
      `"orderEvents":[${placedEvents(order, fills).join(',')}]`,
    ]
  }
}

/** An order that could not be as it was asked for is refused in the answer, though it was there for a moment. */
function refusedAtOnce({ status: is, endReason, filledQuantity }: SimOrder): string | undefined {
  if (is !== 'expired' || filledQuantity > 0) return undefined
  switch (endReason) {
    case 'postOnly':
      return 'postWouldExecute'
    case 'selfTrade':
      return 'selfFill'
    case 'ioc':
    case 'fok':
    case 'noLiquidity':
      return 'iocWouldNotExecute'
    case 'reduceOnly':
      return 'wouldNotReducePosition'
    case 'insufficientBalance':
      return 'insufficientAvailableFunds'
    case 'user':
    case 'deadMan':
    case 'venue':
    case 'gtd':
    case undefined:
    default:
      return undefined
  }
}

/** What was executed, and that it rests, where it does. */
function placedEvents(order: SimOrder, fills: readonly SimFill[]): readonly string[] {
  const { spec } = order.instrument
  let filled = order.filledQuantity - fills.reduce((sum, { quantity }) => sum + quantity, 0)
  const executed = fills.map((fill) => {
    const before = eventOrder(order, filled)
    filled += fill.quantity
    const what = `"price":${priceOf(spec, fill.price)},"amount":${sizeOf(spec, fill.quantity)}`
    return `{"type":"EXECUTION","executionId":"${uuidOf(String(fill.tradeId))}",${what},"orderPriorEdit":null,"orderPriorExecution":${before},"takerReducedQuantity":null}`
  })
  const rests = order.status === 'open' || order.status === 'untriggered'
  if (!rests) return executed
  const placed = `{"type":"PLACE","order":${eventOrder(order, order.filledQuantity)},"reducedQuantity":null}`
  return [...executed, placed]
}

/** The order that a request names by either side's id; calls spell the venue's in three ways. */
function nameOf(body: SpotBody): OrderName {
  const uuid = textOf(body, 'order_id') ?? textOf(body, 'orderId')
  return uuid === undefined
    ? { clientOrderId: neededText(body, 'cliOrdId') }
    : { orderId: idOfUuid(uuid) }
}

const idFields = (outcome: OrderOutcome, body: SpotBody, key: string): readonly string[] => {
  const id = outcome.isAccepted ? uuidOf(outcome.order.orderId) : textOf(body, key)
  const own = textOf(body, 'cliOrdId')
  return [
    ...(id === undefined ? [] : [`"${key}":"${id}"`]),
    ...(own === undefined ? [] : [`"cliOrdId":${JSON.stringify(own)}`]),
  ]
}

function edit(_parts: PrivateParts, body: SpotBody): (account: SimAccount) => readonly string[] {
  const name = nameOf(body)
  const size = textOf(body, 'size')
  const price = textOf(body, 'limitPrice')
  if (size !== undefined && textOf(body, 'qtyMode') !== 'ABSOLUTE')
    throw new RestRefusal('invalidArgument: qtyMode')
  const terms = {
    ...(size === undefined ? {} : { quantity: size }),
    ...(price === undefined ? {} : { price }),
  }
  const key = textOf(body, 'order_id') === undefined ? 'orderId' : 'order_id'
  return (account) => {
    const outcome = account.amend(name, terms)
    if (outcome.isAccepted) return [status('edited'), ...idFields(outcome, body, key)]
    const { kind } = outcome.refusal
    const isGone = kind === 'unknownOrder' || kind === 'alreadyEnded'
    const word = isGone ? 'orderForEditNotFound' : futuresRefusalStatus(outcome.refusal)
    return [status(word), ...idFields(outcome, body, key)]
  }
}

function cancel(_parts: PrivateParts, body: SpotBody): (account: SimAccount) => readonly string[] {
  const name = nameOf(body)
  return (account) => {
    const outcome = account.cancel(name)
    const word = outcome.isAccepted ? 'cancelled' : futuresRefusalStatus(outcome.refusal)
    return [status(word), ...idFields(outcome, body, 'order_id')]
  }
}
