import { expect, test } from 'vitest'
import { depthOf } from '../../../src/drivers/amm/depth.ts'
import { type PoolState, swapExactInput } from '../../../src/drivers/amm/pool-state.ts'
import { sqrtPriceAtTick } from '../../../src/drivers/amm/tick-math.ts'
import { SeededRandom } from '../../../src/runtime/virtual/index.ts'
import { DEFAULT_INSTRUMENTS, SimPool } from '../../../src/sim/amm/index.ts'
import { ratioAt } from '../../../src/sim/amm/ratio.ts'
import { truthOf } from '../../../src/sim/amm/truth.ts'

/** The worked pool of docs/venues/amm.md, on the simulator's side, with the ends that the example leaves open. */
function workedPool(): SimPool {
  const pool = new SimPool({ fee: 500n, spacing: 10 }, 195_004)
  const half = 500_000_000_000_000_000n
  pool.nets.set(-887_270, 2n * half)
  pool.nets.set(194_900, 6n * half)
  pool.nets.set(194_990, 4n * half)
  pool.nets.set(195_010, -3n * half)
  pool.nets.set(195_060, -5n * half)
  pool.nets.set(887_270, -4n * half)
  pool.liquidity = 12n * half
  pool.price = 1_358_751_777_463_708_804_787_251_057_786_880n
  return pool
}

test('the published numbers hold here too', () => {
  const checked: readonly (readonly [number, bigint])[] = [
    [0, 79_228_162_514_264_337_593_543_950_336n],
    [1, 79_232_123_823_359_799_118_286_999_568n],
    [-1, 79_224_201_403_219_477_170_569_942_574n],
    [195_000, 1_358_435_673_239_453_248_152_483_143_175_383n],
    [-139_475, 74_194_184_133_671_422_179_471_144n],
    [-887_272, 4_295_128_739n],
    [887_272, 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342n],
  ]
  for (const [tick, price] of checked) expect(ratioAt(tick)).toBe(price)
  expect(workedPool().swap(true, 500_000_000_000n)).toEqual({
    amount0: 500_000_000_000n,
    amount1: -146_750_842_514_292_896_066n,
  })
  expect(workedPool().swap(false, 100_000_000_000_000_000_000n).amount0).toBe(-339_442_573_033n)
  expect(workedPool().swap(true, 3_000_000_000_000n).amount1).toBe(-861_067_032_722_868_481_741n)
})

test('both sides have the same prices at a thousand ticks, whose factors one derives and one has by heart', () => {
  const random = new SeededRandom('ticks')
  for (let i = 0; i < 1_000; i += 1) {
    const tick = random.below(2 * 887_272) - 887_272
    expect(ratioAt(tick)).toBe(sqrtPriceAtTick(tick))
  }
})

test('both sides swap and cut the same pools alike, whatever happened in them', () => {
  const random = new SeededRandom('pools')
  for (const spec of DEFAULT_INSTRUMENTS) {
    const pool = new SimPool(
      { fee: BigInt(spec.fee), spacing: spec.tickSpacing },
      spec.baseToken === 0 ? 263_413 : 195_004,
    )
    pool.change(-600_000, 600_000, 10n ** 20n)
    for (let i = 0; i < 200; i += 1) {
      const lower =
        (Math.floor(pool.tick / spec.tickSpacing) + random.below(20) - 10) * spec.tickSpacing
      pool.change(
        lower,
        lower + (1 + random.below(9)) * spec.tickSpacing,
        BigInt(random.below(1e9)) * 10n ** 10n + 1n,
      )
      const state: PoolState = {
        sqrtPriceX96: pool.price,
        tick: pool.tick,
        liquidity: pool.liquidity,
        fees: { down: spec.fee, up: spec.fee },
        ticks: new Map([...pool.nets].map(([tick, net]) => [tick, { net, gross: 1n }])),
        lowTick: -887_272,
        highTick: 887_272,
      }
      const isToken0 = random.chance(0.5)
      // A thousandth of what the price stands on, more or less: a few ticks.
      const stock = isToken0
        ? (pool.liquidity << 96n) / pool.price
        : (pool.liquidity * pool.price) >> 96n
      const amount = 1n + (stock * BigInt(random.below(3_000))) / 1_000_000n
      const expected = pool.swap(isToken0, amount)
      const found = swapExactInput(state, isToken0, amount)
      const out = isToken0 ? expected.amount1 : expected.amount0
      expect(found).toEqual({ amountIn: amount, amountOut: -out })
      expect([state.sqrtPriceX96, state.tick, state.liquidity]).toEqual([
        pool.price,
        pool.tick,
        pool.liquidity,
      ])
      if (i % 20 > 0) continue
      const truth = truthOf(pool, spec, 10)
      const shape = {
        isDirect: spec.baseToken === 0,
        includesFee: true,
        gridTicks: spec.gridTicks,
        levels: 10,
        priceScale: spec.priceDigits,
        decimalsDelta: spec.token0.decimals - spec.token1.decimals,
      }
      for (const [side, levels] of [
        ['bid', truth.bids],
        ['ask', truth.asks],
      ] as const) {
        const scale = 10n ** BigInt(spec.priceDigits)
        const prices = depthOf(state, shape, side).map(({ price }) => Number(price) / Number(scale))
        expect(prices.map((price) => price.toPrecision(12))).toEqual(
          levels.map(([price]) => Number(price).toPrecision(12)),
        )
      }
    }
  }
})
