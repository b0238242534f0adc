import { Decimal as OtherDecimal } from 'decimal.js'
import { describe, expect, test } from 'vitest'
import type { InstrumentStatus, OrderTerms } from '../../../src/core/index.ts'
import { accountId, strategyId, venueId } from '../../../src/core/index.ts'
import { passiveTerms, RiskManager } from '../../../src/trader/index.ts'
import {
  dec,
  INSTRUMENTS,
  INVERSE,
  LINEAR,
  MAIN,
  MAKER,
  marketTerms,
  NOON_US,
  place,
  RiskWorld,
  reason,
  SPOT,
  terms,
  verdict,
} from './support/risk-world.ts'

const ask = (of: OrderTerms, world = new RiskWorld()): string =>
  verdict(new RiskManager(), world, place(of))

describe('terms', () => {
  test.each<[string, OrderTerms]>([
    ['a limit order', terms()],
    ['a market order', marketTerms()],
    ['a post-only order', terms({ postOnly: true })],
    ['an order with an end', terms({ timeInForce: 'gtd', expireTimeUs: NOON_US + 1 })],
    ['a stop limit', terms({ type: 'stopLimit', triggerPrice: dec(100) })],
    ['a stop market', marketTerms({ type: 'stopMarket', triggerPrice: dec(101) })],
  ])('%s passes', (_, of) => {
    expect(ask(of)).toBe('approved')
  })

  test.each<[string, OrderTerms, string]>([
    ['a quantity of 0', terms({ quantity: dec(0) }), 'quantity 0 > a Decimal above 0'],
    ['a quantity below 0', terms({ quantity: dec(-1) }), 'quantity -1 > a Decimal above 0'],
    ['a plain number', terms({ quantity: 1 as never }), 'quantity 1 > a Decimal'],
    [
      'a decimal of another library',
      terms({ quantity: new OtherDecimal(1) as never }),
      'quantity 1 > a Decimal',
    ],
    ['a limit order without a price', { ...marketTerms(), type: 'limit' }, 'price none > '],
    ['a price of 0', terms({ price: dec(0) }), 'price 0 > a Decimal above 0'],
    ['a price on market', marketTerms({ price: dec(1) }), 'price 1 > no price on market'],
    ['a trigger on limit', terms({ triggerPrice: dec(1) }), 'triggerPrice 1 > no triggerPrice'],
    ['a stop without a trigger', terms({ type: 'stopLimit' }), 'triggerPrice none > '],
    ['gtd without time', terms({ timeInForce: 'gtd' }), 'expireTimeUs none > later than'],
    [
      'an end that has passed',
      terms({ timeInForce: 'gtd', expireTimeUs: NOON_US }),
      `expireTimeUs ${NOON_US} > later than ${NOON_US}`,
    ],
    ['an end of gtc', terms({ expireTimeUs: NOON_US + 1 }), `expireTimeUs ${NOON_US + 1} > no`],
    [
      'gtd on market',
      marketTerms({ timeInForce: 'gtd', expireTimeUs: NOON_US + 1 }),
      'gtd on market > ioc or fok',
    ],
    ['post-only and ioc', terms({ postOnly: true, timeInForce: 'ioc' }), 'postOnly ioc > '],
    ['post-only and fok', terms({ postOnly: true, timeInForce: 'fok' }), 'postOnly fok > '],
    ['post-only on market', marketTerms({ postOnly: true }), 'postOnly market > '],
    ['a side of no name', terms({ side: 'long' as never }), 'side long > buy or sell'],
    ['a type of no name', terms({ type: 'iceberg' as never }), 'type iceberg > limit, market'],
    ['a time in force of no name', terms({ timeInForce: 'day' as never }), 'timeInForce day > '],
  ])('%s is denied', (_, of, said) => {
    expect(ask(of)).toContain(`INVALID_TERMS ${said}`)
  })

  test('a change must change something, and leave more than was filled', () => {
    const world = new RiskWorld()
    const live = { ...world.goLive(terms()), filledQuantity: dec('0.5') }
    world.kept.setOrder(live)
    const amend = (change: object) =>
      verdict(new RiskManager(), world, {
        type: 'amend',
        strategy: MAKER,
        clientOrderId: live.clientOrderId,
        ...change,
      })
    expect(amend({})).toBe('INVALID_TERMS no change > another price or quantity')
    expect(amend({ quantity: dec('0.5') })).toBe(
      'INVALID_TERMS quantity 0.5 > more than the 0.5 filled',
    )
    expect(amend({ quantity: dec('0.51') })).toBe('approved')
    expect(amend({ price: dec('99.9') })).toBe('approved')
  })

  test('an order that is not a live one of the strategy cannot be changed', () => {
    const world = new RiskWorld()
    const { clientOrderId } = world.goLive(terms())
    const other = strategyId('other')
    expect(
      verdict(new RiskManager(), world, {
        type: 'amend',
        strategy: other,
        clientOrderId,
        price: dec(99),
      }),
    ).toBe('UNKNOWN_ORDER no such live order > an order of other')
  })
})

test('the account must be ours, and trade at the venue', () => {
  const world = new RiskWorld()
  world.accounts.set(accountId('elsewhere'), venueId('play'))
  expect(ask(terms({ account: accountId('nobody') }), world)).toBe(
    'WRONG_ACCOUNT no account nobody > toy',
  )
  expect(ask(terms({ account: accountId('elsewhere') }), world)).toBe('WRONG_ACCOUNT play > toy')
})

describe('the status of an instrument', () => {
  const kinds = [
    terms({ instrument: LINEAR }),
    terms({ instrument: LINEAR, postOnly: true }),
    terms({ instrument: LINEAR, reduceOnly: true }),
  ]
  test.each<[InstrumentStatus, readonly boolean[]]>([
    ['trading', [true, true, true]],
    ['postOnly', [false, true, false]],
    ['reduceOnly', [false, false, true]],
    ['cancelOnly', [false, false, false]],
    ['halted', [false, false, false]],
    ['preOpen', [false, false, false]],
    ['closed', [false, false, false]],
    ['unknown', [false, false, false]],
  ])('%s lets pass plain, post-only, reduce-only: %s', (status, passes) => {
    const world = new RiskWorld()
    world.kept.setPosition(MAIN, LINEAR, dec(-5))
    world.list({ ...LINEAR, status })
    const said = kinds.map((of) => ask(of, world))
    expect(said).toEqual(
      passes.map((isPassing) =>
        isPassing ? 'approved' : `INSTRUMENT_NOT_TRADING ${status} > trading`,
      ),
    )
  })

  test('what is listed now decides, not what the intent carries', () => {
    const world = new RiskWorld()
    world.list({ ...SPOT, tickSize: '0.5' as never })
    expect(ask(terms({ price: dec('99.9') }), world)).toBe('OFF_TICK 99.9 > 0.5')
    world.markets.clear()
    expect(ask(terms(), world)).toBe('INSTRUMENT_NOT_TRADING unlisted > trading')
  })

  test('an expired contract is not traded', () => {
    const world = new RiskWorld()
    const at = (expiryTimeUs: number) => {
      world.list({ ...LINEAR, contract: { ...LINEAR.contract, expiryTimeUs } as never })
      return reason(new RiskManager(), world, place(terms({ instrument: LINEAR })))
    }
    expect(at(NOON_US)).toBe('INSTRUMENT_NOT_TRADING')
    expect(at(NOON_US + 1)).toBe('approved')
  })
})

describe.each(['buy', 'sell'] as const)('on the %s side', (side) => {
  test.each([
    ['99.9', 'approved'],
    ['100.0', 'approved'],
    ['100.05', 'OFF_TICK 100.05 > 0.1'],
    ['99.99999999999999999999', 'OFF_TICK 99.99999999999999999999 > 0.1'],
  ])('a price of %s at a tick of 0.1: %s', (price, said) => {
    expect(ask(terms({ side, price: dec(price) }))).toBe(said)
  })

  test('a trigger is on the tick too', () => {
    const of = terms({ side, type: 'stopLimit', triggerPrice: dec('100.01') })
    expect(ask(of)).toBe('OFF_TICK 100.01 > 0.1')
  })

  test.each([
    ['0.99', 'approved'],
    ['1.001', 'OFF_LOT 1.001 > 0.01'],
    ['0.01', 'BELOW_MIN_QUANTITY 0.01 > 0.02'],
    ['0.02', 'BELOW_MIN_NOTIONAL 2 > 5'],
  ])('a quantity of %s at a lot of 0.01, at least 0.02: %s', (quantity, said) => {
    expect(ask(terms({ side, quantity: dec(quantity) }))).toBe(said)
  })

  test.each([
    // At 100: 0.05 × 100; 0.1 contracts × 0.5 × 100; 0.25 contracts × 20, whatever the price.
    ['spot', SPOT, '0.04', '0.05', '4'],
    ['linear', LINEAR, '0.09', '0.1', '4.5'],
    ['inverse', INVERSE, '0.24', '0.25', '4.8'],
  ])('a smallest notional of 5 holds in %s', (_, of, below, at, found) => {
    const said = (quantity: string, kind: typeof terms) =>
      ask(kind({ side, instrument: of, quantity: dec(quantity) }))
    expect(said(below, terms)).toBe(`BELOW_MIN_NOTIONAL ${found} > 5`)
    expect(said(at, terms)).toBe('approved')
    expect(said(below, marketTerms)).toBe(`BELOW_MIN_NOTIONAL ${found} > 5`)
    expect(said(at, marketTerms)).toBe('approved')
  })
})

test('what a venue does not say is not checked', () => {
  const world = new RiskWorld()
  const { tickSize: _t, lotSize: _l, minQuantity: _q, minNotional: _n, ...bare } = SPOT
  world.list(bare)
  expect(ask(terms({ price: dec('99.999'), quantity: dec('0.00001') }), world)).toBe('approved')
})

describe('rounding to the grid', () => {
  test.each([
    ['buy', '100.19', '100.1', '100.2'],
    ['sell', '100.11', '100.2', '100.1'],
    ['buy', '100.1', '100.1', '100.1'],
    ['sell', '100.1', '100.1', '100.1'],
  ] as const)('of a %s at %s is %s, triggered at %s', (side, asked, price, trigger) => {
    const of = terms({
      side,
      type: 'stopLimit',
      price: dec(asked),
      triggerPrice: dec(asked),
      quantity: dec('0.0199'),
    })
    const rounded = passiveTerms(of)
    expect(rounded.price?.toFixed()).toBe(price)
    expect(rounded.triggerPrice?.toFixed()).toBe(trigger)
    expect(rounded.quantity.toFixed()).toBe('0.01')
  })

  test('leaves alone what has no grid, and makes what risk lets pass', () => {
    const { tickSize: _t, lotSize: _l, ...bare } = SPOT
    const of = terms({ instrument: bare, price: dec('1.23456'), quantity: dec('1.23456') })
    expect(passiveTerms(of)).toEqual(of)
    for (const each of INSTRUMENTS)
      expect(
        ask(
          passiveTerms(terms({ instrument: each, price: dec('99.98'), quantity: dec('1.2345') })),
        ),
      ).toBe('approved')
  })
})
