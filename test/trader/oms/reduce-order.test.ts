import { expect, test } from 'vitest'
import { Decimal, decimalText, type OrderInput, venueOrderId } from '../../../src/core/index.ts'
import {
  averagePrice,
  feesPaid,
  leavesQuantity,
  mostLeavesQuantity,
  newOrder,
  type Order,
  type OrderEffect,
  reduceOrder,
} from '../../../src/trader/oms/index.ts'
import { instrument } from '../../support/instrument.ts'
import {
  ACCOUNT,
  BTC,
  decimal,
  filled,
  fillOf,
  ID,
  intent,
  of,
  orderIn,
  VENUE_ID,
} from './support/small-orders.ts'

function after(order: Order, ...events: readonly OrderInput[]) {
  const effects: OrderEffect[] = []
  let now = order
  for (const event of events) {
    const reduced = reduceOrder(now, event)
    effects.push(...reduced.effects)
    now = reduced.order
  }
  const alarms = effects.flatMap((each) => (each.type === 'alarm' ? [each.code] : []))
  return { order: now, effects, alarms }
}

const acknowledged: OrderInput = {
  type: 'acknowledged',
  order: of,
  timeUs: 50,
  venueOrderId: VENUE_ID,
}
const cancelled: OrderInput = { type: 'cancelled', order: of, timeUs: 60 }

/** The venue lists it as it was placed, in answer to a question of that time. */
const listed = (askedTimeUs: number): OrderInput => ({
  type: 'foundOpen',
  order: of,
  timeUs: askedTimeUs + 1,
  askedTimeUs,
  venueOrderId: VENUE_ID,
  quantity: decimal(10),
  price: decimal(100),
  filledQuantity: decimal(0),
})

test('a fill before the acknowledgement opens the order, and the acknowledgement is doubled then', () => {
  const { order, alarms } = after(orderIn('inFlight'), filled(fillOf('f1', 4)), acknowledged)
  expect(order).toMatchObject({ status: 'open', venueOrderIds: [VENUE_ID] })
  expect(leavesQuantity(order)).toEqual(decimal(6))
  expect(alarms).toEqual([])
})

test('a fill that the cancel overtook counts, and the last one makes the order filled', () => {
  const { order, alarms } = after(orderIn('cancelInFlight'), cancelled, filled(fillOf('f1', 4)))
  expect(order).toMatchObject({ status: 'cancelled', filledQuantity: decimal(4) })
  expect(after(order, filled(fillOf('f2', 6))).order.status).toBe('filled')
  expect(alarms).toEqual([])
})

test('a rejection after a fill is an alarm, and the venue is asked', () => {
  const rejected = { type: 'rejected', order: of, timeUs: 60, code: 'X', text: 'no' } as const
  const { order, alarms, effects } = after(orderIn('open'), filled(fillOf('f1', 4)), rejected)
  expect(order).toMatchObject({ status: 'unknown', filledQuantity: decimal(4) })
  expect(alarms).toEqual(['REJECTED_AFTER_FILL'])
  expect(effects.some(({ type }) => type === 'needLookup')).toBe(true)
})

test('a fill beyond the quantity counts, with an alarm', () => {
  const { order, alarms } = after(orderIn('open'), filled(fillOf('f1', 9)), filled(fillOf('f2', 3)))
  expect(order).toMatchObject({ status: 'filled', filledQuantity: decimal(12) })
  expect(leavesQuantity(order)).toEqual(decimal(0))
  expect(alarms).toEqual(['FILL_BEYOND_QUANTITY'])
})

test('an amended order that is filled by the terms of before is no alarm', () => {
  const less: OrderInput[] = [
    {
      type: 'amendSent',
      order: of,
      timeUs: 51,
      deadlineUs: 1051,
      price: decimal(101),
      quantity: decimal(5),
    },
    { type: 'amended', order: of, timeUs: 52, request: 2 },
  ]
  const { order, alarms } = after(orderIn('open'), ...less, filled(fillOf('f1', 7)))
  expect(order).toMatchObject({ status: 'filled', filledQuantity: decimal(7) })
  expect(alarms).toEqual([])
})

test('an order that may be amended is not filled before the larger quantity is', () => {
  const { order } = after(orderIn('amendInFlight'), filled(fillOf('f1', 10)))
  expect(order.status).toBe('amendInFlight')
  expect(mostLeavesQuantity(order)).toEqual(decimal(2))
  const refused = {
    type: 'amendRejected',
    order: of,
    timeUs: 70,
    request: 2,
    code: 'X',
    text: '',
  } as const
  expect(after(order, refused).order.status).toBe('filled')
})

test('a quantity that is told without its fills is a hole: the fills are asked for, once, and none is made up', () => {
  const told = { ...acknowledged, filledQuantity: decimal(3) } as const
  const { order, effects } = after(orderIn('inFlight'), told, told)
  expect(order.filledQuantity).toEqual(decimal(0))
  expect(effects.filter(({ type }) => type === 'needFills')).toHaveLength(1)
  expect(effects.filter(({ type }) => type === 'fill')).toHaveLength(0)
})

test.for(['cancelled', 'expired', 'amended'] as const)(
  'where the acknowledgement and a fill are lost, the word that it is %s tells by which id its fills are found',
  (type) => {
    const whole = { ...of, venueOrderId: VENUE_ID, account: ACCOUNT, instrument: BTC }
    const told = { type, order: whole, timeUs: 60, filledQuantity: decimal(3) }
    const { order } = after(orderIn('inFlight'), told)
    expect(order).toMatchObject({ venueOrderIds: [VENUE_ID], toldQuantity: decimal(3) })
    // A stop that was triggered may be named by the id of before.
    const other = { ...told, order: { ...whole, venueOrderId: venueOrderId('v2') } }
    expect(after(order, other)).toMatchObject({ order: { venueOrderIds: [VENUE_ID] }, alarms: [] })
  },
)

test('an order that was proven absent and is filled after all raises an alarm, and counts', () => {
  const { order, alarms } = after(orderIn('absent'), filled(fillOf('f1', 1)))
  expect(order).toMatchObject({
    status: 'unknown',
    filledQuantity: decimal(1),
    isLookupWanted: true,
  })
  expect(alarms).toEqual(['NOT_ABSENT'])
})

test('an unknown order does not leave by time or by refusals to cancel it', () => {
  const refused = (request: number): OrderInput => ({
    type: 'cancelRejected',
    order: of,
    timeUs: 70 + request,
    request,
    code: 'no such order',
    text: '',
  })
  const sent: OrderInput = { type: 'cancelSent', order: of, timeUs: 60, deadlineUs: 70 }
  const { order } = after(orderIn('unknown'), sent, refused(2), sent, refused(3), sent, refused(4))
  expect(order.status).toBe('unknown')
})

test('a list of open orders from before the end is late; one from long after it is an alarm', () => {
  expect(after(orderIn('cancelled'), listed(5), listed(5_000_006)).alarms).toEqual([])
  const { order, alarms } = after(orderIn('cancelled'), listed(5_000_007))
  expect(order.status).toBe('unknown')
  expect(alarms).toEqual(['OPEN_AFTER_END'])
})

test('a list from before the end of an amend of unknown fate does not say that it was not carried out', () => {
  const sent: OrderInput = {
    type: 'amendSent',
    order: of,
    timeUs: 100,
    deadlineUs: 1100,
    price: decimal(100),
    quantity: decimal(12),
  }
  const lost: OrderInput = {
    type: 'amendUnknown',
    order: of,
    timeUs: 200,
    request: 2,
    cause: 'timeout',
  }
  const unknown = after(orderIn('open'), sent, lost, filled(fillOf('f1', 10))).order
  // The venue may carry it out until then: were the order taken for filled, the rest of it would be forgotten.
  const early = after(unknown, listed(1099)).order
  expect(early).toMatchObject({ status: 'amendUnknown', amend: { quantity: decimal(12) } })
  const after12: OrderInput = { type: 'amended', order: of, timeUs: 1300, request: 2 }
  expect(after(early, after12).order.status).toBe('open')
  expect(after(unknown, listed(1100)).order.status).toBe('filled')
})

test('a fee that is told later counts once', () => {
  const fee = { amount: decimal('0.5'), asset: 'BNB' }
  const { order, effects } = after(
    orderIn('open'),
    filled(fillOf('f1', 4)),
    filled(fillOf('f1', 4, { fee })),
    filled(fillOf('f1', 4, { fee })),
  )
  expect(feesPaid(order)).toEqual([fee])
  expect(effects.filter(({ type }) => type === 'fee')).toHaveLength(1)
})

test('the average price is exact to 60 digits, and harmonic for inverse contracts', () => {
  const fills = [
    filled(fillOf('f1', 1, { price: decimal(100) })),
    filled(fillOf('f2', 2, { price: decimal(101) })),
  ]
  expect(averagePrice(orderIn('open'))).toBeUndefined()
  expect(averagePrice(after(orderIn('open'), ...fills).order)?.toFixed()).toBe(
    new Decimal(302).div(3).toFixed(),
  )
  const inverse = instrument({
    ...BTC,
    contract: { direction: 'inverse', multiplier: decimalText('1'), settle: BTC.base },
  })
  const made = newOrder({
    clientOrderId: ID,
    intent: intent({ instrument: inverse }),
    timeUs: 1,
    deadlineUs: 2,
  })
  expect(
    averagePrice(after(made, ...fills).order)
      ?.toDecimalPlaces(6)
      .toFixed(),
  ).toBe('100.664452')
})

test('a cancel that was not sent stays wanted, and is sent again once the order is found', () => {
  const asked: OrderInput = { type: 'cancelSent', order: of, timeUs: 10, deadlineUs: 1010 }
  const { order } = after(orderIn('open'), asked, {
    type: 'notSent',
    order: of,
    timeUs: 11,
    request: 2,
  })
  expect(order).toMatchObject({
    status: 'cancelUnknown',
    isLookupWanted: true,
    isCancelWanted: true,
  })
  const found = after(order, {
    type: 'foundOpen',
    order: of,
    timeUs: 90,
    venueOrderId: VENUE_ID,
    quantity: decimal(10),
    filledQuantity: decimal(0),
    price: decimal(100),
    askedTimeUs: 80,
  })
  expect(found.order.status).toBe('cancelInFlight')
})

test('whoever asks the venue is told that it has to be asked, and that it has answered', () => {
  // A venue refused an order on its stream, and then acknowledged the request: it was asked for ever, for nobody heard the answer.
  const { order, effects } = after(orderIn('rejected'), acknowledged)
  expect(order).toMatchObject({ status: 'rejected', isLookupWanted: true })
  expect(effects).toContainEqual({ type: 'publish', order })
  const found = after(order, {
    type: 'foundEnded',
    order: of,
    timeUs: 70,
    as: 'rejected',
    filledQuantity: decimal(0),
  })
  expect(found.order.isLookupWanted).toBe(false)
  expect(found.effects).toContainEqual({ type: 'publish', order: found.order })
})

test('whoever asks for fills is told of a hole', () => {
  const open = after(orderIn('inFlight'), acknowledged).order
  const { order, effects } = after(open, { ...acknowledged, filledQuantity: decimal(3) })
  expect(effects).toContainEqual({ type: 'publish', order })
})
