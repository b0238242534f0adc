import { describe, expect, test } from 'vitest'
import {
  arbitrageParams,
  gridParams,
  marketMakingParams,
  statArbParams,
} from '../../src/strategies/index.ts'

const GRID = { lower: '95', upper: '105', levels: 11, amount: '0.5' }
const MAKING = { amount: '1', maxPosition: '2', halfSpreadBps: 10 }
const ARBITRAGE = { amount: '1', maxPosition: '2', feesBps: [1, 2], minEdgeBps: 1 }
const STAT_ARB = { amount: '1', hedgeRatio: '0.5', sampleMs: 100, period: 20 }

describe('Parameters', () => {
  test.each([
    ['a grid', gridParams, GRID],
    ['market making', marketMakingParams, MAKING],
    ['arbitrage', arbitrageParams, ARBITRAGE],
    ['statistical arbitrage', statArbParams, STAT_ARB],
  ] as const)('of %s have defaults for what is left out', (_title, schema, params) => {
    expect(schema.safeParse(params).success).toBe(true)
  })

  test.each([
    ['an amount that is a float', gridParams, { ...GRID, amount: 0.5 }],
    ['an amount of 0', gridParams, { ...GRID, amount: '0' }],
    ['an amount that is no number', marketMakingParams, { ...MAKING, amount: 'much' }],
    ['an upper price below the lower', gridParams, { ...GRID, upper: '90' }],
    ['one level', gridParams, { ...GRID, levels: 1 }],
    ['a fee for one leg only', arbitrageParams, { ...ARBITRAGE, feesBps: [1] }],
    ['a spread below 0', marketMakingParams, { ...MAKING, halfSpreadBps: -1 }],
    ['an unknown fair price', marketMakingParams, { ...MAKING, fair: 'last' }],
    ['an exit beyond the entry', statArbParams, { ...STAT_ARB, exitZ: 3 }],
    ['a stop within the entry', statArbParams, { ...STAT_ARB, stopZ: 1 }],
  ] as const)('refuse %s', (_title, schema, params) => {
    expect(schema.safeParse(params).success).toBe(false)
  })
})
