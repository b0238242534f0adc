import { describe, expect, test } from 'vitest'
import { adjust } from '../../../src/trader/index.ts'
import {
  ACCOUNT,
  amounts,
  BNB,
  BTC,
  dec,
  fill,
  INVERSE,
  LINEAR,
  numbers,
  portfolioOf,
  SPOT,
  transfer,
  USDT,
} from './events-of.ts'

const statement = { account: ACCOUNT, timeUs: 10 } as const

describe('differences', () => {
  test('are data, in both directions, and change nothing', () => {
    const portfolio = portfolioOf([
      transfer('100', 'USDT'),
      transfer('1', 'BNB'),
      fill(LINEAR, '3', '60'),
    ])
    const before = portfolio.snapshot()
    const { differences, isTimely } = portfolio.reconcile({
      ...statement,
      balances: [
        { asset: USDT, total: dec('99') },
        { asset: BTC, total: dec('0.5') },
      ],
      positions: [
        { instrument: LINEAR, quantity: dec(2), averageEntryPrice: dec(60) },
        { instrument: INVERSE, quantity: dec(-7), positionSide: 'short' },
      ],
    })
    expect(isTimely).toBe(true)
    expect(
      differences.map((each) => [
        each.type === 'balance' ? each.asset : `${each.instrument.symbol} ${each.side}`,
        each.ours.toFixed(),
        each.theirs.toFixed(),
      ]),
    ).toEqual([
      ['BTCUSDT net', '3', '2'],
      ['BTCUSD short', '0', '-7'],
      ['USDT', '100', '99'],
      ['BNB', '1', '0'],
      ['BTC', '0', '0.5'],
    ])
    expect(portfolio.snapshot()).toEqual(before)
  })

  test('spot is a matter of balances; what was not asked for is not compared', () => {
    const portfolio = portfolioOf([transfer('100', 'USDT'), fill(SPOT, '1', '60')])
    expect(portfolio.reconcile({ ...statement, positions: [] }).differences).toEqual([])
    const balances = [
      { asset: USDT, total: dec('40.0') },
      { asset: BTC, total: dec(1) },
    ]
    expect(portfolio.reconcile({ ...statement, balances, positions: [] }).differences).toEqual([])
  })

  test('a statement from before our latest event is not timely', () => {
    const portfolio = portfolioOf([fill(SPOT, '1', '60', { timeUs: 11 })])
    expect(portfolio.reconcile(statement)).toEqual({ differences: [], isTimely: false })
  })
})

describe('corrections', () => {
  test('of a position work like a fill, of a balance add what is missing; both are kept with their reason', () => {
    // A fill was missed: at 70 the venue closed 2 of 3 contracts at 60 and paid 2 × 0.01 × 10, less a fee of 0.05.
    const portfolio = portfolioOf([transfer('100', 'USDT'), fill(LINEAR, '3', '60')])
    const theirs = {
      ...statement,
      balances: [{ asset: USDT, total: dec('100.15') }],
      positions: [{ instrument: LINEAR, quantity: dec(1), averageEntryPrice: dec(60) }],
    }
    const [missed] = portfolio.reconcile(theirs).differences
    if (missed === undefined) throw new Error('no difference')
    portfolio.apply(adjust(missed, { reason: 'missed fill', timeUs: 11, price: dec(70) }))
    expect(numbers(portfolio, LINEAR)).toEqual(['1', '60', '0.2', undefined])
    const { differences } = portfolio.reconcile(theirs)
    expect(differences).toMatchObject([
      { type: 'balance', ours: dec('100.2'), theirs: dec('100.15') },
    ])
    for (const each of differences) portfolio.apply(adjust(each, { reason: 'its fee', timeUs: 12 }))
    expect(portfolio.reconcile({ ...theirs, timeUs: 12 })).toEqual({
      differences: [],
      isTimely: true,
    })
    expect(amounts(portfolio.foreign().adjustments)).toEqual({ USDT: '-0.05' })
    expect(
      portfolio.adjustments().map(({ type, reason, timeUs }) => [type, reason, timeUs]),
    ).toEqual([
      ['positionAdjust', 'missed fill', 11],
      ['balanceAdjust', 'its fee', 12],
    ])
  })

  test('an account begins with what the venue has', () => {
    const portfolio = portfolioOf([])
    const positions = [
      {
        instrument: INVERSE,
        quantity: dec(-5),
        averageEntryPrice: dec(50_000),
        positionSide: 'short',
      },
    ] as const
    for (const each of portfolio.reconcile({ ...statement, positions }).differences) {
      portfolio.apply(adjust(each, { reason: 'adopted', timeUs: 1 }))
    }
    expect(numbers(portfolio, INVERSE, 'short')).toEqual(['-5', '50000', '0', undefined])
    expect(portfolio.reconcile({ ...statement, positions }).differences).toEqual([])
  })

  test('of a position need a price', () => {
    const portfolio = portfolioOf([fill(LINEAR, '3', '60')])
    const [gone] = portfolio.reconcile({ ...statement, positions: [] }).differences
    if (gone === undefined) throw new Error('no difference')
    expect(() => adjust(gone, { reason: 'liquidated', timeUs: 1 })).toThrow(
      'expected a price, was none',
    )
  })

  test('the newest are kept, sums count all', () => {
    const portfolio = portfolioOf([], { maxAdjustments: 2 })
    for (const amount of ['1', '2', '3']) {
      portfolio.apply({
        type: 'balanceAdjust',
        account: ACCOUNT,
        asset: BNB,
        amount: dec(amount),
        reason: amount,
        timeUs: 1,
      })
    }
    expect(portfolio.adjustments().map(({ reason }) => reason)).toEqual(['2', '3'])
    expect(amounts(portfolio.foreign().adjustments)).toEqual({ BNB: '6' })
  })
})
