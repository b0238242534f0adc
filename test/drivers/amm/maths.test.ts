import { describe, expect, test } from 'vitest'
import { type DepthShape, depthOf } from '../../../src/drivers/amm/depth.ts'
import {
  changeLiquidity,
  liquidityAt,
  swapExactInput,
} from '../../../src/drivers/amm/pool-state.ts'
import {
  amount0Between,
  amount1Between,
  priceAfterInput,
} from '../../../src/drivers/amm/swap-math.ts'
import { bitmapPlace, ticksOfWord } from '../../../src/drivers/amm/tick-bitmap.ts'
import { sqrtPriceAtTick, tickAtSqrtPrice } from '../../../src/drivers/amm/tick-math.ts'
import { workedPool } from './worked-pool.ts'

const CHECKED: readonly (readonly [tick: number, sqrtPriceX96: bigint])[] = [
  [-887_272, 4_295_128_739n],
  [-139_475, 74_194_184_133_671_422_179_471_144n],
  [-1, 79_224_201_403_219_477_170_569_942_574n],
  [0, 79_228_162_514_264_337_593_543_950_336n],
  [1, 79_232_123_823_359_799_118_286_999_568n],
  [195_000, 1_358_435_673_239_453_248_152_483_143_175_383n],
  [887_272, 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342n],
]

describe('ticks and prices', () => {
  test.each(CHECKED)('tick %i has the square-root price of the contracts', (tick, price) => {
    expect(sqrtPriceAtTick(tick)).toBe(price)
  })

  test.each(CHECKED.slice(0, -1))('tick %i is found from its own price up to the next', (tick) => {
    expect(tickAtSqrtPrice(sqrtPriceAtTick(tick))).toBe(tick)
    expect(tickAtSqrtPrice(sqrtPriceAtTick(tick + 1) - 1n)).toBe(tick)
  })

  test('no tick and no price beyond the ends', () => {
    expect(() => sqrtPriceAtTick(887_273)).toThrow(RangeError)
    expect(() => tickAtSqrtPrice(4_295_128_738n)).toThrow(RangeError)
  })
})

describe('the bitmap of ticks', () => {
  test('a negative tick lies in the lower word', () => {
    expect(bitmapPlace(-139_475, 60)).toEqual({ word: -10, bit: 235 })
    expect(bitmapPlace(-1, 1)).toEqual({ word: -1, bit: 255 })
  })

  test('the bits of a word are its initialised ticks', () => {
    expect(bitmapPlace(194_900, 10)).toEqual({ word: 76, bit: 34 })
    expect(ticksOfWord(76, 0x4280400000000n, 10)).toEqual([194_900, 194_990, 195_010, 195_060])
    expect(ticksOfWord(-1, 1n << 255n, 60)).toEqual([-60])
  })
})

describe('amounts between two prices', () => {
  const price = workedPool().sqrtPriceX96
  test.each([
    [194_990, 194_990, 6_000_000_000_000_000_000n, 256_415_042_376n, 75_360_955_863_204_037_824n],
    [195_010, 195_010, 6_000_000_000_000_000_000n, 93_506_000_917n, 27_509_117_313_010_762_486n],
  ])('from the price to tick %i', (_title, tick, liquidity, amount0, amount1) => {
    const to = sqrtPriceAtTick(tick)
    // The table has inputs rounded up and outputs rounded down; both directions differ by one unit at most.
    const isUp = tick > 195_004
    expect(amount0Between(price, to, liquidity, !isUp)).toBe(amount0)
    expect(amount1Between(price, to, liquidity, isUp)).toBe(amount1)
    expect(amount1Between(to, price, liquidity, isUp)).toBe(amount1)
  })

  test('between two ticks', () => {
    const [a, b, c, d] = [194_900, 194_990, 195_010, 195_060].map(sqrtPriceAtTick)
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error()
    const four = 4_000_000_000_000_000_000n
    expect(amount0Between(b, a, four, true)).toBe(1_052_654_651_044n)
    expect(amount1Between(b, a, four, false)).toBe(307_762_996_429_678_891_818n)
    expect(amount0Between(c, d, 4_500_000_000_000_000_000n, false)).toBe(654_954_982_381n)
    expect(amount1Between(c, d, 4_500_000_000_000_000_000n, true)).toBe(
      193_219_250_511_922_203_316n,
    )
  })
})

describe('swaps of an exact input', () => {
  test.each([
    [true, 500_000_000_000n, 146_750_842_514_292_896_066n],
    [false, 100_000_000_000_000_000_000n, 339_442_573_033n],
    [true, 3_000_000_000_000n, 861_067_032_722_868_481_741n],
  ])('token0 in %s, %d in', (isToken0In, amountIn, amountOut) => {
    const state = { ...workedPool(), lowTick: -887_272, highTick: 887_272 }
    expect(swapExactInput(state, isToken0In, amountIn)).toEqual({ amountIn, amountOut })
  })

  test('leave the price, the tick and the liquidity of the contracts', () => {
    const bought = workedPool()
    swapExactInput(bought, true, 500_000_000_000n)
    expect(bought.sqrtPriceX96).toBe(1_356_342_636_735_281_921_644_706_109_864_957n)
    expect(bought.liquidity).toBe(4_000_000_000_000_000_000n)
    const sold = workedPool()
    swapExactInput(sold, false, 100_000_000_000_000_000_000n)
    // 27.5 of the 100 WETH reach the tick at 195010; the rest moves the price on within the range behind it.
    expect(sold.tick).toBe(195_028)
    expect(sold.liquidity).toBe(4_500_000_000_000_000_000n)
  })

  test('the price before a recorded swap is found from the one after it', () => {
    const liquidity = 2_139_865_849_305_468_934_940n
    const net = (3_986_997_894_436_408n * 999_900n) / 1_000_000n
    const after = 74_197_256_808_847_951_428_501_965n
    const before = 74_049_653_664_017_522_006_923_258n
    expect(after - priceAfterInput(before, liquidity, net, false)).toBeLessThanOrEqual(1n)
    const out = amount0Between(before, after, liquidity, false)
    const told = 4_554_606_499_182_304_536_834n
    expect(out > told ? out - told : told - out).toBeLessThan(told / 10n ** 15n)
  })
})

const shape = (over: Partial<DepthShape> = {}): DepthShape => ({
  isDirect: false,
  includesFee: true,
  gridTicks: 10,
  levels: 3,
  priceScale: 12,
  decimalsDelta: -12,
  ...over,
})
const shown = (side: 'bid' | 'ask', over: Partial<DepthShape> = {}) =>
  depthOf(workedPool(), shape(over), side).map(
    ({ price, size }) =>
      `${(Number(size / 10n ** 10n) / 1e8).toFixed(6)} @${(Number(price) / 1e12).toFixed(4)}`,
  )

describe('the synthetic book', () => {
  test('has a level for each slice of the grid', () => {
    expect(shown('ask')).toEqual([
      '23.938777 @3402.4924',
      '51.422178 @3404.9861',
      '34.264317 @3408.3927',
    ])
    expect(shown('bid')).toEqual([
      '27.522879 @3397.3917',
      '38.624530 @3394.7860',
      '38.643846 @3391.3931',
    ])
  })

  test('has a level from each initialised tick to the next where the grid is wide', () => {
    const wide = { gridTicks: 100_000, levels: 2 }
    expect(shown('ask', wide)).toEqual(['75.360956 @3404.1940', '307.762996 @3422.0529'])
    expect(shown('bid', wide)).toEqual(['27.522879 @3397.3917', '193.315908 @3388.0035'])
  })

  test('turns round with the market: what one sells the other buys', () => {
    const direct = depthOf(workedPool(), shape({ isDirect: true, decimalsDelta: -12 }), 'ask')
    expect(direct[0]?.size).toBe(93_506_000_917n)
    expect(Number(direct[0]?.price ?? 0n) / 1e12).toBeCloseTo(1 / 3397.391739, 6)
  })

  test('rounds prices against the taker: bids down, asks up', () => {
    const coarse = { priceScale: 2, levels: 1 }
    const fine = { priceScale: 20, levels: 1 }
    for (const side of ['bid', 'ask'] as const) {
      const [rough] = depthOf(workedPool(), shape(coarse), side)
      const [exact] = depthOf(workedPool(), shape(fine), side)
      const off = (rough?.price ?? 0n) * 10n ** 18n - (exact?.price ?? 0n)
      expect(side === 'ask' ? off >= 0n : off <= 0n).toBe(true)
    }
  })

  test('merges slices that round to one price', () => {
    const one = depthOf(workedPool(), shape({ priceScale: 0, gridTicks: 1, levels: 5 }), 'ask')
    expect(new Set(one.map(({ price }) => price)).size).toBe(one.length)
  })

  test('has no spread beyond the fee, and none of it where prices go without', () => {
    const best = (side: 'bid' | 'ask') =>
      Number(
        depthOf(workedPool(), shape({ includesFee: false, gridTicks: 1, levels: 1 }), side)[0]
          ?.price,
      )
    expect(best('ask') / best('bid') - 1).toBeLessThan(0.0002)
  })

  test('jumps over a range without liquidity', () => {
    const state = workedPool()
    changeLiquidity(state, 194_900, 195_060, -state.liquidity)
    expect(state.liquidity).toBe(0n)
    state.ticks.clear()
    changeLiquidity(state, 195_100, 195_120, 5_000_000_000_000_000_000n)
    const bids = depthOf(state, shape({ levels: 10 }), 'bid')
    expect(bids).toHaveLength(2)
    expect(depthOf(state, shape(), 'ask')).toEqual([])
  })

  test('sums to the exact swap, up to rounding', () => {
    const levels = depthOf(workedPool(), shape({ levels: 2, priceScale: 18 }), 'ask')
    const size = levels.reduce((sum, level) => sum + level.size, 0n)
    const cost = levels.reduce((sum, { price, size: of }) => sum + price * of, 0n)
    const swapped = swapExactInput(workedPool(), true, cost / 10n ** 30n)
    expect(Number(swapped.amountOut - size) / Number(size)).toBeCloseTo(0, 9)
  })
})

describe('liquidity', () => {
  test('is found at another tick by crossing those between', () => {
    const state = workedPool()
    expect(liquidityAt(state, 194_989)).toBe(4_000_000_000_000_000_000n)
    expect(liquidityAt(state, 195_010)).toBe(4_500_000_000_000_000_000n)
    expect(liquidityAt(state, 100)).toBeUndefined()
  })

  test('that is taken off again leaves no tick behind', () => {
    const state = workedPool()
    const before = [...state.ticks.keys()]
    changeLiquidity(state, 195_000, 195_020, 7n)
    expect(state.liquidity).toBe(6_000_000_000_000_000_007n)
    changeLiquidity(state, 195_000, 195_020, -7n)
    expect([...state.ticks.keys()]).toEqual(before)
    expect(state.liquidity).toBe(6_000_000_000_000_000_000n)
  })
})
