import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import {
  isAlive,
  type LiveInstrument,
  leavesOf,
  type OrderOutcome,
  type PlaceTerms,
  type SimAccount,
} from '../../../src/sim/index.ts'
import { RICH, type World, world } from './support.ts'

const E18 = 10n ** 18n
const UNIT = { spot: 10n ** 13n, swap: 10n ** 13n } // price scale 2, size scale 3

const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      who: fc.nat(1),
      where: fc.constantFrom('spot' as const, 'swap' as const, 'inverse' as const),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      type: fc.constantFrom(
        'limit' as const,
        'limit' as const,
        'market' as const,
        'stopMarket' as const,
      ),
      ticks: fc.integer({ min: -15, max: 15 }),
      lots: fc.integer({ min: 100, max: 3000 }),
      timeInForce: fc.constantFrom('gtc' as const, 'gtc' as const, 'ioc' as const, 'fok' as const),
      reduceOnly: fc.boolean(),
      feeIn: fc.constantFrom(undefined, 'base' as const, 'quote' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('cancel' as const), who: fc.nat(1), at: fc.nat(20) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('amend' as const),
      who: fc.nat(1),
      at: fc.nat(20),
      lots: fc.integer({ min: 100, max: 3000 }),
      ticks: fc.integer({ min: -15, max: 15 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      steps: fc.integer({ min: 1, max: 60 }),
    }),
  },
)
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never
const selfTrade = fc.constantFrom('cancelTaker' as const, 'cancelMaker' as const, 'allow' as const)
const plan = fc.tuple(selfTrade, fc.nat(1000), fc.array(action, { maxLength: 60 }))

interface Pair extends World {
  readonly both: readonly [SimAccount, SimAccount]
}

function setUp(rule: 'cancelTaker' | 'cancelMaker' | 'allow', seed: number): Pair {
  const here = world({ selfTrade: rule, reduceOnlyExcess: 'trim' }, RICH, seed)
  const other = here.accounts.open({
    name: 'poor',
    keys: [],
    balances: { spot: { A: '3', Q: '300' }, futures: { A: '3', Q: '50' } },
    fees: { makerBps: '-1', takerBps: '7.5' },
  })
  return { ...here, both: [here.account, other] }
}

function act(here: Pair, each: Action): OrderOutcome | undefined {
  if (each.kind === 'run') {
    here.run(each.steps)
    return undefined
  }
  const account = here.both[each.who] ?? here.account
  if (each.kind === 'place') {
    const placed = account.place(termsOf(here[each.where], each))
    const usual = each.side === 'buy' ? 'base' : 'quote'
    const wanted = each.where === 'spot' ? (each.feeIn ?? usual) : 'quote'
    if (placed.isAccepted && each.where !== 'inverse')
      expect(placed.order.feeAsset).toBe(wanted === 'base' ? 'A' : 'Q')
    return placed
  }
  const open = account.openOrders()
  const order = open[each.at % Math.max(1, open.length)]
  if (order === undefined) return undefined
  if (each.kind === 'cancel') return account.cancel(order)
  const { instrument, price } = order
  const quantity = sizeText(instrument, each.lots)
  return account.amend(
    order,
    price === undefined ? { quantity } : { quantity, price: priceText(instrument, each.ticks) },
  )
}

function termsOf(instrument: LiveInstrument, each: Action & { kind: 'place' }): PlaceTerms {
  const { side, type, timeInForce, ticks, lots, feeIn } = each
  const price = priceText(instrument, ticks)
  return {
    instrument,
    side,
    type,
    quantity: sizeText(instrument, lots),
    reduceOnly: each.reduceOnly && instrument.spec.kind !== 'spot',
    ...(type === 'limit' && { price, timeInForce }),
    ...(type === 'stopMarket' && { triggerPrice: price }),
    ...(feeIn !== undefined && { feeIn }),
  }
}

function priceText({ engine, spec }: LiveInstrument, ticks: number): string {
  return (((engine.best('bid')?.price ?? spec.start) + ticks) / 100).toFixed(2)
}

function sizeText({ spec }: LiveInstrument, lots: number): string {
  return (lots / 10 ** spec.sizeScale).toFixed(spec.sizeScale)
}

/** What an account's spot wallet and orders must be, reckoned anew from its fills and open orders. */
function checkSpot(here: Pair, account: SimAccount, opening: { A: bigint; Q: bigint }): void {
  const total = { ...opening }
  const fills = account.fills({ instrument: here.spot, limit: 1e6 })
  for (const { side, price, quantity, fee, feeAsset, orderId } of fills) {
    const sign = side === 'buy' ? 1n : -1n
    total.A += sign * BigInt(quantity) * 10n ** 15n
    total.Q -= sign * BigInt(price) * BigInt(quantity) * UNIT.spot
    total[feeAsset === 'A' ? 'A' : 'Q'] -= fee
    expect(feeAsset).toBe(account.order({ orderId })?.feeAsset)
  }
  const locked = { A: 0n, Q: 0n }
  for (const order of account.openOrders(here.spot)) {
    if (order.status !== 'open' || order.price === undefined) continue
    const [given, asset] =
      order.side === 'sell'
        ? ([BigInt(leavesOf(order)) * 10n ** 15n, 'A'] as const)
        : ([BigInt(order.price) * BigInt(leavesOf(order)) * UNIT.spot, 'Q'] as const)
    locked[asset] += given
    // Fees in what is given need funds, too: the taker's rate of either account, in tenths of a basis point.
    const rate = account.name === 'poor' ? 75n : 50n
    if (order.feeAsset === asset) locked[asset] += (given * rate + 99_999n) / 100_000n
  }
  for (const asset of ['A', 'Q'] as const) {
    const balance = account.balance('spot', asset)
    expect(balance).toMatchObject({ total: total[asset], locked: locked[asset] })
    expect(balance.free >= 0n).toBe(true)
  }
}

function checkContract(account: SimAccount, live: LiveInstrument): { pnl: bigint; fees: bigint } {
  const fills = account.fills({ instrument: live, limit: 1e6 })
  const position = account.position(live)
  const signed = fills.reduce(
    (sum, { side, quantity }) => sum + (side === 'buy' ? quantity : -quantity),
    0,
  )
  expect(position.quantity).toBe(signed)
  expect(position.quantity === 0 ? position.openValue === 0n : position.openValue > 0n).toBe(true)
  const pnl = fills.reduce((sum, { realisedPnl }) => sum + realisedPnl, 0n)
  expect(position.realisedPnl).toBe(pnl)
  if (live.spec.inverseContractSize === undefined) {
    // Cash in less cash out is what was realised less what the open position cost, to the last digit.
    const cash = fills.reduce((sum, { side, value }) => sum + (side === 'buy' ? -value : value), 0n)
    expect(cash).toBe(pnl - (signed < 0 ? -position.openValue : position.openValue))
  }
  return { pnl, fees: fills.reduce((sum, { fee }) => sum + fee, 0n) }
}

function checkBook({ spot, swap, inverse, both }: Pair): void {
  for (const live of [spot, swap, inverse]) {
    const bid = live.engine.best('bid')?.price ?? 0
    const ask = live.engine.best('ask')?.price ?? Number.POSITIVE_INFINITY
    expect(bid).toBeLessThan(ask)
    for (const account of both) {
      for (const order of account.openOrders(live)) {
        if (order.status !== 'open' || order.price === undefined) continue
        const level = live.engine.sizeAt(order.side === 'buy' ? 'bid' : 'ask', order.price)
        expect(level).toBeGreaterThanOrEqual(leavesOf(order))
        if (!order.reduceOnly) continue
        const { quantity } = account.position(live)
        expect(leavesOf(order)).toBeLessThanOrEqual(order.side === 'buy' ? -quantity : quantity)
      }
    }
  }
}

const OPENING = [
  { A: 1000n * E18, Q: 100_000n * E18 },
  { A: 3n * E18, Q: 300n * E18 },
] as const
const FUTURES = [
  { A: 1000n * E18, Q: 100_000n * E18 },
  { A: 3n * E18, Q: 50n * E18 },
] as const

function checkAll(here: Pair): void {
  const fees = { A: 0n, Q: 0n }
  here.both.forEach((account, i) => {
    const opening = OPENING[i] ?? OPENING[0]
    checkSpot(here, account, opening)
    const swap = checkContract(account, here.swap)
    const inverse = checkContract(account, here.inverse)
    const futures = FUTURES[i] ?? FUTURES[0]
    expect(account.balance('futures', 'Q').total).toBe(futures.Q + swap.pnl - swap.fees)
    expect(account.balance('futures', 'A').total).toBe(futures.A + inverse.pnl - inverse.fees)
    for (const { fee, feeAsset } of account.fills({ limit: 1e6 }))
      fees[feeAsset === 'A' ? 'A' : 'Q'] += fee
  })
  for (const asset of ['A', 'Q'] as const) {
    expect(here.accounts.feesCollected().get(asset) ?? 0n).toBe(fees[asset])
  }
  checkBook(here)
}

function story({ both, market }: Pair): string {
  const events = both.map((account) => account.events)
  const truth = ['AQ', 'AQ-SWAP', 'AUSD-SWAP'].map((symbol) =>
    market.truth(symbol === 'AQ' ? 'spot' : 'swap', symbol),
  )
  const plain = (key: string, value: unknown): unknown =>
    key === 'instrument' ? undefined : typeof value === 'bigint' ? String(value) : value
  return JSON.stringify([events, truth], plain)
}

describe('an account', () => {
  test.prop([plan], { numRuns: 120 })(
    'conserves money, and every sum is that of its fills and orders',
    ([rule, seed, actions]) => {
      const here = setUp(rule, seed)
      for (const each of actions) {
        act(here, each)
        checkAll(here)
      }
    },
  )

  test.prop([plan], { numRuns: 60 })(
    'what it traded with the flow is what the public trades say',
    ([rule, seed, actions]) => {
      const here = setUp(rule, seed)
      const printed = new Map<string, number>()
      here.market.listen(({ instrument, trades }) => {
        for (const trade of trades) printed.set(`${instrument.spec.symbol}/${trade.id}`, trade.size)
      })
      for (const each of actions) act(here, each)
      const ids = here.both.flatMap((account) => account.fills({ limit: 1e6 }))
      for (const { instrument, tradeId, quantity } of ids) {
        expect(printed.get(`${instrument.spec.symbol}/${tradeId}`)).toBe(quantity)
      }
      expect(new Set(ids.map(({ fillId }) => fillId)).size).toBe(ids.length)
    },
  )

  test.prop([plan], { numRuns: 40 })(
    'tells a history in which no order moves after its end',
    ([rule, seed, actions]) => {
      const here = setUp(rule, seed)
      const heard: number[] = []
      here.account.listen(({ sequence }) => heard.push(sequence))
      for (const each of actions) act(here, each)
      expect(heard).toEqual(here.account.events.map(({ sequence }) => sequence))
      expect(heard).toEqual(heard.map((_, i) => i + 1))
      const ended = new Set<string>()
      for (const event of here.account.events) {
        if (!('order' in event)) continue
        expect(ended.has(event.order.orderId)).toBe(false)
        if (!isAlive(event.order)) ended.add(event.order.orderId)
      }
    },
  )

  test.prop([plan], { numRuns: 40 })('has one history for one seed', ([rule, seed, actions]) => {
    const [one, two] = [setUp(rule, seed), setUp(rule, seed)]
    for (const each of actions) {
      act(one, each)
      act(two, each)
    }
    expect(story(one)).toBe(story(two))
  })
})
