import { expect, test } from 'vitest'
import {
  accountId,
  clientOrderId,
  DENIAL_REASONS,
  type DenialReason,
  type Instrument,
  type OrderTerms,
} from '../../../src/core/index.ts'
import {
  type BreakerName,
  instrumentKey,
  LIMITS,
  type LimitName,
  RiskManager,
} from '../../../src/trader/index.ts'
import { CHECKS } from '../../../src/trader/risk/checks.ts'
import {
  dec,
  LINEAR,
  liveBook,
  MAIN,
  MAKER,
  NOON_US,
  place,
  RiskWorld,
  reason,
  TOY,
  terms,
} from './support/risk-world.ts'

const GLOBAL = { type: 'global' } as const
const ANN = { by: 'ann', why: 'a test' } as const

/** An order that every check refuses, in a world where everything is wrong. */
class Scene {
  readonly world = new RiskWorld()
  readonly risk: RiskManager
  listed: Instrument = { ...LINEAR, status: 'halted' }
  terms: OrderTerms = terms({
    account: accountId('nobody'),
    instrument: LINEAR,
    quantity: dec('0.015'),
    price: dec('200.05'),
    expireTimeUs: NOON_US + 1,
    reduceOnly: true,
  })

  constructor() {
    const names = Object.keys(LIMITS) as LimitName[]
    this.risk = new RiskManager({
      limits: names.map((name) => ({ name, scope: GLOBAL, value: '0' })),
      breakers: {
        volatility: { reset: 'manual', lets: 'nothing' },
        errorRate: { reset: 'manual', lets: 'nothing' },
        dailyLoss: { reset: 'manual', lets: 'nothing' },
        drawdown: { reset: 'manual', lets: 'nothing' },
      },
    })
    const { risk, world } = this
    risk.kill(world, { scope: GLOBAL, ...ANN })
    risk.setTradingState('halted', { scope: GLOBAL, ...ANN, nowUs: 1 })
    const account = { type: 'account', account: accountId('nobody') } as const
    risk.setTradingState('reduceOnly', { scope: account, ...ANN, nowUs: 1 })
    const strategy = { type: 'strategy', strategy: MAKER } as const
    risk.setTradingState('reduceOnly', { scope: strategy, ...ANN, nowUs: 1 })
    for (const mid of ['1', '2']) risk.onMid(LINEAR, { mid: dec(mid), timeUs: NOON_US })
    risk.onOrderOutcome(MAIN, { venue: TOY, outcome: 'rejected', timeUs: NOON_US })
    for (const pnl of [0, -5])
      risk.onEquity(MAIN, {
        venue: TOY,
        equity: dec(10 + pnl),
        realisedPnl: dec(pnl),
        unrealisedPnl: dec(0),
        timeUs: NOON_US,
      })
    world.rates.clear()
    this.list(0)
  }

  list(localTimeUs: number, size = 0.1): void {
    const book = liveBook(LINEAR, { localTimeUs, asks: [[100, size]], bids: [[100, size]] })
    this.world.list(this.listed, { book, mark: dec(100) })
  }

  change(overrides: Partial<OrderTerms>): void {
    this.terms = { ...this.terms, ...overrides }
  }

  free(name: LimitName): void {
    this.risk.setLimit({ name, scope: GLOBAL, value: false, by: 'ann', nowUs: 1 })
  }

  reset(breaker: BreakerName, subject: string): void {
    this.risk.resetBreaker(breaker, { subject, ...ANN, nowUs: 1 })
  }
}

/** What is refused first, and how to make that one right and nothing else. */
const STEPS: readonly (readonly [DenialReason, (scene: Scene) => void])[] = [
  ['KILL_SWITCH', ({ risk }) => risk.release({ scope: GLOBAL, ...ANN, nowUs: 1 })],
  [
    'TRADING_HALTED',
    ({ risk }) => risk.setTradingState('active', { scope: GLOBAL, ...ANN, nowUs: 1 }),
  ],
  [
    'INVALID_TERMS',
    (scene) => {
      const { expireTimeUs: _, ...rest } = scene.terms
      scene.terms = rest
    },
  ],
  ['WRONG_ACCOUNT', (scene) => scene.change({ account: MAIN })],
  [
    'INSTRUMENT_NOT_TRADING',
    (scene) => {
      scene.listed = LINEAR
      scene.list(0)
    },
  ],
  ['OFF_TICK', (scene) => scene.change({ price: dec(200) })],
  ['OFF_LOT', (scene) => scene.change({ quantity: dec('0.01') })],
  ['BELOW_MIN_QUANTITY', (scene) => scene.change({ quantity: dec('0.02') })],
  ['NOT_REDUCING', (scene) => scene.change({ reduceOnly: false })],
  [
    'REDUCE_ONLY',
    ({ risk }) => {
      const scope = { type: 'strategy', strategy: MAKER } as const
      risk.setTradingState('active', { scope, ...ANN, nowUs: 1 })
    },
  ],
  ['STALE_DATA', (scene) => scene.list(NOON_US)],
  ['VOLATILITY', (scene) => scene.reset('volatility', instrumentKey(LINEAR))],
  ['ERROR_RATE', (scene) => scene.reset('errorRate', MAIN)],
  ['DAILY_LOSS', (scene) => scene.reset('dailyLoss', MAIN)],
  ['DRAWDOWN', (scene) => scene.reset('drawdown', MAIN)],
  ['NO_REFERENCE_PRICE', ({ world }) => world.rates.set('USDT', dec(1))],
  ['BELOW_MIN_NOTIONAL', (scene) => scene.change({ quantity: dec('0.2') })],
  [
    'PRICE_COLLAR',
    (scene) => {
      const { price: _, ...rest } = scene.terms
      scene.terms = { ...rest, type: 'market', timeInForce: 'ioc' }
    },
  ],
  ['THIN_BOOK', (scene) => scene.list(NOON_US, 1)],
  ['MAX_QUANTITY', (scene) => scene.free('maxQuantity')],
  ['MAX_NOTIONAL', (scene) => scene.free('maxNotional')],
  ['MAX_INSTRUMENT_EXPOSURE', (scene) => scene.free('maxInstrumentExposure')],
  ['MAX_ASSET_EXPOSURE', (scene) => scene.free('maxAssetExposure')],
  ['MAX_VENUE_EXPOSURE', (scene) => scene.free('maxVenueExposure')],
  ['MAX_ACCOUNT_EXPOSURE', (scene) => scene.free('maxAccountExposure')],
  ['MAX_OPEN_ORDERS', (scene) => scene.free('maxOpenOrders')],
  ['MAX_ACCOUNT_OPEN_ORDERS', (scene) => scene.free('maxAccountOpenOrders')],
  ['MAX_ORDERS_PER_SECOND', (scene) => scene.free('maxOrdersPerSecond')],
  ['MAX_ORDERS_PER_MINUTE', (scene) => scene.free('maxOrdersPerMinute')],
]

test('an order that everything is wrong with is refused for each in turn, in the declared order', () => {
  const scene = new Scene()
  const said = STEPS.map(([, mend]) => {
    const first = reason(scene.risk, scene.world, place(scene.terms))
    mend(scene)
    return first
  })
  expect(said).toEqual(STEPS.map(([code]) => code))
  expect(reason(scene.risk, scene.world, place(scene.terms))).toBe('approved')
})

test('a change of an order that is not live is refused before all else', () => {
  const { risk, world } = new Scene()
  const amend = { type: 'amend', strategy: MAKER, clientOrderId: clientOrderId(1, 1) } as const
  expect(reason(risk, world, amend)).toBe('UNKNOWN_ORDER')
})

test('every reason is given by one check, in the order in which they are listed', () => {
  const given = CHECKS.flatMap(({ reasons }) => reasons)
  expect(['UNKNOWN_ORDER', ...given]).toEqual(DENIAL_REASONS)
  expect(['UNKNOWN_ORDER', ...STEPS.map(([code]) => code)]).toEqual(DENIAL_REASONS)
})

test('every limit is compared by one check, in the order in which they are listed', () => {
  expect(CHECKS.flatMap(({ limit }) => limit ?? [])).toEqual(Object.keys(LIMITS))
})
