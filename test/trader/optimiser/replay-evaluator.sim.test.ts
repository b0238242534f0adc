import { beforeAll, describe, expect, it } from 'vitest'
import { accountId, asset, levelTexts, strategyId } from '../../../src/core/index.ts'
import { SeededRandom, VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { marketMaking } from '../../../src/strategies/index.ts'
import {
  defineStrategy,
  netProfit,
  type ParameterSpace,
  type Params,
  type ReplayOptions,
  randomSearch,
  replayEvaluator,
  replayScore,
} from '../../../src/trader/index.ts'
import { ReplayMarket } from '../../../src/trader/optimiser/replay-market.ts'
import { type Recording, record } from './support/recording.ts'

let recording: Recording

beforeAll(async () => {
  recording = await record(3, 15_000)
})

function options(over: Partial<ReplayOptions> = {}): ReplayOptions {
  const { rows, instrument } = recording
  const account = accountId('paper')
  return {
    rows,
    instruments: [instrument],
    runtime: (startTimeUs) => new VirtualRuntime({ seed: 1, startTimeUs }),
    definitions: [marketMaking],
    setup: (params: Params) => ({
      strategy: strategyId('maker'),
      kind: 'marketMaking',
      legs: [{ instrument, account }],
      events: ['book'],
      params: { amount: '0.005', maxPosition: '0.05', toleranceBps: 0.05, ...params },
    }),
    account,
    paper: { balances: { USDT: '100000', BTC: '2' }, fees: { makerBps: '5', takerBps: '5' } },
    trader: { portfolio: { reportingAsset: asset('USDT') } },
    ...over,
  }
}

describe('a recording that is replayed', () => {
  it('ends with the book that was live', () => {
    const { rows, instrument, book } = recording
    const market = new ReplayMarket({
      instruments: [instrument],
      feeds: new Map(
        rows.flatMap((row) => (row.type === 'bookSnapshot' ? [[row.symbol, row.feed]] : [])),
      ),
      ports: new VirtualRuntime({ seed: 1 }).ports(),
    })
    const { view } = market.book(instrument.pair)
    const heard: string[] = []
    market.subscribe('trade', { pair: instrument.pair }, (trade) => heard.push(trade.tradeId()))
    for (const row of rows) if (row.type !== 'recording') market.apply(row)
    expect(
      view.state === 'live' && { bids: levelTexts(view.bids), asks: levelTexts(view.asks) },
    ).toEqual(book)
    expect(heard).toEqual(rows.flatMap((row) => (row.type === 'trade' ? [row.tradeId] : [])))
    expect(heard.length).toBeGreaterThan(10)
  })
})

describe('a replay evaluator', () => {
  it('gives the same result for the same parameters, and another one for others', async () => {
    const evaluate = replayEvaluator(options())
    const [one, again, other] = [
      await evaluate({ halfSpreadBps: 0 }),
      await evaluate({ halfSpreadBps: 0 }),
      await evaluate({ halfSpreadBps: 0.01 }),
    ]
    expect(one.report.orders.fills).toBeGreaterThan(5)
    expect(JSON.stringify(again)).toBe(JSON.stringify(one))
    expect(netProfit(other)?.toFixed()).not.toBe(netProfit(one)?.toFixed())
  })

  it('has no score for parameters that are refused, and for a strategy that does not run to the end', async () => {
    const score = replayScore(replayEvaluator(options()))
    expect(await score({ halfSpreadBps: -1 })).toBeUndefined()
    const throws = defineStrategy({
      kind: 'marketMaking',
      create: () => ({
        evaluate: (view) => {
          if (view.event.type === 'book') throw new Error('oh')
          return []
        },
      }),
    })
    const faulty = replayEvaluator(options({ definitions: [throws] }))
    expect((await faulty({})).status?.state).toBe('faulted')
    expect(await replayScore(faulty)({})).toBeUndefined()
  })

  it('has a profit of nothing for a strategy that did nothing', async () => {
    const score = replayScore(replayEvaluator(options()))
    expect((await score({ halfSpreadBps: 50 }))?.toFixed()).toBe('0')
  })

  it('needs rows', () => {
    expect(() => replayEvaluator(options({ rows: [] }))).toThrow('expected rows of a recording')
  })
})

describe('an optimiser over replays', () => {
  it('finds better parameters than those that are configured', async () => {
    // Whoever is paid for resting earns with every fill, and so with a narrow spread.
    const paid = { makerBps: '-2', takerBps: '5' }
    const replay = replayEvaluator(options({ paper: { ...options().paper, fees: paid } }))
    const evaluate = replayScore(replay)
    const configured = await evaluate({ halfSpreadBps: 0.02, fair: 'mid' })
    const space: ParameterSpace = {
      halfSpreadBps: { type: 'range', min: '0', max: '0.03', step: '0.005', as: 'number' },
      fair: { type: 'choice', values: ['mid', 'microprice'] },
    }
    const optimiser = randomSearch({ random: new SeededRandom(2) })
    const { best, trials } = await optimiser.suggest(space, evaluate, { trials: 8 })
    expect(trials).toHaveLength(8)
    expect(best?.score.gt(configured ?? 0)).toBe(true)
    expect(best?.score.gt(0)).toBe(true)
    expect((await evaluate(best?.params ?? {}))?.toFixed()).toBe(best?.score.toFixed())
    expect((await replay(best?.params ?? {})).report.line?.roundTrips).toBeGreaterThan(0)
  })
})
