import { afterEach, describe, expect, it } from 'vitest'
import {
  accountId,
  type Instrument,
  pair,
  strategyId,
  venueId,
  venueSymbol,
} from '../../../src/core/index.ts'
import {
  defineStrategy,
  type StrategyCommand,
  type StrategyLeg,
  type StrategySetup,
} from '../../../src/trader/index.ts'
import { churn } from '../../simulation/trading/churn.ts'
import { ACCOUNT, LINEAR, type Life, PaperWorld, SPOT } from '../paper/support/paper-world.ts'

const ADDED = strategyId('added')
const BY = 'operator'

/** What strategies of kind `witness` were told, and whether a book was kept then. */
const told = new Set<string>()
const witness = defineStrategy({
  kind: 'witness',
  create: () => ({
    evaluate: (view) => {
      for (const { instrument } of view.legs)
        told.add(`${view.event.type} of ${instrument.pair} ${view.book(instrument)?.depth ?? '-'}`)
      return []
    },
  }),
})
/** Buys once, and holds. */
const holder = defineStrategy({
  kind: 'holder',
  create: () => ({
    evaluate: (view) => {
      const [leg] = view.legs
      if (leg === undefined || view.book(leg.instrument)?.state !== 'live') return []
      const isBegun = view.orders().length > 0 || !view.position(leg.instrument).quantity.isZero()
      return isBegun ? [] : { type: 'buy', amount: '0.01', reason: 'to hold' }
    },
  }),
})
afterEach(() => told.clear())

/** A trader whose only strategy trades spot, on an account that may trade the perpetual as well. */
const world = (): PaperWorld =>
  new PaperWorld({
    paper: { pairs: [SPOT, LINEAR] },
    trader: { definitions: [churn, witness, holder], ordersOnClose: 'keep' },
  })

function setup(
  kind: string,
  instrument: Instrument,
  over: Partial<StrategySetup> = {},
): StrategySetup {
  const legs = [{ instrument, account: ACCOUNT }]
  const params = kind === 'churn' ? { params: '0.002' } : {}
  return { strategy: ADDED, kind, legs, events: ['book', 'bbo', 'trade'], ...params, ...over }
}

const add = (added: StrategySetup): readonly StrategyCommand[] => [
  { type: 'addStrategy', setup: added, by: BY },
  { type: 'startStrategy', strategy: ADDED, by: BY },
]

async function command(
  { runtime }: PaperWorld,
  { trader }: Life,
  commands: readonly StrategyCommand[],
  forMs = 5_000,
): Promise<void> {
  for (const each of commands) trader.command(each)
  await runtime.run({ forMs })
}

const fillsOf = ({ trader }: Life) =>
  [...trader.core.oms.orders.values()]
    .filter(({ strategy }) => strategy === ADDED)
    .flatMap(({ fills }) => fills)

describe('a strategy that is added while the trader runs', () => {
  it('is told of markets that nobody watched before, whose book is kept at its start', async () => {
    const paper = world()
    const life = await paper.start()
    await command(paper, life, add(setup('witness', life.market.instrument(LINEAR))))
    await paper.stop(life)
    expect([...told].sort()).toEqual(
      ['start', 'book', 'bbo', 'trade'].map((type) => `${type} of ${LINEAR} full`).sort(),
    )
  })

  it('trades there, and what it holds is valued', async () => {
    const paper = world()
    const life = await paper.start()
    const instrument = life.market.instrument(LINEAR)
    await command(paper, life, add(setup('churn', instrument)), 20_000)
    const position = life.trader.core.portfolio.strategyPosition(ADDED, ACCOUNT, instrument)
    await paper.stop(life)
    expect(fillsOf(life).length).toBeGreaterThan(5)
    expect(position?.unrealised).toBeDefined()
  })

  const legs: readonly (readonly [string, (leg: StrategyLeg) => StrategyLeg, string])[] = [
    [
      'an account of which there is no gateway',
      (leg) => ({ ...leg, account: accountId('other') }),
      'other',
    ],
    [
      'a venue of which there is no market data',
      ({ instrument, account }) => ({
        account,
        instrument: { ...instrument, venue: venueId('okx') },
      }),
      'okx',
    ],
    [
      'a pair that is not listed',
      ({ instrument, account }) => ({
        account,
        instrument: { ...instrument, pair: pair('NO/USDT'), symbol: venueSymbol('NOUSDT') },
      }),
      'NO/USDT',
    ],
  ]
  it.each(legs)('is refused with %s, and nothing is kept of it', async (_, change, why) => {
    const paper = world()
    const life = await paper.start()
    const plain = setup('witness', life.market.instrument(LINEAR))
    const [addIt] = add({ ...plain, legs: [...plain.legs, ...plain.legs.map(change)] })
    await command(paper, life, addIt === undefined ? [] : [addIt])
    const refused = paper.events.filter(({ type }) => type === 'commandRefused')
    const watched = life.trader.core.world.market(life.market.instrument(LINEAR))
    await paper.stop(life)
    const again = await paper.start()
    const names = again.trader.status().strategies.map(({ setup: { strategy } }) => strategy)
    await paper.stop(again)
    expect(refused).toMatchObject([{ command: addIt, why: expect.stringContaining(why) }])
    expect(watched).toBeUndefined()
    expect(names).toEqual(['churn'])
  })
})

describe('the market of a strategy that is removed', () => {
  const remove: readonly StrategyCommand[] = [
    { type: 'stopStrategy', strategy: ADDED, by: BY, why: 'enough' },
    { type: 'removeStrategy', strategy: ADDED, by: BY },
  ]

  it('is let go of, unless another strategy trades it', async () => {
    const paper = world()
    const life = await paper.start()
    const [spot, linear] = [SPOT, LINEAR].map((each) => life.market.instrument(each))
    if (spot === undefined || linear === undefined) throw new Error('not listed')
    const both = [spot, linear].map((instrument) => ({ instrument, account: ACCOUNT }))
    await command(paper, life, add(setup('witness', linear, { legs: both })))
    await command(paper, life, remove)
    told.clear()
    const known = [spot, linear].map((each) => life.trader.core.world.market(each) !== undefined)
    await paper.stop(life)
    expect(known).toEqual([true, false])
  })

  it('is kept as long as something is held there', async () => {
    const paper = world()
    const life = await paper.start()
    const linear = life.market.instrument(LINEAR)
    await command(paper, life, add(setup('holder', linear)))
    await command(paper, life, remove)
    const held = life.trader.core.portfolio.position(ACCOUNT, linear)?.quantity.isZero() === false
    const isWatched = life.trader.core.world.market(linear) !== undefined
    await paper.stop(life)
    expect([held, isWatched]).toEqual([true, true])
  })
})

describe('after a restart', () => {
  it('a strategy that was added by a command goes on', async () => {
    const paper = world()
    const life = await paper.start()
    await command(paper, life, add(setup('churn', life.market.instrument(LINEAR))))
    const before = fillsOf(life).length
    paper.kill()
    const again = await paper.start()
    await paper.runtime.run({ forMs: 20_000 })
    const status = again.trader.status().strategies.find(({ setup: of }) => of.strategy === ADDED)
    await paper.stop(again)
    expect(status).toMatchObject({ state: 'running', addedBy: BY })
    expect(fillsOf(again).length).toBeGreaterThan(before)
  })

  it('one that is configured otherwise runs as it is configured', async () => {
    const paper = world()
    const life = await paper.start()
    await paper.runtime.run({ forMs: 2_000 })
    await paper.stop(life)
    const [linear, account] = [life.market.instrument(LINEAR), ACCOUNT]
    const legs = [{ instrument: linear, account }]
    const again = await paper.start({ kind: 'witness', legs, events: ['trade'] })
    await paper.runtime.run({ forMs: 5_000 })
    await paper.stop(again)
    expect(again.trader.status().strategies).toMatchObject([
      { setup: { kind: 'witness', events: ['trade'] }, state: 'running' },
    ])
    // The old one's timer is handed on.
    const types = ['start', 'timer', 'trade']
    expect([...told].sort()).toEqual(types.map((type) => `${type} of ${LINEAR} full`))
  })
})
