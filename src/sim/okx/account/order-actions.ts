import type { AmendTerms } from '../../account/order-amendment.ts'
import type { OrderOutcome, SimAccount } from '../../account/sim-account.ts'
import { isAlive, type SimOrder } from '../../account/sim-order.ts'
import { RestRefusal } from '../rest-error.ts'
import { timeText } from '../wire-text.ts'
import { algoIdOf, isOrder, isStop, orderIdOfAlgo } from './algo-ids.ts'
import type { Row } from './order-row.ts'
import { instrumentOf, parameter, readPlaceTerms, readStopTerms } from './place-terms.ts'
import type { PrivateParts } from './private-parts.ts'
import { type Words, wordsOf } from './refusals.ts'
import { type BodyObject, given, textAt } from './request-body.ts'

/** What is asked of orders, or of stops. */
export type ActionKind = 'place' | 'amend' | 'cancel' | 'placeStop' | 'amendStop' | 'cancelStop'

const UNKNOWN = { isAccepted: false, refusal: { kind: 'unknownOrder' } } as const

/** Acts on one item of a request; its row of the answer. Never throws. */
export function act(
  kind: ActionKind,
  body: BodyObject,
  account: SimAccount,
  parts: PrivateParts,
): Row {
  try {
    switch (kind) {
      case 'place':
        return rowOf(account.place(readPlaceTerms(body, parts.state)), 'place', body, parts)
      case 'placeStop':
        return stopRowOf(account.place(readStopTerms(body, parts.state)), 'place', body)
      case 'amend':
        return amend(body, account, parts)
      case 'cancel': {
        const order = findOrder(body, account, parts)
        const outcome = order === undefined ? UNKNOWN : account.cancel(nameOf(order))
        // Accepted, though it was filled meanwhile: that shows on the channel.
        const wasRaced = order !== undefined && isAlive(order) && !outcome.isAccepted
        return rowOf(wasRaced ? accepted(order) : outcome, 'cancel', body, parts)
      }
      case 'amendStop': {
        const stop = findStop(body, account)
        if (stop === undefined) return stopRowOf(UNKNOWN, 'amend', body)
        parts.feeds.expectAmend(stop, textAt(body, 'reqId') ?? '')
        const terms = {
          ...given('quantity', textAt(body, 'newSz')),
          ...given('price', textAt(body, 'newSlOrdPx')),
          ...given('triggerPrice', textAt(body, 'newSlTriggerPx')),
        }
        return stopRowOf(account.amend(nameOf(stop), terms), 'amend', body)
      }
      case 'cancelStop': {
        const stop = findStop(body, account)
        return stopRowOf(
          stop === undefined ? UNKNOWN : account.cancel(nameOf(stop)),
          'cancel',
          body,
        )
      }
    }
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    return refusedRow(body, [error.venueCode, error.message])
  }
}

/** What the matching engine alone can say comes on the channel; the answer says that the request is taken. */
const SAID_LATER: ReadonlySet<string> = new Set([
  'insufficientBalance',
  'postOnlyWouldTake',
  'reduceOnlyRejected',
])

function amend(body: BodyObject, account: SimAccount, parts: PrivateParts): Row {
  const order = findOrder(body, account, parts)
  if (order === undefined) return rowOf(UNKNOWN, 'amend', body, parts)
  const reqId = textAt(body, 'reqId') ?? ''
  const terms: AmendTerms = {
    ...given('quantity', textAt(body, 'newSz')),
    ...given('price', textAt(body, 'newPx')),
  }
  parts.feeds.expectAmend(order, reqId)
  const outcome = account.amend(nameOf(order), terms)
  if (outcome.isAccepted || !SAID_LATER.has(outcome.refusal.kind))
    return rowOf(outcome, 'amend', body, parts)
  const words = wordsOf(outcome.refusal, 'amend', false)
  const delayMs = parts.limits.restDelayMs + 1
  parts.feeds.tellAmendFailed(account, order, { reqId, words, delayMs })
  return rowOf(accepted(order), 'amend', body, parts)
}

function accepted(order: SimOrder): OrderOutcome {
  return { isAccepted: true, order, fills: [] }
}

/** An order by the venue's id, or by its owner's: stops are not found so, but by the id of the order that they became. */
function findOrder(
  body: BodyObject,
  account: SimAccount,
  { state }: PrivateParts,
): SimOrder | undefined {
  const instrument = instrumentOf(body, state)
  const orderId = textAt(body, 'ordId')
  const clientOrderId = textAt(body, 'clOrdId')
  if (orderId === undefined && clientOrderId === undefined)
    throw new RestRefusal('51003', 'Either client order ID or order ID is required.')
  const order =
    orderId === undefined
      ? account.order({ clientOrderId: clientOrderId ?? '' })
      : account.order({ orderId })
  const isFound = order?.instrument === instrument && isOrder(order)
  return isFound && (orderId !== undefined || !isStop(order)) ? order : undefined
}

function findStop(body: BodyObject, account: SimAccount): SimOrder | undefined {
  const algoId = textAt(body, 'algoId')
  const clientOrderId = textAt(body, 'algoClOrdId')
  if (algoId === undefined && clientOrderId === undefined) throw parameter('algoId')
  const order =
    algoId === undefined
      ? account.order({ clientOrderId: clientOrderId ?? '' })
      : account.order({ orderId: orderIdOfAlgo(algoId) })
  return order !== undefined && isStop(order) && !isOrder(order) ? order : undefined
}

function nameOf({ orderId }: SimOrder): { readonly orderId: string } {
  return { orderId }
}

function rowOf(
  outcome: OrderOutcome,
  action: 'place' | 'amend' | 'cancel',
  body: BodyObject,
  { state }: PrivateParts,
): Row {
  const ts = timeText(state.clock.nowUs())
  if (!outcome.isAccepted)
    return { ...refusedRow(body, wordsOf(outcome.refusal, action, false)), ts }
  const { order } = outcome
  return {
    clOrdId: isStop(order) ? '' : (order.clientOrderId ?? ''),
    ordId: order.orderId,
    tag: '',
    ts,
    ...(action === 'amend' ? { reqId: textAt(body, 'reqId') ?? '' } : {}),
    sCode: '0',
    sMsg: '',
    subCode: '',
  }
}

/** The answer to a cancel does not repeat our id: those fields are retired. */
function stopRowOf(
  outcome: OrderOutcome,
  action: 'place' | 'amend' | 'cancel',
  body: BodyObject,
): Row {
  const algoClOrdId = action === 'cancel' ? '' : (textAt(body, 'algoClOrdId') ?? '')
  if (!outcome.isAccepted) {
    const [sCode, sMsg] = wordsOf(outcome.refusal, action, true)
    return { algoId: '', clOrdId: '', algoClOrdId, sCode, sMsg, tag: '' }
  }
  const algoId = algoIdOf(outcome.order.orderId)
  return { algoId, clOrdId: '', algoClOrdId, sCode: '0', sMsg: '', tag: '' }
}

function refusedRow(body: BodyObject, [sCode, sMsg]: Words): Row {
  const clOrdId = textAt(body, 'clOrdId') ?? ''
  const algoClOrdId = textAt(body, 'algoClOrdId')
  return {
    clOrdId,
    ordId: '',
    tag: '',
    sCode,
    sMsg,
    subCode: '',
    ...given('algoClOrdId', algoClOrdId),
  }
}
