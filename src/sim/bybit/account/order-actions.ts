import type { OrderName } from '../../account/order-store.ts'
import type { OrderOutcome, SimAccount } from '../../account/sim-account.ts'
import { isAlive, type SimOrder } from '../../account/sim-order.ts'
import type { OrderAction } from '../../fault-rules.ts'
import type { LiveInstrument } from '../../live-instrument.ts'
import type { SimMarket } from '../../sim-market.ts'
import { RestRefusal } from '../rest-error.ts'
import { readPlaceTerms } from './place-terms.ts'
import { orderRefusal } from './refusals.ts'
import { type BodyObject, INVALID, neededText, textAt } from './request-body.ts'
import { idOf, idText } from './wire-ids.ts'

/** What became of one order request, as its answer says it. */
export interface ActionResult {
  /** `0`, or the code of a refusal. */
  readonly code: string
  /** `OK`, or the words of a refusal. */
  readonly msg: string
  /** Both names of the order; empty where there is none. */
  readonly row: Readonly<Record<string, string>>
  /** An order that was filled while its cancel was on its way. */
  readonly lateCancel?: SimOrder
}

/** Acts on a request that was read. Does not throw. */
export type ReadyAction = (account: SimAccount) => ActionResult

/** What an endpoint of orders asks for. */
export type PostedAction = Exclude<OrderAction, 'cancelAll'>

/** Reads a request about one order of a product. Throws RestRefusal for one that makes no sense. */
export function readAction(
  action: PostedAction,
  category: string,
  body: BodyObject,
  market: SimMarket,
): ReadyAction {
  const live = instrumentOf(category, body, market)
  const isSpot = category === 'spot'
  const linkId = textAt(body, 'orderLinkId') ?? ''
  const answer = (outcome: OrderOutcome): ActionResult => {
    if (outcome.isAccepted) return taken(outcome.order)
    const { venueCode, message } = orderRefusal(outcome.refusal, isSpot)
    return { code: venueCode, msg: message, row: { orderId: '', orderLinkId: linkId } }
  }
  switch (action) {
    case 'place': {
      const terms = readPlaceTerms(body, live)
      return (account) => answer(account.place(terms))
    }
    case 'amend': {
      const name = nameOf(body)
      const terms = {
        ...given('quantity', textAt(body, 'qty')),
        ...given('price', textAt(body, 'price')),
        ...given('triggerPrice', textAt(body, 'triggerPrice')),
      }
      return (account) => answer(account.amend(name, terms))
    }
    case 'cancel': {
      const name = nameOf(body)
      const filter = textAt(body, 'orderFilter') ?? 'Order'
      return (account) => cancel(account, name, { isSpot, filter }, answer)
    }
  }
}

/** The answer is "taken" though the order was filled meanwhile: that shows on the stream. */
function cancel(
  account: SimAccount,
  name: OrderName,
  { isSpot, filter }: { readonly isSpot: boolean; readonly filter: string },
  answer: (outcome: OrderOutcome) => ActionResult,
): ActionResult {
  const before = account.order(name)
  const isHidden = isSpot && before !== undefined && filterOf(before) !== filter
  if (isHidden) return answer({ isAccepted: false, refusal: { kind: 'unknownOrder' } })
  const outcome = account.cancel(name)
  const after = account.order(name)
  const wasRaced = before !== undefined && isAlive(before) && after?.status === 'filled'
  return wasRaced ? { ...taken(after), lateCancel: after } : answer(outcome)
}

/** On spot an order that waits for its trigger is found under its own filter only. */
function filterOf({ status }: SimOrder): string {
  return status === 'untriggered' ? 'StopOrder' : 'Order'
}

function taken({ instrument, orderId, clientOrderId }: SimOrder): ActionResult {
  const row = { orderId: idText(instrument.spec, orderId), orderLinkId: clientOrderId ?? '' }
  return { code: '0', msg: 'OK', row }
}

function instrumentOf(category: string, body: BodyObject, market: SimMarket): LiveInstrument {
  const live = market.find(category, neededText(body, 'symbol'))
  if (live !== undefined) return live
  throw category === 'spot'
    ? new RestRefusal('170121', 'Invalid symbol.')
    : new RestRefusal(INVALID, 'params error: symbol invalid')
}

/** Where both ids are given the venue's wins. */
function nameOf(body: BodyObject): OrderName {
  const orderId = textAt(body, 'orderId')
  if (orderId !== undefined) return { orderId: idOf(orderId) }
  return { clientOrderId: neededText(body, 'orderLinkId') }
}

function given<K extends string>(key: K, text: string | undefined): { readonly [P in K]?: string } {
  return (text === undefined ? {} : { [key]: text }) as { readonly [P in K]?: string }
}
