import { describe, expect, test } from 'vitest'
import { accountId } from '../../../src/core/index.ts'
import {
  type BreakerName,
  type BreakerRule,
  instrumentKey,
  type OrderOutcome,
  RiskManager,
} from '../../../src/trader/index.ts'
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
  SPOT,
  TOY,
  terms,
  verdict,
} from './support/risk-world.ts'

const MS = 1_000
const DAY_US = 86_400_000_000
const plain = place(terms({ instrument: LINEAR }))
const reducing = place(terms({ instrument: LINEAR, side: 'sell', reduceOnly: true }))

/** A world with something to reduce. */
function world(): RiskWorld {
  const made = new RiskWorld()
  made.kept.setPosition(MAIN, LINEAR, dec(10))
  return made
}

const mid = (risk: RiskManager, price: string, timeUs: number): void =>
  risk.onMid(LINEAR, { mid: dec(price), timeUs })

function equity(risk: RiskManager, of: readonly [number, number, number], timeUs: number): void {
  const [value, realisedPnl, unrealisedPnl] = of
  risk.onEquity(MAIN, {
    venue: TOY,
    equity: dec(value),
    realisedPnl: dec(realisedPnl),
    unrealisedPnl: dec(unrealisedPnl),
    timeUs,
  })
}

const outcome = (risk: RiskManager, told: OrderOutcome, timeUs: number, account = MAIN): void =>
  risk.onOrderOutcome(account, { venue: TOY, outcome: told, timeUs })

describe('stale data', () => {
  test.each([
    [5_000_000, 'approved'],
    [5_000_001, 'STALE_DATA 5000.001 > 5000'],
  ])('a book of age %s µs: %s', (ageUs, said) => {
    const of = world()
    of.list(LINEAR, { book: liveBook(LINEAR, { localTimeUs: NOON_US - ageUs }) })
    expect(verdict(new RiskManager(), of, plain)).toBe(said)
  })

  test.each(['syncing', 'stale', 'corrupt', 'closed'] as const)(
    'a book that is %s is not live, whatever age is allowed',
    (state) => {
      const of = world()
      const { bids: _b, asks: _a, ...head } = liveBook(LINEAR)
      of.list(LINEAR, { book: { ...head, state } })
      const scope = { type: 'global' } as const
      for (const value of ['5000', false] as const) {
        const risk = new RiskManager({ limits: [{ name: 'maxBookAgeMs', scope, value }] })
        expect(verdict(risk, of, plain)).toBe(`STALE_DATA ${state} > live`)
        expect(verdict(risk, of, reducing)).toBe(`STALE_DATA ${state} > live`)
      }
    },
  )

  test('no book at all is stale', () => {
    const of = world()
    of.markets.set(instrumentKey(LINEAR), { instrument: LINEAR, mark: dec(100) })
    expect(verdict(new RiskManager(), of, plain)).toBe('STALE_DATA no book > live')
  })

  test('stays tripped for as long as it is told to be quiet', () => {
    const rule: BreakerRule = { reset: { quietMs: 1_000 }, lets: 'nothing' }
    const risk = new RiskManager({ breakers: { staleData: rule } })
    const of = world()
    of.list(LINEAR, { book: liveBook(LINEAR, { localTimeUs: NOON_US - 6_000_000 }) })
    expect(reason(risk, of, plain)).toBe('STALE_DATA')
    of.at(NOON_US + 1_000 * MS - 1)
    expect(reason(risk, of, plain)).toBe('STALE_DATA')
    expect(reason(risk, of, place(terms()))).toBe('approved')
    of.at(NOON_US + 1_000 * MS)
    expect(reason(risk, of, plain)).toBe('approved')
  })
})

describe('volatility', () => {
  test.each([
    ['102.9', 'approved'],
    ['103', 'approved'],
    ['103.1', 'VOLATILITY 310 > 300'],
    ['97.1', 'approved'],
    ['97', 'VOLATILITY 309.27835051546391753 > 300'],
  ])('a mid from 100 to %s within the window: %s', (price, said) => {
    const risk = new RiskManager()
    mid(risk, '100', NOON_US - 9_000 * MS)
    mid(risk, price, NOON_US)
    expect(verdict(risk, world(), plain)).toBe(said)
  })

  test('counts a move and its return, and lets reducing orders pass', () => {
    const risk = new RiskManager()
    for (const [i, price] of ['100', '104', '100'].entries()) mid(risk, price, NOON_US - 3 + i)
    expect(reason(risk, world(), plain)).toBe('VOLATILITY')
    expect(reason(risk, world(), reducing)).toBe('approved')
    expect(reason(risk, world(), place(terms()))).toBe('approved')
  })

  test('a slow move is none', () => {
    const risk = new RiskManager()
    // 10 steps of 2 %, each longer than the window after the one before.
    for (let i = 0; i < 10; i += 1) mid(risk, String(100 * 1.02 ** i), NOON_US + i * 11_000 * MS)
    expect(risk.tripped()).toEqual([])
  })

  test('the price that held when the window began counts', () => {
    const risk = new RiskManager()
    mid(risk, '100', NOON_US - DAY_US)
    mid(risk, '104', NOON_US)
    expect(reason(risk, world(), plain)).toBe('VOLATILITY')
  })

  test('resets by itself after a quiet time, counted from when it was last too far', () => {
    const risk = new RiskManager()
    const of = world()
    mid(risk, '100', NOON_US)
    mid(risk, '104', NOON_US + 1)
    mid(risk, '104', NOON_US + 5_000 * MS)
    const [tripped] = risk.tripped()
    expect(tripped).toEqual({
      breaker: 'volatility',
      subject: instrumentKey(LINEAR),
      sinceUs: NOON_US + 1,
      lastUs: NOON_US + 5_000 * MS,
      found: '400',
      limit: '300',
    })
    of.at(NOON_US + 35_000 * MS - 1)
    expect(reason(risk, of, plain)).toBe('VOLATILITY')
    of.at(NOON_US + 35_000 * MS)
    expect(reason(risk, of, plain)).toBe('approved')
    expect(risk.tripped()).toEqual([])
  })
})

describe('order errors', () => {
  test('more than 10 a minute stop an account, rejected and unknown alike', () => {
    const risk = new RiskManager()
    const of = world()
    for (let i = 0; i < 10; i += 1) outcome(risk, i % 2 ? 'rejected' : 'unknown', NOON_US + i)
    for (let i = 0; i < 90; i += 1) outcome(risk, 'accepted', NOON_US + 10)
    outcome(risk, 'rejected', NOON_US, accountId('second'))
    of.at(NOON_US + 11)
    expect(reason(risk, of, plain)).toBe('approved')
    outcome(risk, 'rejected', NOON_US + 11)
    expect(verdict(risk, of, plain)).toBe('ERROR_RATE 11 > 10')
    expect(verdict(risk, of, reducing)).toBe('ERROR_RATE 11 > 10')
  })

  test('slide out of the window; the breaker resets a quiet time later', () => {
    const risk = new RiskManager()
    const of = world()
    for (let i = 0; i <= 10; i += 1) outcome(risk, 'rejected', NOON_US + i)
    // The last moment at which all 11 are in the window.
    of.at(NOON_US + 60_000 * MS - 1)
    expect(reason(risk, of, plain)).toBe('ERROR_RATE')
    of.at(NOON_US + 120_000 * MS - 2)
    expect(reason(risk, of, plain)).toBe('ERROR_RATE')
    of.at(NOON_US + 120_000 * MS - 1)
    expect(reason(risk, of, plain)).toBe('approved')
  })
})

describe('daily loss', () => {
  test.each([
    [-600, -399, 'approved'],
    [-600, -400, 'approved'],
    [-600, -401, 'DAILY_LOSS 1001 > 1000'],
    [-1_401, 400, 'DAILY_LOSS 1001 > 1000'],
  ])('realised %s and unrealised %s: %s', (realised, unrealised, said) => {
    const risk = new RiskManager()
    equity(risk, [100_000, 0, 0], NOON_US - 1)
    equity(risk, [100_000 + realised + unrealised, realised, unrealised], NOON_US)
    expect(verdict(risk, world(), plain)).toBe(said)
    expect(verdict(risk, world(), reducing)).toBe('approved')
  })

  test('is counted from the last profit before the day began, wherever that is', () => {
    for (const dayStartMs of [0, 6 * 3_600_000]) {
      const risk = new RiskManager({ dayStartMs })
      const startUs = NOON_US - 12 * 3_600_000 * MS + dayStartMs * MS
      equity(risk, [100_000, 0, 0], startUs - 2)
      equity(risk, [99_100, -900, 0], startUs - 1)
      equity(risk, [98_200, -1_800, 0], startUs)
      expect(risk.tripped()).toEqual([])
      equity(risk, [98_100, -1_900, 0], startUs + 1)
      expect(risk.tripped()).toEqual([])
      equity(risk, [98_099, -1_901, 0], startUs + 2)
      expect(risk.tripped().map(({ breaker, found }) => [breaker, found])).toEqual([
        ['dailyLoss', '1001'],
      ])
    }
  })

  test('stays, the next day too, until somebody resets it; then counts from there', () => {
    const risk = new RiskManager()
    const of = world()
    equity(risk, [100_000, 0, 0], NOON_US)
    equity(risk, [98_900, -1_100, 0], NOON_US + 1)
    of.at(NOON_US + DAY_US)
    expect(verdict(risk, of, plain)).toBe('DAILY_LOSS 1100 > 1000')
    const command = { subject: MAIN, by: 'ann', why: 'seen', nowUs: NOON_US + DAY_US }
    expect(risk.resetBreaker('dailyLoss', command)).toMatchObject({
      type: 'breakerReset',
      by: 'ann',
      why: 'seen',
      timeUs: NOON_US + DAY_US,
      tripped: { breaker: 'dailyLoss', subject: MAIN, found: '1100' },
    })
    expect(risk.resetBreaker('dailyLoss', command)).toBeUndefined()
    expect(reason(risk, of, plain)).toBe('approved')
    equity(risk, [97_900, -2_100, 0], NOON_US + DAY_US + 1)
    expect(reason(risk, of, plain)).toBe('approved')
    equity(risk, [97_899, -2_101, 0], NOON_US + DAY_US + 2)
    expect(reason(risk, of, plain)).toBe('DAILY_LOSS')
  })

  test('money paid out is no loss', () => {
    const risk = new RiskManager()
    equity(risk, [100_000, 0, 0], NOON_US)
    equity(risk, [10_000, 0, 0], NOON_US + 1)
    expect(risk.tripped()).toEqual([])
  })
})

describe('drawdown', () => {
  const far = {
    limits: [{ name: 'maxDailyLoss', scope: { type: 'global' }, value: false }],
  } as const

  test.each([
    [9_001, 'approved'],
    [9_000, 'approved'],
    [8_999, 'DRAWDOWN 1001 > 1000'],
  ])('an equity of %s after a peak of 10,000: %s', (value, said) => {
    const risk = new RiskManager(far)
    equity(risk, [9_500, 0, 0], NOON_US - 2)
    equity(risk, [10_000, 0, 500], NOON_US - 1)
    equity(risk, [value, 0, value - 9_500], NOON_US)
    expect(verdict(risk, world(), plain)).toBe(said)
    expect(verdict(risk, world(), reducing)).toBe('approved')
  })

  test('trips between two orders too, and stays', () => {
    const risk = new RiskManager(far)
    equity(risk, [10_000, 0, 0], NOON_US)
    equity(risk, [8_000, 0, -2_000], NOON_US + 1)
    equity(risk, [10_000, 0, 0], NOON_US + 2)
    expect(verdict(risk, world(), plain)).toBe('DRAWDOWN 2000 > 1000')
  })

  test('moves its peak with what is paid in and out', () => {
    const risk = new RiskManager(far)
    equity(risk, [10_000, 0, 0], NOON_US)
    equity(risk, [5_000, 0, 0], NOON_US + 1)
    equity(risk, [4_500, -500, 0], NOON_US + 2)
    expect(risk.tripped()).toEqual([])
    equity(risk, [4_499, -501, 0], NOON_US + 3)
    expect(risk.tripped()[0]?.found).toBe('1002')
  })

  test('counts from the equity at its reset', () => {
    const risk = new RiskManager(far)
    equity(risk, [10_000, 0, 0], NOON_US)
    equity(risk, [8_000, -2_000, 0], NOON_US + 1)
    risk.resetBreaker('drawdown', { subject: MAIN, by: 'ann', why: 'seen', nowUs: NOON_US + 2 })
    equity(risk, [7_200, -2_800, 0], NOON_US + 3)
    expect(risk.tripped()).toEqual([])
    equity(risk, [7_199, -2_801, 0], NOON_US + 4)
    expect(risk.tripped()[0]?.breaker).toBe('drawdown')
  })

  test('of an account whose peak is not above 0 is whole', () => {
    const risk = new RiskManager(far)
    equity(risk, [0, 0, 0], NOON_US)
    expect(risk.tripped()).toEqual([])
    equity(risk, [-1, -1, 0], NOON_US + 1)
    expect(risk.tripped()[0]?.found).toBe('10000')
  })
})

test.each<BreakerName>(['volatility', 'errorRate', 'drawdown'])(
  'a breaker that is reset by hand measures anew: %s',
  (breaker) => {
    const rule: BreakerRule = { reset: 'manual', lets: 'nothing' }
    const risk = new RiskManager({ breakers: { [breaker]: rule } })
    const of = world()
    mid(risk, '100', NOON_US)
    equity(risk, [1_000, 0, 0], NOON_US)
    if (breaker === 'volatility') mid(risk, '110', NOON_US)
    if (breaker === 'drawdown') equity(risk, [500, -500, 0], NOON_US)
    for (let i = 0; i < 11 && breaker === 'errorRate'; i += 1) outcome(risk, 'rejected', NOON_US)
    const [tripped] = risk.tripped()
    expect(tripped?.breaker).toBe(breaker)
    expect(reason(risk, of, reducing)).not.toBe('approved')
    of.at(NOON_US + DAY_US)
    expect(reason(risk, of, reducing)).not.toBe('approved')
    const { subject = '' } = tripped ?? {}
    risk.resetBreaker(breaker, { subject, by: 'ann', why: 'seen', nowUs: of.nowUs })
    expect(reason(risk, of, reducing)).toBe('approved')
  },
)

test('cancels pass whatever is tripped', () => {
  const risk = new RiskManager()
  const of = world()
  of.list(LINEAR, { book: liveBook(LINEAR, { localTimeUs: 0 }) })
  mid(risk, '1', NOON_US)
  mid(risk, '2', NOON_US)
  equity(risk, [10_000, 0, 0], NOON_US)
  equity(risk, [1, -9_999, 0], NOON_US)
  const { clientOrderId } = of.goLive(terms({ instrument: LINEAR }))
  const cancel = { type: 'cancel', strategy: MAKER, clientOrderId } as const
  const all = { type: 'cancelAll', strategy: MAKER, instrument: SPOT } as const
  const { approved, denied } = risk.check(of, [plain, cancel, all])
  expect(approved).toEqual([cancel, all])
  expect(denied.map(({ intent }) => intent)).toEqual([plain])
})
