import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Decimal, type Instrument, type OrderIntent } from '../../../src/core/index.ts'
import { type LimitName, RiskManager } from '../../../src/trader/index.ts'
import { MoveWindow, moveBps } from '../../../src/trader/risk/move-window.ts'
import { SlidingCount } from '../../../src/trader/risk/sliding-count.ts'
import {
  type NaiveHolding,
  naiveCount,
  naiveGross,
  naiveNet,
  naiveRange,
} from '../../reference/naive-risk.ts'
import {
  dec,
  INSTRUMENTS,
  LINEAR,
  MAIN,
  MAKER,
  NOON_US,
  place,
  RiskWorld,
  SPOT,
  TOY,
  terms,
} from './support/risk-world.ts'

const GLOBAL = { type: 'global' } as const
/** What a unit of each instrument is worth at a price of 100. */
const UNITS = [100, 50, 20] as const
const EXPOSURES = [
  'maxInstrumentExposure',
  'maxAssetExposure',
  'maxVenueExposure',
  'maxAccountExposure',
] as const satisfies readonly LimitName[]

const side = fc.constantFrom('buy' as const, 'sell' as const)
const order = fc.record({
  at: fc.nat(2),
  side,
  quantity: fc.integer({ min: 1, max: 20 }),
  filled: fc.nat(25),
  amends: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 2 }),
  reduceOnly: fc.boolean(),
})
const of = (at: number): Instrument => INSTRUMENTS[at] ?? SPOT

test('exposure is what the worst of all ways to fill would make it, found by trying all', () => {
  fc.assert(
    fc.property(
      fc.tuple(...INSTRUMENTS.map(() => fc.integer({ min: -20, max: 20 }))),
      fc.array(order, { maxLength: 8 }),
      fc.record({ at: fc.nat(2), side, quantity: fc.integer({ min: 1, max: 20 }) }),
      fc.constantFrom(...EXPOSURES),
      fc.integer({ min: 0, max: 60 }),
      // Nearer than doubles can tell apart.
      fc.constantFrom('0', '1e-18', '-1e-18'),
      (positions, orders, asked, name, limit, beside) => {
        const world = new RiskWorld()
        for (const [i, position] of positions.entries())
          world.kept.setPosition(MAIN, of(i), dec(position))
        const held = positions.map((position, i) => ({
          position,
          orders: [] as number[],
          unit: UNITS[i] ?? 0,
        }))
        for (const each of orders) {
          const quantity = dec(each.quantity)
          const live = world.goLive(
            terms({
              instrument: of(each.at),
              side: each.side,
              quantity,
              reduceOnly: each.reduceOnly,
            }),
          )
          const filledQuantity = dec(each.filled)
          const amends = each.amends.map((amended) => ({ quantity: dec(amended) }))
          world.kept.setOrder({ ...live, filledQuantity, amends })
          const leaves = Math.max(0, Math.max(each.quantity, ...each.amends) - each.filled)
          held[each.at]?.orders.push(each.side === 'buy' ? leaves : -leaves)
        }
        const signed = asked.side === 'buy' ? asked.quantity : -asked.quantity
        const after = held.map((holding, i) =>
          i === asked.at ? { ...holding, orders: [...holding.orders, signed] } : holding,
        )
        const isOwn = (_: unknown, i: number): boolean =>
          name !== 'maxInstrumentExposure' || i === asked.at
        const exposure = (all: readonly NaiveHolding[]) =>
          name === 'maxAssetExposure' ? naiveNet(all) : naiveGross(all.filter(isOwn))
        const found = exposure(after)
        const bound = Decimal.max(0, dec(limit * 100).plus(beside))
        const isPassing = found.lte(bound) || found.lte(exposure(held))

        const off = [...EXPOSURES, 'maxNotional', 'maxOpenOrders'] as const
        const risk = new RiskManager({
          limits: [
            ...off.map((each) => ({ name: each, scope: GLOBAL, value: false }) as const),
            { name, scope: GLOBAL, value: bound.toFixed() },
          ],
        })
        const { side: way, quantity } = asked
        const intent = place(
          terms({ instrument: of(asked.at), side: way, quantity: dec(quantity) }),
        )
        const { denied } = risk.check(world, [intent])
        expect(denied.map((each) => each.found)).toEqual(isPassing ? [] : [found.toFixed()])
      },
    ),
    { numRuns: 300 },
  )
})

test('a sliding count has exactly what is younger than each span, whenever it is asked', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }),
      fc.array(fc.constantFrom(1, 10, 1_000, 3_000), { minLength: 1, maxLength: 20 }),
      (gaps, spansUs) => {
        const count = new SlidingCount(3_000)
        const timesUs: number[] = []
        let nowUs = 1
        for (const [i, gap] of gaps.entries()) {
          nowUs += gap
          count.add(nowUs)
          timesUs.push(nowUs)
          const spanUs = spansUs[i % spansUs.length] ?? 1
          expect(count.count(nowUs, spanUs)).toBe(naiveCount(timesUs, nowUs, spanUs))
          const laterUs = nowUs + gap
          expect(count.count(laterUs, spanUs)).toBe(naiveCount(timesUs, laterUs, spanUs))
        }
        expect(count.timesUs().length).toBe(naiveCount(timesUs, nowUs, 3_000))
      },
    ),
  )
})

test('orders pass while no second and no minute has too many, counted one by one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 12 }),
      (gapsMs, perSecond, perMinute) => {
        const risk = new RiskManager({
          limits: [
            { name: 'maxOrdersPerSecond', scope: GLOBAL, value: String(perSecond) },
            { name: 'maxOrdersPerMinute', scope: GLOBAL, value: String(perMinute) },
          ],
        })
        const world = new RiskWorld()
        const sentUs: number[] = []
        let nowUs = NOON_US
        for (const gapMs of gapsMs) {
          // Most gaps are short.
          nowUs += (gapMs > 8_000 ? gapMs * 5 : gapMs % 300) * 1_000
          world.at(nowUs)
          const isPassing =
            naiveCount(sentUs, nowUs, 1_000_000) < perSecond &&
            naiveCount(sentUs, nowUs, 60_000_000) < perMinute
          const { approved } = risk.check(world, [place(terms({ quantity: dec('0.1') }))])
          expect(approved.length).toBe(isPassing ? 1 : 0)
          if (isPassing) sentUs.push(nowUs)
        }
      },
    ),
  )
})

const WIDE = dec(20_000)
const NARROW = dec(500)

function isBeyond(range: { low: Decimal; high: Decimal } | undefined, limitBps: Decimal): boolean {
  return range !== undefined && moveBps(range.low, range.high).gt(limitBps)
}

test('a window of moves has all prices of the window, and none older than a 20th more', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 900_000 }), fc.integer({ min: 1, max: 99 })), {
        minLength: 1,
        maxLength: 60,
      }),
      fc.integer({ min: 0, max: 3_000_000 }),
      (steps, laterUs) => {
        const window = new MoveWindow(1_000)
        const updates: (readonly [number, number])[] = []
        let nowUs = 1
        for (const [gapUs, price] of steps) {
          nowUs += gapUs
          window.add(dec(price), nowUs)
          updates.push([nowUs, price])
          expect(window.isBeyond(nowUs, WIDE)).toBe(isBeyond(window.range(nowUs), WIDE))
        }
        nowUs += laterUs
        const range = window.range(nowUs)
        expect(window.isBeyond(nowUs, WIDE)).toBe(isBeyond(range, WIDE))
        expect(window.isBeyond(nowUs, NARROW)).toBe(isBeyond(range, NARROW))
        const [low, high] = [
          range?.low.toNumber() ?? Number.NaN,
          range?.high.toNumber() ?? Number.NaN,
        ]
        const inside = naiveRange(updates, nowUs, 1_000_000)
        const around = naiveRange(updates, nowUs, 1_050_001)
        expect(low).toBeLessThanOrEqual(inside[0])
        expect(high).toBeGreaterThanOrEqual(inside[1])
        expect(low).toBeGreaterThanOrEqual(around[0])
        expect(high).toBeLessThanOrEqual(around[1])
      },
    ),
  )
})

const asked = fc.oneof(
  fc.record({
    kind: fc.constant('place' as const),
    at: fc.nat(2),
    side,
    quantity: fc.integer({ min: 1, max: 20 }),
    reduceOnly: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('amend' as const), which: fc.nat(5), quantity: fc.nat(30) }),
  fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(5) }),
)
type Asked = typeof asked extends fc.Arbitrary<infer Value> ? Value : never

const TIGHT = {
  maxQuantity: 18,
  maxInstrumentExposure: 1_500,
  maxAssetExposure: 1_800,
  maxVenueExposure: 2_500,
  maxAccountExposure: 2_400,
  maxOpenOrders: 4,
  maxAccountOpenOrders: 8,
  maxOrdersPerSecond: 5,
} as const

const tightLimits = (names: readonly (keyof typeof TIGHT)[]) =>
  names.map((name) => ({ name, scope: GLOBAL, value: String(TIGHT[name]) }) as const)

function populated(): RiskWorld {
  const world = new RiskWorld()
  world.kept.setPosition(MAIN, LINEAR, dec(-12))
  world.kept.setPosition(MAIN, SPOT, dec(3))
  for (const [at, way] of [
    [0, 'buy'],
    [1, 'sell'],
    [2, 'buy'],
    [1, 'buy'],
  ] as const)
    world.goLive(terms({ instrument: of(at), side: way, quantity: dec(2) }))
  return world
}

function intentOf(each: Asked, world: RiskWorld): OrderIntent {
  if (each.kind === 'place') {
    const { side: way, reduceOnly } = each
    const quantity = dec(each.quantity)
    return place(terms({ instrument: of(each.at), side: way, quantity, reduceOnly }))
  }
  const live = [...world.orders()].map(({ clientOrderId }) => clientOrderId).sort()
  const clientOrderId = live[each.which % live.length] ?? expect.fail('nothing is live')
  if (each.kind === 'cancel') return { type: 'cancel', strategy: MAKER, clientOrderId }
  return { type: 'amend', strategy: MAKER, clientOrderId, quantity: dec(each.quantity) }
}

test('intents of one call are denied exactly where one by one they would be', () => {
  let deniedOnce = 0
  fc.assert(
    fc.property(
      fc.array(asked, { maxLength: 12 }),
      fc.subarray(Object.keys(TIGHT) as (keyof typeof TIGHT)[]),
      (all, names) => {
        const options = { limits: tightLimits(names) }
        const together = populated()
        const intents = all.map((each) => intentOf(each, together))
        const decision = new RiskManager(options).check(together, intents)

        const single = new RiskManager(options)
        const world = populated()
        const approved: OrderIntent[] = []
        const denied: unknown[] = []
        for (const intent of intents) {
          const one = single.check(world, [intent])
          for (const each of one.approved) world.carryOut(each)
          approved.push(...one.approved)
          denied.push(...one.denied)
        }
        expect(decision).toEqual({ approved, denied })
        if (denied.length > 0) deniedOnce += 1
      },
    ),
    { numRuns: 300 },
  )
  expect(deniedOnce).toBeGreaterThan(20)
})

const event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('ask' as const), what: asked }),
  },
  fc.record({ kind: fc.constant('mid' as const), mid: fc.integer({ min: 97, max: 103 }) }),
  fc.record({ kind: fc.constant('equity' as const), pnl: fc.integer({ min: -900, max: 900 }) }),
  fc.record({ kind: fc.constant('error' as const) }),
  fc.record({ kind: fc.constant('limit' as const), value: fc.nat(20) }),
  fc.record({ kind: fc.constant('state' as const), which: fc.nat(2) }),
  fc.record({ kind: fc.constant('kill' as const), isPulled: fc.boolean() }),
  fc.record({ kind: fc.constant('reset' as const) }),
)
type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never

/** What a manager says to an event, at a time that goes on by itself. */
function tell(risk: RiskManager, world: RiskWorld, each: Event): unknown {
  world.at(world.nowUs + 3_000_000)
  const { nowUs } = world
  const by = { by: 'ann', why: 'a test' }
  switch (each.kind) {
    case 'ask':
      return risk.check(world, [intentOf(each.what, world)])
    case 'mid':
      return risk.onMid(SPOT, { mid: dec(each.mid), timeUs: nowUs })
    case 'equity':
      return risk.onEquity(MAIN, {
        venue: TOY,
        equity: dec(5_000 + each.pnl),
        realisedPnl: dec(each.pnl),
        unrealisedPnl: dec(0),
        timeUs: nowUs,
      })
    case 'error':
      return risk.onOrderOutcome(MAIN, { venue: TOY, outcome: 'unknown', timeUs: nowUs })
    case 'limit':
      return risk.setLimit({
        name: 'maxQuantity',
        scope: GLOBAL,
        value: String(each.value),
        by: 'ann',
        nowUs,
      })
    case 'state': {
      const value = (['active', 'active', 'reduceOnly'] as const)[each.which] ?? 'active'
      return risk.setTradingState(value, { scope: GLOBAL, ...by, nowUs })
    }
    case 'kill':
      return each.isPulled
        ? risk.kill(world, { scope: { type: 'venue', venue: TOY }, ...by })
        : risk.release({ scope: { type: 'venue', venue: TOY }, ...by, nowUs })
    case 'reset':
      return risk
        .tripped()
        .map(({ breaker, subject }) => risk.resetBreaker(breaker, { subject, ...by, nowUs }))
  }
}

test('a manager restored in mid-life goes on as one that never stopped', () => {
  let remembered = 0
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 10, maxLength: 40 }),
      fc.nat(99),
      (events, percent) => {
        const stopAt = Math.floor((events.length * percent) / 100)
        const options = {
          limits: [
            { name: 'maxOrderErrors', scope: GLOBAL, value: '2' },
            { name: 'maxOrdersPerMinute', scope: GLOBAL, value: '4' },
          ],
        } as const
        const world = populated()
        const whole = new RiskManager(options)
        let stopped = new RiskManager(options)
        for (const [i, each] of events.entries()) {
          if (i === stopAt) {
            remembered += whole.snapshot().sent.length
            stopped = RiskManager.restore(JSON.parse(JSON.stringify(stopped.snapshot())), options)
          }
          const nowUs = world.nowUs
          const said = tell(whole, world, each)
          world.at(nowUs)
          expect(tell(stopped, world, each)).toEqual(said)
        }
        expect(stopped.snapshot()).toEqual(whole.snapshot())
      },
    ),
    { numRuns: 200 },
  )
  expect(remembered).toBeGreaterThan(20)
})
