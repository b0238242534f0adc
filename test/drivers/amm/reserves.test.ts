import { describe, expect, test } from 'vitest'
import type { DepthShape } from '../../../src/drivers/amm/depth.ts'
import { ReservePool } from '../../../src/drivers/amm/reserve-pool.ts'

/** 6.8 million USDC (6 decimals) and 2,000 WETH: a price of 3,400, base is token1. */
const RESERVES = { reserve0: 6_800_000_000_000n, reserve1: 2_000n * 10n ** 18n }
const shape = (over: Partial<DepthShape> = {}): DepthShape => ({
  isDirect: false,
  includesFee: true,
  gridTicks: 20,
  levels: 3,
  priceScale: 4,
  decimalsDelta: -12,
  ...over,
})
const pool = (over: Partial<DepthShape> = {}, fee = 3_000) =>
  new ReservePool(RESERVES, fee, shape(over))
const shown = (side: 'bid' | 'ask', over: Partial<DepthShape> = {}) =>
  pool(over)
    .levels(side)
    .map(({ price, size }) => `${size} @${Number(price) / 1e4}`)

describe('the book of two reserves', () => {
  // Computed beside the driver, by the formulas of the contract, from ticks 195000, 194980, 194960 and 195020, 195040, 195060.
  test('has a level for each slice of the grid, from the price at tick 195004 outwards', () => {
    expect(shown('ask')).toEqual([
      '465286197962892880 @3411.0243',
      '1998435409464156311 @3415.2314',
      '1996438072754654419 @3422.0683',
    ])
    expect(shown('bid')).toEqual([
      '1539767849720166102 @3387.2',
      '2008461464241478568 @3381.2193',
      '2010470829244342855 @3374.464',
    ])
  })

  test('sums to what the router pays and gets in one trade', () => {
    const [first, second] = pool().levels('ask')
    const bought = (first?.size ?? 0n) + (second?.size ?? 0n)
    const { reserve0, reserve1 } = RESERVES
    const paid = (reserve0 * bought * 1_000n) / ((reserve1 - bought) * 997n) + 1n
    expect(paid).toBe(8_412_221_729n)
    const value =
      (first?.size ?? 0n) * (first?.price ?? 0n) + (second?.size ?? 0n) * (second?.price ?? 0n)
    // Prices of four digits, rounded up: never less than is paid, and by no more than their last digit.
    const over = value - paid * 10n ** 16n
    expect(over >= 0n && over <= bought).toBe(true)
  })

  test('has no more than the grid’s range, whatever rounds to nothing', () => {
    expect(new ReservePool({ reserve0: 3n, reserve1: 2n }, 3_000, shape()).levels('ask')).toEqual(
      [],
    )
    expect(new ReservePool({ reserve0: 0n, reserve1: 0n }, 3_000, shape()).levels('bid')).toEqual(
      [],
    )
  })

  test('costs the fee on each side, and nothing of it where prices go without', () => {
    const fine = { gridTicks: 1, levels: 2, priceScale: 8, includesFee: false }
    const [ask] = pool(fine).levels('ask')
    const [bid] = pool(fine).levels('bid')
    const spread = Number(ask?.price) / Number(bid?.price) - 1
    expect(spread).toBeGreaterThan(0)
    expect(spread).toBeLessThan(0.0002)
    const dear = pool({ ...fine, includesFee: true }).levels('ask')[0]
    expect(Number(dear?.price) / Number(ask?.price)).toBeCloseTo(1 / 0.997, 8)
    // A fork of 0.25 %.
    const fork = pool({ ...fine, includesFee: true }, 2_500).levels('ask')[0]
    expect(Number(fork?.price) / Number(ask?.price)).toBeCloseTo(1 / 0.9975, 8)
  })
})

describe('logs of a pair', () => {
  test('lead from the reserves before to those after', () => {
    const found = pool()
    const { reserve0, reserve1 } = RESERVES
    const after = { reserve0: reserve0 + 1_000n, reserve1: reserve1 - 9n }
    expect(found.apply({ kind: 'reserves', ...after })).toBe(true)
    expect(found.apply({ kind: 'exchange', amount0: 1_000n, amount1: -9n })).toBe(true)
    expect(found.reserves).toEqual(after)
  })

  test('that do not, show that one was missed', () => {
    const found = pool()
    found.apply({ kind: 'reserves', reserve0: 5n, reserve1: 5n })
    expect(found.apply({ kind: 'exchange', amount0: 1_000n, amount1: -9n })).toBe(false)
  })
})
