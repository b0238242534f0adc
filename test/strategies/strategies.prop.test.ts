import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { Decimal, type OrderIntent } from '../../src/core/index.ts'
import { arbitrage, grid, marketMaking, statArb } from '../../src/strategies/index.ts'
import {
  type HostInput,
  isEnded,
  type OwnOrder,
  type StrategyDefinition,
} from '../../src/trader/index.ts'
import { CALM, ROUGH } from './support/paper-market.ts'
import { FIRST, OWN, PaperRun, SECOND } from './support/paper-run.ts'

const PAIR = [FIRST, SECOND] as const
const STEPS = 300

/** A kind of strategy, its parameters, and the most that it may hold of each leg. */
interface Subject {
  readonly title: string
  readonly definition: StrategyDefinition
  readonly setup: { readonly params: unknown; readonly legs?: readonly (typeof FIRST)[] }
  readonly most: readonly string[]
}

const subject = <Params>(
  title: string,
  definition: StrategyDefinition<Params>,
  setup: Subject['setup'],
  most: readonly string[],
): Subject => ({ title, definition: definition as StrategyDefinition, setup, most })

const SUBJECTS: readonly Subject[] = [
  subject('A grid', grid, { params: { lower: '95', upper: '105', levels: 11, amount: '0.5' } }, [
    '5',
  ]),
  subject(
    'A grid that starts with sells',
    grid,
    { params: { lower: '95', upper: '105', levels: 14, amount: '0.5', startsWithSells: true } },
    ['6.5'],
  ),
  subject(
    'Market making at the mid',
    marketMaking,
    { params: { amount: '1', maxPosition: '2.5', halfSpreadBps: 15 } },
    ['2.5'],
  ),
  subject(
    'Market making at the microprice, with skews',
    marketMaking,
    {
      params: {
        amount: '1',
        maxPosition: '2.5',
        halfSpreadBps: 10,
        fair: 'microprice',
        inventorySkewBps: 20,
        imbalanceSkewBps: 15,
        toleranceBps: 5,
      },
    },
    ['2.5'],
  ),
  subject(
    'Arbitrage',
    arbitrage,
    {
      params: { amount: '1', maxPosition: '3', feesBps: [1, 1], minEdgeBps: 2 },
      legs: [FIRST, { ...SECOND, base: FIRST.base }],
    },
    // A hedge may take what one attempt left at either venue.
    ['4', '4'],
  ),
  subject(
    'Statistical arbitrage',
    statArb,
    {
      params: { amount: '1', hedgeRatio: '0.5', sampleMs: 200, period: 10, entryZ: 1, exitZ: 0.2 },
      legs: PAIR,
    },
    ['1', '0.5'],
  ),
]

const legsOf = ({ setup }: Subject) => setup.legs ?? [FIRST]
const sum = (orders: readonly OwnOrder[]) =>
  orders.reduce(
    (all, { terms, filledQuantity: filled }) => all.plus(terms.quantity).minus(filled),
    new Decimal(0),
  )

/** What holds at every moment of every strategy. */
function demandGoodConduct(
  run: PaperRun,
  of: Subject,
  input: HostInput,
  intents: readonly OrderIntent[],
): void {
  const { market } = run
  expect(run.alerts).toEqual([])
  for (const intent of intents) {
    if (intent.type !== 'place') continue
    const { instrument, price = new Decimal(0), quantity } = intent.terms
    expect(market.book(instrument)?.state, 'places on a live book only').toBe('live')
    expect([price.mod('0.1').isZero(), quantity.mod('0.01').isZero()]).toEqual([true, true])
  }
  for (const [place, instrument] of legsOf(of).entries()) {
    const working = run.market.orders(OWN).filter(({ terms }) => terms.instrument === instrument)
    const buys = working.filter(({ terms }) => terms.side === 'buy')
    const sells = working.filter(({ terms }) => terms.side === 'sell')
    for (const buy of buys)
      for (const sell of sells)
        expect(buy.terms.price?.lt(sell.terms.price ?? 0), 'never trades with itself').toBe(true)
    const { quantity } = market.position(OWN, { instrument, account: 'main' as never })
    const most = new Decimal(of.most[place] ?? 0)
    expect(
      quantity.plus(sum(buys)).lte(most),
      `long ${quantity.toFixed()} + ${sum(buys).toFixed()}`,
    ).toBe(true)
    expect(
      quantity.minus(sum(sells)).gte(most.negated()),
      `short ${quantity.toFixed()} - ${sum(sells).toFixed()}`,
    ).toBe(true)
  }
  if (input.type === 'book') {
    const again = run.host.handle(input, market.nowUs)
    // What was asked for is in flight, and nothing else has changed.
    expect(again, 'the same event again').toEqual({ intents: [], alerts: [], commands: [] })
  }
}

function start(seed: number, of: Subject): PaperRun {
  const run = new PaperRun(seed, of.definition, of.setup)
  run.market.roughness = ROUGH
  return run
}

describe.each(SUBJECTS)('$title', (of) => {
  test.prop([fc.nat()], { numRuns: 10 })('behaves in a rough market', (seed) => {
    const run = start(seed, of)
    run.check = (input, intents) => demandGoodConduct(run, of, input, intents)
    run.walk(STEPS)
  })

  test.prop([fc.nat()], { numRuns: 3 })('asks for the same on the same stream', (seed) => {
    const runs = [start(seed, of), start(seed, of)] as const
    for (const run of runs) run.walk(STEPS)
    expect(runs[0].fingerprint()).toBe(runs[1].fingerprint())
  })

  test.prop([fc.nat(), fc.integer({ min: 1, max: STEPS })], { numRuns: 10 })(
    'goes on after a restart as if there had been none',
    (seed, at) => {
      const going = start(seed, of)
      const restarted = start(seed, of)
      going.walk(STEPS)
      restarted.walk(at)
      restarted.restart()
      restarted.walk(STEPS - at)
      expect(restarted.fingerprint()).toBe(going.fingerprint())
    },
  )

  test('trades at all', () => {
    const run = start(7, of)
    run.walk(2_000)
    expect(run.market.fills.length).toBeGreaterThan(10)
  })
})

describe('A grid', () => {
  test.prop([fc.nat()], { numRuns: 10 })('has one order at most at a level and side', (seed) => {
    for (const of of SUBJECTS.slice(0, 2)) {
      const run = start(seed, of)
      run.check = () => {
        const places = run.market
          .orders(OWN)
          .map(({ terms }) => `${terms.side} ${terms.price?.toFixed()}`)
        expect(new Set(places).size).toBe(places.length)
      }
      run.walk(STEPS)
    }
  })
})

describe('Market making', () => {
  test.prop([fc.nat()], { numRuns: 10 })('wants no order while the book is not live', (seed) => {
    const run = start(seed, SUBJECTS[3] as Subject)
    run.walk(STEPS)
    run.tell(run.market.move(FIRST, 1_000, 'stale'))
    const orders = run.market.orders(OWN)
    const wanted = orders.filter(
      ({ isCancelWanted, status }) => !isCancelWanted && !isEnded(status),
    )
    expect(wanted).toEqual([])
  })
})

describe('Arbitrage', () => {
  const of = SUBJECTS[4] as Subject
  const net = (run: PaperRun) =>
    legsOf(of)
      .map(
        (instrument) => run.market.position(OWN, { instrument, account: 'main' as never }).quantity,
      )
      .reduce((all, quantity) => all.plus(quantity))

  test.prop([fc.nat()], { numRuns: 30 })(
    'hedges what one leg was filled more than the other',
    (seed) => {
      const run = start(seed, of)
      run.check = () => expect(net(run).abs().lte(1), `net ${net(run).toFixed()}`).toBe(true)
      run.walk(STEPS)
      run.market.roughness = CALM
      // The books stand, so that nothing new is begun once both legs are even.
      for (let round = 0; round < 10; round += 1) {
        run.market.settle()
        for (const instrument of legsOf(of)) run.tell(run.market.move(instrument, 1_000))
      }
      expect(net(run)).toEqual(new Decimal(0))
    },
  )
})
