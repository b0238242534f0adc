import { describe, expect, it } from 'vitest'
import { asset, clientOrderId, type FoundOpen, venueOrderId } from '../../../src/core/index.ts'
import type { TradingEffect } from '../../../src/trader/engine/index.ts'
import { ACCOUNT, BTC, decimal, fillOf, GRID, intent } from '../oms/support/small-orders.ts'
import { NOON_US } from '../risk/support/risk-world.ts'
import { recordsOf, smallCore } from './support/core-script.ts'

const ID = clientOrderId(1, 0)
const types = (effects: readonly TradingEffect[]): readonly string[] =>
  effects.map(({ type }) => type)
const change = { type: 'amend', strategy: GRID, clientOrderId: ID, quantity: decimal(9) } as const

const SMALL = intent({ quantity: decimal(1) })
const KILL = { type: 'kill', by: 'me', why: 'fire', scope: { type: 'global' } } as const
const order = { clientOrderId: ID }
const cancelsOf = (effects: readonly TradingEffect[]): number =>
  effects.filter((effect) => effect.type === 'send' && effect.request.type === 'cancel').length
const foundOpen = (timeUs: number): FoundOpen => ({
  type: 'foundOpen',
  order,
  venueOrderId: venueOrderId('v1'),
  price: decimal(100),
  quantity: decimal(1),
  filledQuantity: decimal(0),
  askedTimeUs: timeUs,
  timeUs,
})

describe('the trading core', () => {
  it('records an approved order, sends it, and tells of it, in this order', () => {
    const effects = smallCore().submit([intent()], NOON_US)
    expect(types(effects)).toEqual(['record', 'send', 'publish'])
  })

  it('keeps what was denied, with the numbers, and sends nothing', () => {
    const effects = smallCore().submit([intent({ quantity: decimal(12) })], NOON_US)
    expect(types(effects)).toEqual(['record', 'denied', 'publish'])
    expect(effects[1]).toMatchObject({
      denied: { reason: 'MAX_QUANTITY', found: '12', limit: '11' },
    })
  })

  it('lets the intents of one turn see each other', () => {
    // Each is worth 1,000, and the instrument may be worth 9,000.
    const effects = smallCore().submit(
      Array.from({ length: 10 }, () => intent()),
      NOON_US,
    )
    expect(effects.flatMap((effect) => (effect.type === 'send' ? [effect] : []))).toHaveLength(9)
  })

  it('remembers that an amend counted as sent which its order had no use for', () => {
    const core = smallCore()
    const effects = [
      ...core.submit([intent()], NOON_US),
      // The order is still in flight: risk lets the change pass, the orders do not.
      ...core.submit([change], NOON_US + 1),
    ]
    expect(types(effects)).toContain('refused')
    const again = smallCore()
    for (const record of recordsOf(effects)) again.apply(record)
    expect(core.snapshot().risk.sent).toEqual([[ACCOUNT, [NOON_US, NOON_US + 1]]])
    expect(again.snapshot()).toEqual(core.snapshot())
  })

  it('trips the error breaker on refusals of the venue, and tells it once', () => {
    const core = smallCore()
    const tripped: string[] = []
    for (let order = 0; order < 6; order += 1) {
      const effects = [
        ...core.submit([intent({ quantity: decimal(1) })], NOON_US + order),
        ...core.receive({
          type: 'rejected',
          order: { clientOrderId: clientOrderId(1, order) },
          code: '-2010',
          text: 'no',
          timeUs: NOON_US + order,
        }),
      ]
      for (const effect of effects)
        if (effect.type === 'breakerTripped')
          tripped.push(`${order} ${effect.tripped.breaker} ${effect.tripped.found}`)
    }
    expect(tripped).toEqual(['3 errorRate 4'])
  })

  it('cancels what lives when it is killed, and again when it is asked to', () => {
    const core = smallCore()
    core.submit([intent({ quantity: decimal(1) })], NOON_US)
    const kill = { type: 'kill', by: 'me', why: 'fire', scope: { type: 'global' } } as const
    const effects = core.command({ ...kill, timeUs: NOON_US + 1 })
    expect(types(effects)).toEqual(['record', 'record', 'send', 'audit', 'publish'])
    expect(types(core.submit([intent({ quantity: decimal(1) })], NOON_US + 2))).toContain('denied')
  })

  it('books the fee that comes after its fill', () => {
    const core = smallCore()
    core.submit([intent({ quantity: decimal(1) })], NOON_US)
    const told = (fee?: { amount: ReturnType<typeof decimal>; asset: string }) =>
      core.receive({
        type: 'fill',
        order: { clientOrderId: ID },
        timeUs: NOON_US + 2,
        fill: fillOf('f1', 1, fee === undefined ? {} : { fee }),
      })
    told()
    told({ amount: decimal('0.1'), asset: 'USDT' })
    const { total } = core.portfolio.inventory(ACCOUNT, asset('USDT'))
    expect(total.toFixed()).toBe('-100.1')
  })

  it('books both sides where two orders of ours fill each other, as one trade of the venue', () => {
    const core = smallCore()
    const told = (order: number, side: 'buy' | 'sell') => {
      core.submit([intent({ quantity: decimal(1), side })], NOON_US)
      const id = clientOrderId(1, order)
      const venueId = venueOrderId(`v${order}`)
      const fill = fillOf('t1', 1, { side, clientOrderId: id, venueOrderId: venueId })
      return core.receive({ type: 'fill', order: { clientOrderId: id }, timeUs: NOON_US + 2, fill })
    }
    expect(types(told(0, 'buy'))).toContain('booked')
    expect(told(1, 'sell')).toContainEqual(
      expect.objectContaining({ type: 'booked', outcome: 'applied' }),
    )
    expect(core.portfolio.position(ACCOUNT, BTC)?.quantity.toFixed()).toBe('0')
    expect([...core.world.holdings()].map(({ position }) => position.toFixed())).toEqual([])
  })

  it('books a foreign fill to the account’s own line, with a record of its own', () => {
    const core = smallCore()
    const { clientOrderId: _, ...fill } = fillOf('x1', 2)
    const address = { venueOrderId: fill.venueOrderId, account: ACCOUNT, instrument: BTC }
    const effects = core.receive({ type: 'fill', order: address, timeUs: NOON_US, fill })
    expect(types(effects)).toEqual(['record', 'foreign', 'booked'])
    expect(core.portfolio.foreign().positions).toHaveLength(1)
    expect([...core.world.holdings()].map(({ position }) => position.toFixed())).toEqual(['2'])
  })

  it('cancels an order that turns up alive while a kill switch is pulled over it', () => {
    const core = smallCore()
    core.submit([SMALL], NOON_US)
    core.receive({ type: 'outcomeUnknown', order, cause: 'timeout', timeUs: NOON_US + 1 })
    core.receive({
      type: 'provenAbsent',
      order,
      timeUs: NOON_US + 2,
      openOrdersVenueTimeUs: 1,
      historyVenueTimeUs: 2,
    })
    expect(cancelsOf(core.command({ ...KILL, timeUs: NOON_US + 3 }))).toBe(0)
    core.receive(foundOpen(NOON_US + 20_000_000))
    const effects = core.receive(foundOpen(NOON_US + 21_000_000))
    expect(core.oms.orders.get(ID)?.isCancelWanted).toBe(true)
    expect(cancelsOf(effects) + cancelsOf(core.receive(foundOpen(NOON_US + 22_000_000)))).toBe(1)
  })

  it('asks again for a cancel that was refused, as long as the venue says that the order is open', () => {
    const core = smallCore()
    core.submit([SMALL], NOON_US)
    const refused = (request: number, timeUs: number) =>
      core.receive({
        type: 'cancelRejected',
        order,
        request,
        code: 'busy',
        text: 'busy',
        timeUs: NOON_US + timeUs,
      })
    const found = (timeUs: number): number => cancelsOf(core.receive(foundOpen(NOON_US + timeUs)))
    core.receive({
      type: 'acknowledged',
      order,
      venueOrderId: venueOrderId('v1'),
      timeUs: NOON_US + 1,
    })
    core.command({ ...KILL, timeUs: NOON_US + 2 })
    expect(types(refused(2, 3))).toContain('needLookup')
    expect(found(100_000)).toBe(1)
    refused(3, 110_000)
    // Not at the speed of the network, but when orders are compared.
    expect([found(200_000), found(9_000_000), found(30_000_000)]).toEqual([0, 0, 1])
    refused(4, 30_100_000)
    expect([found(31_000_000), found(60_000_000)]).toEqual([0, 1])
  })

  it('counts what an ended order was filled, by the venue’s word, until the fills come', () => {
    const core = smallCore()
    core.submit([intent()], NOON_US)
    core.receive({ type: 'cancelled', order, filledQuantity: decimal(7), timeUs: NOON_US + 1 })
    const holding = () =>
      [...core.world.holdings()].map(({ position, buys }) => [
        position.toFixed(),
        buys.orders,
        buys.quantity.toFixed(),
      ])
    expect(holding()).toEqual([['0', 0, '7']])
    core.receive({ type: 'fill', order, timeUs: NOON_US + 2, fill: fillOf('f1', 4) })
    expect(holding()).toEqual([['4', 0, '3']])
    core.receive({ type: 'fill', order, timeUs: NOON_US + 3, fill: fillOf('f2', 3) })
    expect(holding()).toEqual([['7', 0, '0']])
  })

  it('lets no exposure beyond its limit pass while the fills of ended orders are missing', () => {
    const core = smallCore()
    let approved = 0
    for (let i = 0; i < 20; i += 1) {
      const timeUs = NOON_US + i * 1_000_000
      if (types(core.submit([intent()], timeUs)).includes('send')) approved += 1
      core.receive({
        type: 'foundEnded',
        as: 'filled',
        order: { clientOrderId: clientOrderId(1, i) },
        venueOrderId: venueOrderId(`v${i}`),
        filledQuantity: decimal(10),
        timeUs: timeUs + 1,
      })
    }
    expect(approved).toBe(9)
  })
})
