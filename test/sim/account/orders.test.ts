import { describe, expect, test } from 'vitest'
import { moneyOf, type PlaceTerms, type SimOrder } from '../../../src/sim/index.ts'
import {
  kinds,
  limit,
  marketOrder,
  money,
  priceBehind,
  RICH,
  type World,
  world,
} from './support.ts'

function placed(world: World, terms: PlaceTerms): SimOrder {
  const outcome = world.account.place(terms)
  if (!outcome.isAccepted) throw new Error(`refused: ${outcome.refusal.kind}`)
  return outcome.order
}

function refusalOf({ account }: World, terms: PlaceTerms): string {
  const outcome = account.place(terms)
  return outcome.isAccepted ? 'accepted' : outcome.refusal.kind
}

describe('what is refused', () => {
  test.for<[string, (world: World) => PlaceTerms]>([
    ['offTick', ({ spot }) => limit(spot, 'buy', '99.005')],
    ['offLot', ({ spot }) => limit(spot, 'buy', '99.00', '1.0001')],
    ['belowMinNotional', ({ spot }) => limit(spot, 'buy', '99.00', '0.01')],
    ['insufficientBalance', ({ spot }) => limit(spot, 'buy', '99.00', '2000')],
    ['insufficientBalance', ({ spot }) => limit(spot, 'sell', '120.00', '1000.001')],
    [
      'insufficientBalance',
      ({ spot }) => ({ instrument: spot, side: 'buy', type: 'market', quoteQuantity: '100001' }),
    ],
    ['insufficientBalance', ({ swap }) => limit(swap, 'sell', '120.00', '20000')],
    ['postOnlyWouldTake', ({ spot }) => limit(spot, 'buy', '120.00', '1', { postOnly: true })],
    ['reduceOnlyRejected', ({ swap }) => limit(swap, 'buy', '99.00', '1', { reduceOnly: true })],
    ['invalidTerms', ({ spot }) => limit(spot, 'buy', '99.00', '1', { reduceOnly: true })],
    ['invalidTerms', ({ spot }) => limit(spot, 'buy', '-1')],
    ['invalidTerms', ({ spot }) => limit(spot, 'buy', '99.00', 'much')],
    ['invalidTerms', ({ spot }) => limit(spot, 'buy', '99.00', '1', { timeInForce: 'gtd' })],
    [
      'invalidTerms',
      ({ spot }) => ({ instrument: spot, side: 'buy', type: 'limit', quantity: '1' }),
    ],
    ['invalidTerms', ({ spot }) => marketOrder(spot, 'buy', '1', { price: '99.00' })],
    ['invalidTerms', ({ swap }) => marketOrder(swap, 'buy', '1', { quoteQuantity: '50' })],
  ])('%s', ([kind, termsOf], { expect: check }) => {
    const here = world()
    const before = here.market.truth('spot', 'AQ')
    check(refusalOf(here, termsOf(here))).toBe(kind)
    check(kinds(here.account)).toEqual(['rejected'])
    check(here.account.orders()).toEqual([])
    check(here.market.truth('spot', 'AQ')).toEqual(before)
  })

  test('too small, too far, too many, halted, delisted: each by its rule', () => {
    const here = world({ minQuantityOf: () => 500, priceBandPercent: 10, maxOpenOrders: 2 })
    const { spot, account, accounts, market } = here
    expect(refusalOf(here, limit(spot, 'buy', '99.00', '0.4'))).toBe('belowMinQuantity')
    account.place(marketOrder(spot, 'buy'))
    expect(refusalOf(here, limit(spot, 'buy', '80.00'))).toBe('priceOutOfRange')
    account.place(limit(spot, 'buy', '95.00'))
    account.place(limit(spot, 'buy', '95.00'))
    expect(refusalOf(here, limit(spot, 'buy', '95.00'))).toBe('tooManyOrders')
    accounts.setHalted(spot, true)
    expect(refusalOf(here, limit(spot, 'buy', '95.00'))).toBe('notTrading')
    accounts.setHalted(spot, false)
    market.delist(spot)
    expect(refusalOf(here, limit(spot, 'buy', '95.00'))).toBe('notTrading')
  })

  test.for<['open' | 'ever', string]>([
    ['open', 'accepted'],
    ['ever', 'duplicateClientOrderId'],
  ])('a client order id is unique among %s orders', ([clientOrderIds, afterwards]) => {
    const here = world({ clientOrderIds })
    const terms = limit(here.spot, 'buy', '95.00', '1', { clientOrderId: 'mine' })
    placed(here, terms)
    expect(refusalOf(here, terms)).toBe('duplicateClientOrderId')
    here.account.cancel({ clientOrderId: 'mine' })
    expect(refusalOf(here, terms)).toBe(afterwards)
  })

  test('a cancel of an order that is unknown or has ended', () => {
    const here = world()
    const { orderId } = placed(here, marketOrder(here.spot, 'buy'))
    expect(here.account.cancel({ orderId: '7' })).toMatchObject({
      refusal: { kind: 'unknownOrder' },
    })
    const refusal = { kind: 'alreadyEnded', orderId, status: 'filled' }
    expect(here.account.cancel({ orderId })).toEqual({ isAccepted: false, refusal })
  })
})

describe('how orders work', () => {
  test('a limit order rests in the book that everybody sees', () => {
    const here = world()
    const order = placed(here, limit(here.spot, 'buy', '99.80', '2.5'))
    expect(order).toMatchObject({ status: 'open', price: 9980, quantity: 2500, filledQuantity: 0 })
    const size = here.spot.engine.sizeAt('bid', 9980)
    here.account.cancel({ orderId: order.orderId })
    expect(here.spot.engine.sizeAt('bid', 9980)).toBe(size - 2500)
    expect(here.account.order(order)).toMatchObject({ status: 'cancelled', endReason: 'user' })
  })

  test('a taking order prints public trades with the ids of its fills', () => {
    const here = world()
    const outcome = here.account.place(marketOrder(here.spot, 'buy', '2'))
    expect(outcome.isAccepted && outcome.fills.map(({ tradeId }) => tradeId)).toEqual(
      here.spot.trades.map(({ id }) => id),
    )
    expect(kinds(here.account).slice(0, 4)).toEqual([
      'accepted',
      'filled',
      'balanceChanged',
      'balanceChanged',
    ])
  })

  test('the flow fills a resting order, as maker', () => {
    const here = world()
    placed(here, limit(here.spot, 'sell', priceBehind(here.spot, 'sell'), '1'))
    here.run(4000)
    const fills = here.account.fills()
    expect(fills.length).toBeGreaterThan(0)
    expect(fills.every(({ isMaker, price }) => isMaker && price === fills[0]?.price)).toBe(true)
    const quote = fills.reduce((sum, { value, fee }) => sum + value - fee, 0n)
    expect(here.account.balance('spot', 'Q').total).toBe(100_000n * 10n ** 18n + quote)
  })

  test.for<[string, Omit<PlaceTerms, 'instrument'>, SimOrder['endReason']]>([
    [
      'immediate-or-cancel keeps what it got',
      { side: 'buy', type: 'limit', price: '100.50', quantity: '500', timeInForce: 'ioc' },
      'ioc',
    ],
    [
      'fill-or-kill gets nothing',
      { side: 'buy', type: 'limit', price: '100.50', quantity: '500', timeInForce: 'fok' },
      'fok',
    ],
    [
      'a market order takes the whole side',
      { side: 'buy', type: 'market', quantity: '500' },
      'noLiquidity',
    ],
  ])('%s', ([, terms, endReason]) => {
    const here = world({}, { ...RICH, balances: { spot: { Q: '10000000' } } })
    const order = placed(here, { instrument: here.spot, ...terms })
    expect(order).toMatchObject({ status: 'expired', endReason })
    expect(order.filledQuantity > 0).toBe(endReason !== 'fok')
    expect(money(here.account, 'spot', 'Q')[1]).toBe('0')
  })

  test.for<[string, SimOrder['status']]>([
    ['77.77', 'filled'],
    ['7777.77', 'expired'],
  ])('a market buy for %s of quote spends no more, and is %s', ([quoteQuantity, status]) => {
    const here = world()
    const { spot } = here
    const order = placed(here, { instrument: spot, side: 'buy', type: 'market', quoteQuantity })
    expect(order.status).toBe(status)
    const left = moneyOf(quoteQuantity) - order.filledValue
    const isBought = left < moneyOf('0.11')
    expect([left >= 0n, isBought]).toEqual([true, status === 'filled'])
  })

  test('a venue may accept a post-only order that would take, and expire it', () => {
    const here = world({ postOnlyTakes: 'expire' })
    const order = placed(here, limit(here.spot, 'buy', '120.00', '1', { postOnly: true }))
    expect(order).toMatchObject({ status: 'expired', endReason: 'postOnly', filledQuantity: 0 })
    expect(kinds(here.account)).toEqual(['accepted', 'expired'])
  })

  test('good-till-date ends in time', () => {
    const here = world()
    const expireTimeUs = here.ports.wallClock.nowUs() + 60_000_000
    const order = placed(
      here,
      limit(here.spot, 'buy', '90.00', '1', { timeInForce: 'gtd', expireTimeUs }),
    )
    here.ports.advance(59_999)
    expect(here.account.order(order)?.status).toBe('open')
    here.ports.advance(1)
    expect(here.account.order(order)).toMatchObject({
      status: 'expired',
      endReason: 'gtd',
      updatedUs: expireTimeUs,
    })
    expect(money(here.account, 'spot', 'Q')).toEqual(['100000', '0'])
  })

  test("the dead man's switch cancels what is open, once it is let go", () => {
    const here = world()
    const order = placed(here, limit(here.spot, 'buy', '90.00'))
    const other = placed(here, limit(here.swap, 'buy', '90.00'))
    here.account.cancelAllAfter(1000, here.spot)
    here.ports.advance(900)
    here.account.cancelAllAfter(1000, here.spot)
    here.ports.advance(900)
    expect(here.account.order(order)?.status).toBe('open')
    here.ports.advance(100)
    expect(here.account.order(order)).toMatchObject({ status: 'cancelled', endReason: 'deadMan' })
    here.account.cancelAllAfter(1000)
    here.account.cancelAllAfter(false)
    here.ports.advance(5000)
    expect(here.account.order(other)?.status).toBe('open')
  })
})

describe('stop orders', () => {
  test.for<['stopMarket' | 'stopLimit', Partial<PlaceTerms>]>([
    ['stopMarket', {}],
    ['stopLimit', { price: '120.00' }],
  ])('a %s waits unseen and unpaid until its price trades', ([type, more]) => {
    const here = world()
    const { spot, account } = here
    const reference = placed(here, marketOrder(spot, 'buy', '0.1'))
    const top = (account.fills()[0]?.price ?? 0) + 3
    const triggerPrice = (top / 100).toFixed(2)
    const stop = placed(here, {
      instrument: spot,
      side: 'buy',
      type,
      quantity: '1',
      triggerPrice,
      ...more,
    })
    expect(stop.status).toBe('untriggered')
    expect(money(account, 'spot', 'Q')[1]).toBe('0')
    placed(here, limit(spot, 'buy', triggerPrice, '50', { timeInForce: 'ioc' }))
    expect(account.order(stop)).toMatchObject({ status: 'filled', filledQuantity: 1000 })
    const events = account.events.filter(
      (event) => 'order' in event && event.order.orderId === stop.orderId,
    )
    expect(events.map(({ kind }) => kind).slice(0, 3)).toEqual(['accepted', 'triggered', 'filled'])
    expect(reference.status).toBe('filled')
  })

  test('one whose price has been reached is triggered, or refused by rule', () => {
    const terms = ({ spot }: World): PlaceTerms => ({
      instrument: spot,
      side: 'sell',
      type: 'stopMarket',
      quantity: '1',
      triggerPrice: '150.00',
    })
    const eager = world()
    placed(eager, marketOrder(eager.spot, 'buy'))
    expect(placed(eager, terms(eager)).type).toBe('stopMarket')
    expect(eager.account.orders().at(-1)?.status).toBe('filled')
    const strict = world({ stopReached: 'refuse' })
    placed(strict, marketOrder(strict.spot, 'buy'))
    expect(refusalOf(strict, terms(strict))).toBe('wouldTriggerAtOnce')
  })

  test('one that cannot be paid for when it is triggered expires', () => {
    const here = world()
    placed(here, marketOrder(here.spot, 'buy'))
    const stop = placed(here, {
      instrument: here.spot,
      side: 'sell',
      type: 'stopLimit',
      quantity: '5000',
      price: '99.00',
      triggerPrice: '150.00',
    })
    expect(here.account.order(stop)).toMatchObject({
      status: 'expired',
      endReason: 'insufficientBalance',
    })
  })
})

describe('amending', () => {
  const setUp = (): World & { order: SimOrder; ahead: () => number } => {
    const here = world()
    const { accounts, spot } = here
    const other = accounts.open({ name: 'other', keys: [], balances: { spot: { Q: '10000' } } })
    const order = placed(here, limit(spot, 'buy', '95.00', '3'))
    other.place(limit(spot, 'buy', '95.00', '2'))
    const ahead = (): number => {
      const sell = here.accounts.open({
        name: `probe${spot.updateId}`,
        keys: [],
        balances: { spot: { A: '1000' } },
      })
      sell.place(limit(spot, 'sell', '95.00', '999', { timeInForce: 'ioc' }))
      return here.account.fills().length === 0
        ? -1
        : Number(here.account.fills()[0]?.fillId) - Number(other.fills()[0]?.fillId ?? 0)
    }
    return { ...here, order, ahead }
  }

  test.for<[string, { price?: string; quantity?: string }, boolean]>([
    ['less keeps its place', { quantity: '1' }, true],
    ['more goes to the end', { quantity: '4' }, false],
  ])('%s in the queue', ([, terms, keeps]) => {
    const { account, order, ahead, spot } = setUp()
    const outcome = account.amend(order, terms)
    expect(outcome).toMatchObject({
      isAccepted: true,
      order: { orderId: order.orderId, amendments: 1 },
    })
    const total = Number(terms.quantity) * 1000 + 2000
    expect(spot.engine.sizeAt('bid', 9500)).toBeGreaterThanOrEqual(total)
    expect(ahead() < 0).toBe(keeps)
  })

  test('another price may trade at once, and moves what is held', () => {
    const here = setUp()
    const outcome = here.account.amend(here.order, { price: priceBehind(here.spot, 'sell') })
    expect(outcome.isAccepted && outcome.fills.length).toBeGreaterThan(0)
    expect(outcome).toMatchObject({ order: { orderId: here.order.orderId } })
  })

  test.for<[string, Parameters<World['account']['amend']>[1]]>([
    ['offTick', { price: '95.001' }],
    ['insufficientBalance', { quantity: '5000' }],
    ['nothingToAmend', { quantity: '3' }],
    ['invalidTerms', { quantity: '0' }],
    ['invalidTerms', { triggerPrice: '99.00' }],
  ])('%s is refused, and the order stays as it was', ([kind, terms]) => {
    const { account, order, spot } = setUp()
    const size = spot.engine.sizeAt('bid', 9500)
    expect(account.amend(order, terms)).toMatchObject({ refusal: { kind } })
    expect(account.order(order)).toEqual(order)
    expect(spot.engine.sizeAt('bid', 9500)).toBe(size)
  })
})

describe('self-trade', () => {
  test.for<['cancelTaker' | 'cancelMaker' | 'allow', string, string]>([
    ['cancelTaker', 'open', 'expired'],
    ['cancelMaker', 'expired', 'open'],
    ['allow', 'filled', 'filled'],
  ])('by rule %s the maker is %s and the taker %s', ([selfTrade, makerStatus, takerStatus]) => {
    const here = world({ selfTrade })
    const best = priceBehind(here.spot, 'sell')
    const inside = (Number(best) - 0.01).toFixed(2)
    const maker = placed(here, limit(here.spot, 'sell', inside, '1'))
    const taker = placed(here, limit(here.spot, 'buy', inside, '1'))
    expect(here.account.order(maker)?.status).toBe(makerStatus)
    expect(taker.status).toBe(takerStatus)
    if (selfTrade !== 'allow') expect(here.account.fills()).toEqual([])
    else expect(new Set(here.account.fills().map(({ fillId }) => fillId)).size).toBe(2)
  })
})

describe('reduce-only', () => {
  test('never more than the position, whatever else fills first', () => {
    const here = world({ reduceOnlyExcess: 'trim' })
    const { swap, account, market } = here
    placed(here, marketOrder(swap, 'buy', '2'))
    const best = swap.engine.best('ask')?.price ?? 0
    const at = (ticks: number): string => ((best + ticks) / 100).toFixed(2)
    const plain = placed(here, limit(swap, 'sell', at(-1), '1.5'))
    const reducing = placed(here, limit(swap, 'sell', at(0), '9', { reduceOnly: true }))
    expect(reducing.quantity).toBe(2000)
    market.submit(swap, { side: 'buy', size: 50_000 })
    expect(account.order(plain)?.status).toBe('filled')
    expect(account.position(swap).quantity).toBe(0)
    expect(account.order(reducing)).toMatchObject({
      status: 'expired',
      endReason: 'reduceOnly',
      filledQuantity: 500,
    })
  })

  test('one that rests is made smaller as the position is', () => {
    const here = world()
    const { swap, account } = here
    placed(here, marketOrder(swap, 'buy', '2'))
    const reducing = placed(here, limit(swap, 'sell', '150.00', '2', { reduceOnly: true }))
    placed(here, marketOrder(swap, 'sell', '0.5'))
    expect(account.order(reducing)).toMatchObject({ status: 'open', quantity: 1500 })
    expect(swap.engine.sizeAt('ask', 15_000)).toBe(1500)
    placed(here, marketOrder(swap, 'sell', '3'))
    expect(account.order(reducing)).toMatchObject({ status: 'expired', endReason: 'reduceOnly' })
    expect(swap.engine.sizeAt('ask', 15_000)).toBe(0)
  })
})
