import { describe, expect, test } from 'vitest'
import {
  type ClientOrderId,
  clientOrderId,
  Decimal,
  type OrderEvent,
  venueOrderId,
} from '../../../src/core/index.ts'
import { Oms, type OmsEffect } from '../../../src/trader/oms/index.ts'
import { approved, MAKER } from './support/oms-script.ts'
import {
  ACCOUNT,
  BTC,
  decimal,
  fillOf,
  GRID,
  ID,
  intent,
  VENUE_ID,
} from './support/small-orders.ts'

const types = (effects: readonly OmsEffect[]): string[] => effects.map(({ type }) => type)
const of = (id: ClientOrderId) => ({ clientOrderId: id })
const acknowledged = (id: ClientOrderId, timeUs = 10): OrderEvent => ({
  type: 'acknowledged',
  order: of(id),
  timeUs,
  venueOrderId: venueOrderId(`v${id}`),
})
const cancelled = (id: ClientOrderId, timeUs = 20): OrderEvent => ({
  type: 'cancelled',
  order: of(id),
  timeUs,
})

function placed(oms: Oms, count = 1, strategy = GRID): readonly ClientOrderId[] {
  return Array.from({ length: count }, () => {
    const effects = oms.submit(approved({ ...intent(), strategy }), 1)
    const send = effects.find(({ type }) => type === 'send')
    return send?.type === 'send' ? send.request.clientOrderId : ID
  })
}

describe('what is asked for', () => {
  test('an order is recorded, then sent, with an id of the writer', () => {
    const effects = new Oms({ epoch: 7 }).submit(approved(intent()), 1_000)
    expect(types(effects)).toEqual(['record', 'send', 'publish'])
    expect(effects[1]).toMatchObject({
      request: { type: 'place', clientOrderId: clientOrderId(7, 0), deadlineUs: 10_001_000 },
    })
  })

  test('a denied order is recorded and published, and never sent', () => {
    const oms = new Oms({ epoch: 1 })
    const effects = oms.deny(
      { intent: intent(), reason: 'OFF_TICK', found: '1.05', limit: '0.1' },
      1,
    )
    expect(types(effects)).toEqual(['record', 'denied', 'publish'])
    expect(oms.orders.get(ID)).toMatchObject({ status: 'denied', refusal: { code: 'OFF_TICK' } })
    expect(oms.submit(approved(intent()), 2)[1]).toMatchObject({
      request: { clientOrderId: clientOrderId(1, 1) },
    })
  })

  test('cancelAll cancels what is open of its strategy, and nothing else', () => {
    const oms = new Oms({ epoch: 1 })
    const [first, second, third] = placed(oms, 3) as [ClientOrderId, ClientOrderId, ClientOrderId]
    const [foreign] = placed(oms, 1, MAKER) as [ClientOrderId]
    for (const id of [first, second, third, foreign]) oms.receive(acknowledged(id))
    oms.receive(cancelled(second))
    const effects = oms.submit(approved({ type: 'cancelAll', strategy: GRID }), 30)
    expect(types(effects)).toEqual(['record', 'record', 'send', 'send', 'publish', 'publish'])
    expect([first, second, third, foreign].map((id) => oms.orders.get(id)?.status)).toEqual([
      'cancelInFlight',
      'cancelled',
      'cancelInFlight',
      'open',
    ])
  })

  test.each([
    ['NO_SUCH_ORDER', { type: 'cancel', strategy: GRID, clientOrderId: clientOrderId(1, 9) }],
    ['ORDER_OF_ANOTHER_STRATEGY', { type: 'cancel', strategy: MAKER, clientOrderId: ID }],
    ['ORDER_OF_ANOTHER_STRATEGY', { type: 'amend', strategy: MAKER, clientOrderId: ID }],
    ['ORDER_NOT_OPEN', { type: 'amend', strategy: GRID, clientOrderId: ID, price: decimal(9) }],
  ] as const)('%s: the intent is refused, and nothing changes', (reason, each) => {
    const oms = new Oms({ epoch: 1 })
    placed(oms)
    const before = JSON.stringify(oms.snapshot())
    expect(oms.submit(approved(each), 5)).toEqual([{ type: 'refused', intent: each, reason }])
    expect(JSON.stringify(oms.snapshot())).toBe(before)
  })

  test('an amend that would leave nothing is refused; a second cancel is, too', () => {
    const oms = new Oms({ epoch: 1 })
    placed(oms)
    oms.receive(acknowledged(ID))
    oms.receive({
      type: 'fill',
      order: of(ID),
      timeUs: 11,
      fill: fillOf('f1', 4, { venueOrderId: venueOrderId(`v${ID}`) }),
    })
    const amend = {
      type: 'amend',
      strategy: GRID,
      clientOrderId: ID,
      quantity: decimal(4),
    } as const
    const cancel = { type: 'cancel', strategy: GRID, clientOrderId: ID } as const
    expect(oms.submit(approved(amend), 12)).toMatchObject([{ reason: 'NOTHING_LEFT' }])
    oms.submit(approved(cancel), 13)
    expect(oms.submit(approved(cancel), 14)).toMatchObject([{ reason: 'CANCEL_IN_FLIGHT' }])
  })

  test('an order whose end is wanted is cancelled again as soon as it turns up', () => {
    const oms = new Oms({ epoch: 1 })
    placed(oms)
    oms.submit(approved({ type: 'cancel', strategy: GRID, clientOrderId: ID }), 2)
    oms.receive({
      type: 'cancelRejected',
      order: of(ID),
      timeUs: 3,
      request: 2,
      code: 'no',
      text: '',
    })
    const effects = oms.receive(acknowledged(ID))
    expect(types(effects)).toEqual(['record', 'send', 'publish'])
    expect(effects[1]).toMatchObject({ request: { type: 'cancel', request: 3 } })
  })

  test('after a restart whatever was in flight is unknown', () => {
    const oms = new Oms({ epoch: 1 })
    const [first, second] = placed(oms, 2) as [ClientOrderId, ClientOrderId]
    oms.receive(acknowledged(second))
    oms.submit(approved({ type: 'cancel', strategy: GRID, clientOrderId: second }), 11)
    const next = new Oms({ epoch: 2 }, oms.snapshot())
    next.restarted(99)
    expect(next.orders.get(first)?.status).toBe('unknown')
    expect(next.orders.get(second)?.status).toBe('cancelUnknown')
    expect(next.unresolved()).toHaveLength(2)
    expect(next.submit(approved(intent()), 100)[1]).toMatchObject({
      request: { clientOrderId: clientOrderId(2, 0) },
    })
  })

  test('a snapshot of a later writer is refused', () => {
    const oms = new Oms({ epoch: 2 })
    placed(oms)
    expect(() => new Oms({ epoch: 1 }, oms.snapshot())).toThrow('above our own, 1, was 2')
  })
})

describe('whose event it is', () => {
  test("the venue's id is enough, whichever object names the instrument", () => {
    const oms = new Oms({ epoch: 1 })
    placed(oms)
    oms.receive(acknowledged(ID))
    const order = { venueOrderId: venueOrderId(`v${ID}`), account: ACCOUNT, instrument: { ...BTC } }
    oms.receive({ type: 'cancelled', order, timeUs: 20 })
    expect(oms.orders.get(ID)?.status).toBe('cancelled')
  })

  test('an order of somebody else is told as foreign, and not recorded', () => {
    const oms = new Oms({ epoch: 1 })
    const order = { venueOrderId: venueOrderId('x'), account: ACCOUNT, instrument: BTC }
    expect(types(oms.receive({ type: 'cancelled', order, timeUs: 20 }))).toEqual(['foreign'])
  })

  test('an event that names two orders raises an alarm', () => {
    const oms = new Oms({ epoch: 1 })
    const [first, second] = placed(oms, 2) as [ClientOrderId, ClientOrderId]
    oms.receive(acknowledged(first))
    const order = {
      clientOrderId: second,
      venueOrderId: venueOrderId(`v${first}`),
      account: ACCOUNT,
      instrument: BTC,
    }
    const effects = oms.receive({ type: 'outcomeUnknown', order, timeUs: 20, cause: 'timeout' })
    expect(effects).toContainEqual(expect.objectContaining({ code: 'TWO_ORDERS_MEANT' }))
  })
})

describe('orders that ended', () => {
  const options = { epoch: 1, maxEnded: 2, maxEvicted: 4 }
  const ended = (count: number): Oms => {
    const oms = new Oms(options)
    for (const id of placed(oms, count)) {
      oms.receive(acknowledged(id))
      oms.receive(cancelled(id))
    }
    placed(oms)
    return oms
  }
  const fill = (id: ClientOrderId, fillName = 'late'): OrderEvent => ({
    type: 'fill',
    order: of(id),
    timeUs: 40,
    fill: fillOf(fillName, 1, { clientOrderId: id, venueOrderId: venueOrderId(`v${id}`) }),
  })

  test('are kept up to their number, the oldest evicted first', () => {
    expect([...ended(4).orders.keys()]).toEqual([2, 3, 4].map((each) => clientOrderId(1, each)))
  })

  test('are kept up to their age', () => {
    const oms = new Oms({ ...options, maxEndedAgeMs: 1000 })
    placed(oms)
    oms.receive(cancelled(ID, 20))
    oms.receive(acknowledged(clientOrderId(1, 5), 1_000_020))
    placed(oms)
    expect(oms.orders.has(ID)).toBe(true)
    const [last] = placed(oms)
    oms.receive(acknowledged(last ?? ID, 1_000_021))
    expect(oms.orders.has(ID)).toBe(false)
  })

  test('a late fill of an evicted order counts, with an alarm; twice is once', () => {
    const oms = ended(4)
    const effects = oms.receive(fill(ID))
    expect(types(effects)).toEqual(['record', 'fill', 'lostOrder'])
    expect(effects[2]).toMatchObject({ code: 'FILL_AFTER_EVICTION', clientOrderId: ID })
    expect(types(oms.receive(fill(ID)))).toEqual(['record'])
  })

  test('a late fill of an evicted order is known by the id of the venue alone', () => {
    const oms = ended(4)
    const { clientOrderId: _, ...bare } = fillOf('late', 1, {
      venueOrderId: venueOrderId(`v${ID}`),
    })
    const order = { venueOrderId: bare.venueOrderId, account: ACCOUNT, instrument: BTC }
    expect(oms.receive({ type: 'fill', order, timeUs: 40, fill: bare })).toContainEqual(
      expect.objectContaining({ code: 'FILL_AFTER_EVICTION', clientOrderId: ID }),
    )
  })

  test('a late fill of an order that is forgotten is told with its id', () => {
    const oms = ended(12)
    expect(oms.receive(fill(ID))).toContainEqual(
      expect.objectContaining({ code: 'FORGOTTEN_ORDER', clientOrderId: ID }),
    )
  })

  test('more filled than we counted, and open after all, are alarms', () => {
    const oms = ended(4)
    const said = { order: of(ID), timeUs: 40, filledQuantity: new Decimal(1) }
    expect(oms.receive({ ...said, type: 'foundEnded', as: 'cancelled' })).toContainEqual(
      expect.objectContaining({ code: 'HOLE_AFTER_EVICTION' }),
    )
    const open = {
      type: 'foundOpen',
      venueOrderId: VENUE_ID,
      quantity: new Decimal(9),
      askedTimeUs: 39,
    } as const
    expect(oms.receive({ ...said, ...open })).toContainEqual(
      expect.objectContaining({ code: 'OPEN_AFTER_EVICTION' }),
    )
  })

  test('one that misses fills is not evicted', () => {
    const oms = new Oms(options)
    const [first] = placed(oms) as [ClientOrderId]
    const hole = oms.receive({ ...cancelled(first), type: 'cancelled', filledQuantity: decimal(3) })
    expect(types(hole)).toContain('needFills')
    for (const id of placed(oms, 4)) oms.receive(cancelled(id))
    expect(oms.orders.has(first)).toBe(true)
    expect([...oms.active.keys()]).toEqual([first])
  })
})
