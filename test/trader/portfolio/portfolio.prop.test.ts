import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Decimal } from '../../../src/core/index.ts'
import {
  type LineReport,
  Portfolio,
  type PortfolioEvent,
  type TotalReport,
} from '../../../src/trader/index.ts'
import { fixed, naiveAverageCost, naiveEquity } from '../../reference/naive-portfolio.ts'
import { ALL_MARKS, anyEvents, anyFill, retold } from './any-event.ts'
import {
  ACCOUNT,
  amounts,
  dec,
  fill,
  INVERSE,
  LINEAR,
  portfolioOf,
  SPOT,
  USDT,
} from './events-of.ts'

const sum = (values: readonly (Decimal | undefined)[]): string =>
  values
    .reduce<Decimal>((total, value) => total.plus(value ?? Number.NaN), new Decimal(0))
    .toFixed()

const json = (portfolio: Portfolio): unknown => JSON.parse(JSON.stringify(portfolio.snapshot()))

/** Profit and loss of futures by settle asset: what the holdings have of it and what is open. */
const result = (
  { positions }: Pick<TotalReport | LineReport, 'positions'>,
  settle: string,
): string =>
  sum(
    positions
      .filter(({ instrument }) => instrument.settle === settle)
      .map(({ realised, unrealised }) => unrealised && realised.plus(unrealised)),
  )

describe('cash flows', () => {
  test('equity is what came less what went plus what is held, to the last digit, after every event', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const portfolio = portfolioOf([])
        for (const [place, event] of events.entries()) {
          portfolio.apply(event)
          const told = events.slice(0, place + 1)
          expect(portfolio.equity().equity?.toFixed()).toBe(naiveEquity(told, 'USDT'))
        }
        const all = [...events, ...ALL_MARKS]
        for (const event of ALL_MARKS) portfolio.apply(event)
        expect(portfolio.equity()).toMatchObject({ missing: [] })
        expect(portfolio.equity().equity?.toFixed()).toBe(naiveEquity(all, 'USDT'))
      }),
    )
  })

  test('a missing mark is named if and only if equity is unknown', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const { equity, missing } = portfolioOf(events).equity()
        expect(equity === undefined).toBe(missing.length > 0)
      }),
    )
  })
})

describe('lines', () => {
  test('the netted line is the sum of strategies and the account’s own line, to the last digit', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const portfolio = portfolioOf([...events, ...ALL_MARKS])
        const [total, netted] = [portfolio.total(), portfolio.netted()]
        for (const name of ['fees', 'funding', 'transfers', 'adjustments'] as const) {
          expect(amounts(total[name])).toEqual(amounts(netted[name]))
        }
        const quantities = (report: Pick<TotalReport, 'positions'>): Record<string, string> =>
          Object.fromEntries(
            report.positions.map(({ instrument, side, quantity }) => [
              `${instrument.product} ${side}`,
              quantity.toFixed(),
            ]),
          )
        expect(quantities(total)).toEqual(quantities(netted))
        expect(result(total, 'USDT')).toBe(result(netted, 'USDT'))
        expect(result(total, 'BTC')).toBe(result(netted, 'BTC'))
        const lines = [undefined, ...portfolio.strategies()].map(
          (each) => portfolio.lineEquity(each).equity,
        )
        expect(sum(lines)).toBe(portfolio.equity().equity?.toFixed())
      }),
    )
  })

  test('the total is the sum of its lines, number for number', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const portfolio = portfolioOf([...events, ...ALL_MARKS])
        const lines = [
          ...portfolio.strategies().map((each) => portfolio.strategy(each)),
          portfolio.foreign(),
        ]
        for (const position of portfolio.total().positions) {
          const parts = lines
            .flatMap((line) => line?.positions ?? [])
            .filter(
              ({ instrument, side }) =>
                instrument.product === position.instrument.product && side === position.side,
            )
          for (const name of ['quantity', 'cost', 'realised', 'unrealised'] as const) {
            expect(position[name]?.toFixed()).toBe(sum(parts.map((part) => part[name])))
          }
        }
      }),
    )
  })

  test('with one strategy alone, its line is the netted one', () => {
    fc.assert(
      fc.property(fc.array(anyFill, { maxLength: 40 }), (fills) => {
        const portfolio = portfolioOf(
          fills.map((each) => ({ ...each, strategy: fills[0]?.strategy ?? ('grid' as never) })),
        )
        const [strategy] = portfolio.strategies()
        if (strategy === undefined) return
        expect({ ...portfolio.strategy(strategy), strategy: undefined }).toEqual({
          ...portfolio.netted(),
          strategy: undefined,
        })
      }),
    )
  })
})

test('profit, peak and drawdown are those of all equities so far, transfers taken off at their marks', () => {
  fc.assert(
    fc.property(anyEvents, (events) => {
      const portfolio = portfolioOf(ALL_MARKS)
      const prices = new Map([['USDT', dec(1)]])
      let [paidIn, peak] = [dec(0), dec(0)]
      for (const event of [...ALL_MARKS, ...events]) {
        portfolio.apply(event)
        if (event.type === 'assetMark') prices.set(event.asset, event.price)
        if (event.type === 'transfer') {
          paidIn = paidIn.plus(event.amount.times(prices.get(event.asset) ?? Number.NaN))
        }
        const profit = portfolio.equity().equity?.minus(paidIn) ?? dec(Number.NaN)
        peak = Decimal.max(peak, profit)
        const now = portfolio.performance()
        expect(now?.equity.toFixed()).toBe(portfolio.equity().equity?.toFixed())
        expect(now?.profit.toFixed()).toBe(profit.toFixed())
        expect(now?.dayPnl.toFixed()).toBe(profit.toFixed())
        expect(now?.drawdown.toFixed()).toBe(peak.minus(profit).toFixed())
        expect(now?.peak.toFixed()).toBe(peak.plus(paidIn).toFixed())
      }
    }),
  )
})

describe('order and repetition', () => {
  test('what is told again, and late, changes nothing', () => {
    fc.assert(
      fc.property(
        anyEvents,
        fc.array(fc.nat(1_000), { minLength: 1, maxLength: 60 }),
        (events, random) => {
          expect(json(portfolioOf(retold(events, random)))).toEqual(json(portfolioOf(events)))
        },
      ),
    )
  })

  test('fees told right after their fills leave what fills with fees leave', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const late = events.flatMap((event): PortfolioEvent[] => {
          if (event.type !== 'fill') return [event]
          const { fee: _, ...bare } = event.fill
          return [{ ...event, fill: bare }, event]
        })
        const holdings = (portfolio: Portfolio): unknown => amounts(portfolio.netted().holdings)
        const [a, b] = [portfolioOf(late), portfolioOf(events)]
        expect(amounts(a.netted().fees)).toEqual(amounts(b.netted().fees))
        expect(holdings(a)).toEqual(holdings(b))
        expect(a.equity()).toEqual(b.equity())
        const held = (of: Portfolio): unknown =>
          of
            .netted()
            .positions.map(({ quantity, cost, realised }) => [quantity, cost, realised].map(String))
        expect(held(a)).toEqual(held(b))
      }),
    )
  })

  test.each([
    ['spot', SPOT],
    ['linear', LINEAR],
    ['inverse', INVERSE],
  ] as const)(
    '%s: at one price any order of fills, and any cut of them, comes to the same, and nothing is won',
    (_, instrument) => {
      const fills = fc.array(
        fc.integer({ min: -50, max: 50 }).filter((each) => each !== 0),
        { minLength: 1, maxLength: 12 },
      )
      const price = fc
        .integer({ min: 1, max: 10 ** 9 })
        .map((value) => dec(value).div(1_000).toFixed())
      fc.assert(
        fc.property(
          fills,
          fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
          price,
          (given, order, at) => {
            const shuffled = given
              .map((quantity, place) => ({ quantity, by: order[place] ?? 0 }))
              .sort((a, b) => a.by - b.by)
              .flatMap(({ quantity }) =>
                quantity % 2 === 0 ? [quantity / 2, quantity / 2] : [quantity],
              )
            const read = (quantities: readonly number[]): unknown => {
              const portfolio = portfolioOf(
                quantities.map((each) => fill(instrument, String(each), at)),
              )
              const position = portfolio.position(ACCOUNT, instrument)
              return [
                position?.quantity,
                position?.cost,
                position?.realised,
                amounts(portfolio.netted().holdings),
              ].map((each) => (each instanceof Decimal ? each.toFixed() : each))
            }
            expect(read(shuffled)).toEqual(read(given))
            expect((read(given) as unknown[])[2]).toBe('0')
          },
        ),
      )
    },
  )
})

test('average cost is the definition’s, up to the last digit of its shares', () => {
  const trades = fc.array(
    fc.tuple(
      fc.integer({ min: -9, max: 9 }).filter((each) => each !== 0),
      fc.integer({ min: 1, max: 99_999 }),
    ),
    { minLength: 1, maxLength: 40 },
  )
  fc.assert(
    fc.property(trades, (given) => {
      const portfolio = portfolioOf(
        given.map(([quantity, price]) => fill(SPOT, String(quantity), String(price))),
      )
      const position = portfolio.position(ACCOUNT, SPOT)
      const { quantity, average, realised } = naiveAverageCost(
        given.map(([q, p]) => [BigInt(q), BigInt(p)]),
      )
      expect(position?.quantity.toFixed()).toBe(String(quantity))
      const ours = fixed(position?.realised.toFixed() ?? '')
      const exact = (realised.over * fixed('1')) / realised.under
      const error = ours > exact ? ours - exact : exact - ours
      // Half a digit in place 24 for each share, and none once the position is flat.
      expect(error <= BigInt(given.length) * fixed('0.000000000000000000000001')).toBe(true)
      if (quantity === 0n) expect(realised.over % realised.under).toBe(0n)
      if (quantity === 0n)
        expect(position?.realised.toFixed()).toBe(String(realised.over / realised.under))
      if (quantity === 0n) return
      const averageOurs = fixed(position?.averageEntryPrice?.toFixed() ?? '')
      const off = averageOurs - (average.over * fixed('1')) / average.under
      expect((off < 0n ? -off : off) < fixed('0.000000000000000001')).toBe(true)
    }),
  )
})

describe('snapshots', () => {
  test('going on from one, through JSON, is as if there had been no stop', () => {
    fc.assert(
      fc.property(anyEvents, anyEvents, (before, after) => {
        const whole = portfolioOf(before, { maxSeenIds: 5 })
        const restored = new Portfolio({ reportingAsset: USDT, maxSeenIds: 5 })
        // What was there before must not matter.
        for (const event of after) restored.apply(event)
        restored.restore(JSON.parse(JSON.stringify(whole.snapshot())))
        expect(restored.snapshot()).toEqual(whole.snapshot())
        expect(restored.equity()).toEqual(whole.equity())
        for (const event of [...after, ...ALL_MARKS, ...before]) {
          expect(restored.apply(event)).toBe(whole.apply(event))
        }
        expect(JSON.stringify(restored.snapshot())).toBe(JSON.stringify(whole.snapshot()))
        expect(restored.total()).toEqual(whole.total())
        expect(restored.performance()).toEqual(whole.performance())
      }),
    )
  })
})
