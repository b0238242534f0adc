import fc from 'fast-check'
import {
  type Approved,
  type ClientOrderId,
  clientOrderId,
  type OrderEvent,
  type OrderIntent,
  strategyId,
  venueOrderId,
} from '../../../../src/core/index.ts'
import type { Oms, OmsEffect } from '../../../../src/trader/oms/index.ts'
import { ACCOUNT, BTC, decimal, fillOf, GRID, intent } from './small-orders.ts'

/** As if risk had let it pass. Nothing but a test may do this. */
export function approved<T extends OrderIntent>(each: T): Approved<T> {
  return each as Approved<T>
}

export const MAKER = strategyId('maker')

/** One call of an order manager; `order` is which of the orders that were ever made. */
export interface Call {
  readonly kind: string
  readonly order: number
  readonly number: number
  readonly waitUs: number
}

const KINDS = [
  'place',
  'place',
  'place',
  'deny',
  'denyCancel',
  'amend',
  'cancel',
  'cancelAll',
  'restarted',
  'acknowledged',
  'acknowledged',
  'rejected',
  'outcomeUnknown',
  'notSent',
  'fill',
  'fill',
  'fill',
  'amended',
  'amendRejected',
  'amendUnknown',
  'cancelled',
  'cancelRejected',
  'cancelUnknown',
  'expired',
  'foundOpen',
  'foundEnded',
  'missing',
  'provenAbsent',
  'foreign',
] as const

export const calls: fc.Arbitrary<readonly Call[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    order: fc.nat(15),
    number: fc.integer({ min: 1, max: 6 }),
    waitUs: fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constant(4_000_000_000)),
  }),
  { minLength: 10, maxLength: 120 },
)

/** Makes the calls, and returns the effects of each. */
export function play(
  oms: Oms,
  script: readonly Call[],
  startUs = 1_000_000,
): readonly (readonly OmsEffect[])[] {
  let timeUs = startUs
  return script.map((call) => {
    timeUs += call.waitUs
    return callOf(oms, call, timeUs)
  })
}

function callOf(oms: Oms, { kind, order, number }: Call, timeUs: number): readonly OmsEffect[] {
  const id = clientOrderId(1, order)
  const strategy = order % 2 === 0 ? GRID : MAKER
  switch (kind) {
    case 'place':
      return oms.submit(approved({ ...intent(), strategy, reason: 'because' }), timeUs)
    case 'deny':
      return oms.deny(
        { intent: intent(), reason: 'PRICE_COLLAR', found: '120', limit: '110' },
        timeUs,
      )
    case 'denyCancel': {
      const cancel = { type: 'cancel', strategy, clientOrderId: id } as const
      return oms.deny(
        { intent: cancel, reason: 'MAX_ORDERS_PER_SECOND', found: '9', limit: '8' },
        timeUs,
      )
    }
    case 'amend':
      return oms.submit(
        approved({ type: 'amend', strategy, clientOrderId: id, quantity: decimal(9 + number) }),
        timeUs,
      )
    case 'cancel':
      return oms.submit(approved({ type: 'cancel', strategy, clientOrderId: id }), timeUs)
    case 'cancelAll':
      return oms.submit(approved({ type: 'cancelAll', strategy, instrument: BTC }), timeUs)
    case 'restarted':
      return oms.restarted(timeUs)
    default:
      return oms.receive(eventOf(kind, id, number, timeUs))
  }
}

export function eventOf(
  kind: string,
  id: ClientOrderId,
  number: number,
  timeUs: number,
): OrderEvent {
  const venueId = venueOrderId(`v${id}`)
  const base = { order: { clientOrderId: id }, timeUs, venueTimeUs: timeUs - 1 }
  const said = { code: 'no', text: 'no' }
  switch (kind) {
    case 'acknowledged':
      return { ...base, type: 'acknowledged', venueOrderId: venueId }
    case 'rejected':
      return { ...base, type: 'rejected', ...said }
    case 'notSent':
      return { ...base, type: 'notSent', request: number }
    case 'fill': {
      const fee = { amount: decimal(`0.00000000000000000${number}`), asset: 'BNB' }
      const overrides = { clientOrderId: id, venueOrderId: venueId, ...(number > 3 ? { fee } : {}) }
      return { ...base, type: 'fill', fill: fillOf(`${id}-${number}`, number, overrides) }
    }
    case 'amended':
      return { ...base, type: 'amended', request: number, quantity: decimal(9 + number) }
    case 'amendRejected':
      return { ...base, type: 'amendRejected', request: number, ...said }
    case 'amendUnknown':
      return { ...base, type: 'amendUnknown', request: number, cause: 'disconnected' }
    case 'cancelled':
    case 'expired':
      return number > 3
        ? { ...base, type: kind }
        : { ...base, type: kind, filledQuantity: decimal(number) }
    case 'cancelRejected':
      return { ...base, type: 'cancelRejected', request: number, ...said }
    case 'cancelUnknown':
      return { ...base, type: 'cancelUnknown', request: number, cause: 'serverError' }
    case 'foundOpen':
      return {
        ...base,
        order: { venueOrderId: venueId, account: ACCOUNT, instrument: { ...BTC } },
        type: 'foundOpen',
        venueOrderId: venueId,
        filledQuantity: decimal(number),
        quantity: decimal(10),
        price: decimal(100),
        askedTimeUs: timeUs - number,
      }
    case 'foundEnded':
      return {
        ...base,
        type: 'foundEnded',
        as: number > 3 ? 'filled' : 'rejected',
        filledQuantity: decimal(number),
      }
    case 'missing':
      return { ...base, type: 'missing' }
    case 'provenAbsent':
      return {
        ...base,
        type: 'provenAbsent',
        openOrdersVenueTimeUs: timeUs,
        historyVenueTimeUs: timeUs,
        ...(number > 3 && { countsAsEnd: true }),
      }
    case 'foreign':
      return {
        ...base,
        order: { venueOrderId: venueOrderId('x'), account: ACCOUNT, instrument: BTC },
        type: 'cancelled',
      }
    default:
      return { ...base, type: 'outcomeUnknown', cause: 'timeout' }
  }
}
