import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ReservePool } from '../../../src/drivers/amm/reserve-pool.ts'
import { joined, pairSlices } from '../../../src/sim/amm/pair-slices.ts'
import { leastInput, SimPair } from '../../../src/sim/amm/sim-pair.ts'

const reserve = fc.oneof(
  fc.bigInt({ min: 1n, max: (1n << 112n) - 1n }),
  fc.bigInt({ min: 1n, max: 100n }),
)
const cases = fc.record({
  reserve0: reserve,
  reserve1: reserve,
  fee: fc.integer({ min: 0, max: 30_000 }),
  grid: fc.integer({ min: 1, max: 500 }),
  isDirect: fc.boolean(),
})

test('levels are those that are found by trying, at any reserves', () => {
  fc.assert(
    fc.property(cases, fc.boolean(), ({ reserve0, reserve1, fee, grid, isDirect }, isAsk) => {
      const levels = 6
      const shape = { isDirect, includesFee: true, gridTicks: grid, levels, priceScale: 0 }
      const pool = new ReservePool({ reserve0, reserve1 }, fee, { ...shape, decimalsDelta: 0 })
      const pair = new SimPair(reserve0, reserve1, BigInt(fee))
      const goesUp = isAsk === isDirect
      const slices = pairSlices(pair, { grid, levels, goesUp, isAsk, fee: BigInt(fee) })
      const priceOf = ({ top, bottom }: { readonly top: bigint; readonly bottom: bigint }) =>
        isAsk ? (top + bottom - 1n) / bottom : top / bottom
      const expected = joined(slices, isAsk, priceOf).map((slice) => [priceOf(slice), slice.size])
      const found = pool.levels(isAsk ? 'ask' : 'bid').map(({ price, size }) => [price, size])
      expect(found).toEqual(expected.filter(([price]) => price !== 0n))
    }),
    { numRuns: 150 },
  )
})

test('a trade through all levels costs what they sum to, and the contract takes no unit less', () => {
  fc.assert(
    fc.property(cases, ({ reserve0, reserve1, fee, grid }) => {
      const digits = 60
      const shape = { isDirect: true, includesFee: true, gridTicks: grid, levels: 6 }
      const pool = new ReservePool({ reserve0, reserve1 }, fee, {
        ...shape,
        priceScale: digits,
        decimalsDelta: 0,
      })
      const levels = pool.levels('ask')
      const bought = levels.reduce((sum, { size }) => sum + size, 0n)
      const value = levels.reduce((sum, { price, size }) => sum + price * size, 0n)
      if (bought === 0n) return
      const paid = leastInput(reserve1, reserve0, bought, BigInt(fee))
      const over = value - paid * 10n ** BigInt(digits)
      expect(over >= 0n && over <= bought).toBe(true)
    }),
    { numRuns: 150 },
  )
})
