import type { PoolState } from '../../../src/drivers/amm/pool-state.ts'

/** The pool of the worked example in docs/venues/amm.md: USDC (6 decimals) is token0, WETH (18) token1, fee 0.05 %. */
export function workedPool(): PoolState {
  const net: readonly (readonly [tick: number, net: bigint])[] = [
    [194_900, 3_000_000_000_000_000_000n],
    [194_990, 2_000_000_000_000_000_000n],
    [195_010, -1_500_000_000_000_000_000n],
    [195_060, -2_500_000_000_000_000_000n],
  ]
  return {
    sqrtPriceX96: 1_358_751_777_463_708_804_787_251_057_786_880n,
    tick: 195_004,
    liquidity: 6_000_000_000_000_000_000n,
    fees: { down: 500, up: 500 },
    ticks: new Map(net.map(([tick, of]) => [tick, { net: of, gross: of < 0n ? -of : of }])),
    lowTick: 194_560,
    highTick: 197_120,
  }
}
