/** Ticks and square-root prices, exactly as the pool contracts compute them. docs/venues/amm.md §Maths. */

/** Lowest tick of a pool. */
export const MIN_TICK: number = -887_272
/** Highest tick of a pool. */
export const MAX_TICK: number = 887_272
/** 2^96: the scale of a square-root price. */
export const Q96: bigint = 1n << 96n

const MIN_SQRT_RATIO = 4_295_128_739n
const MAX_SQRT_RATIO = 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342n
const MAX_UINT256 = (1n << 256n) - 1n

/** `1.0001^(-2^i / 2)` as Q128.128, for bit i of a tick's size. */
const FACTORS: readonly bigint[] = [
  0xfffcb933bd6fad37aa2d162d1a594001n,
  0xfff97272373d413259a46990580e213an,
  0xfff2e50f5f656932ef12357cf3c7fdccn,
  0xffe5caca7e10e4e61c3624eaa0941cd0n,
  0xffcb9843d60f6159c9db58835c926644n,
  0xff973b41fa98c081472e6896dfb254c0n,
  0xff2ea16466c96a3843ec78b326b52861n,
  0xfe5dee046a99a2a811c461f1969c3053n,
  0xfcbe86c7900a88aedcffc83b479aa3a4n,
  0xf987a7253ac413176f2b074cf7815e54n,
  0xf3392b0822b70005940c7a398e4b70f3n,
  0xe7159475a2c29b7443b29c7fa6e889d9n,
  0xd097f3bdfd2022b8845ad8f792aa5825n,
  0xa9f746462d870fdf8a65dc1f90e061e5n,
  0x70d869a156d2a1b890bb3df62baf32f7n,
  0x31be135f97d08fd981231505542fcfa6n,
  0x9aa508b5b7a84e1c677de54f3e99bc9n,
  0x5d6af8dedb81196699c329225ee604n,
  0x2216e584f5fa1ea926041bedfe98n,
  0x48a170391f7dc42444e8fa2n,
]

/**
 * `sqrt(1.0001^tick) × 2^96`, rounded up as the contracts do.
 *
 * @throws RangeError for a tick that no pool has.
 */
export function sqrtPriceAtTick(tick: number): bigint {
  if (!Number.isInteger(tick) || tick < MIN_TICK || tick > MAX_TICK)
    throw new RangeError(`Computing a price: expected a tick within ±${MAX_TICK}, was ${tick}`)
  const size = Math.abs(tick)
  let ratio = 1n << 128n
  FACTORS.forEach((factor, bit) => {
    if ((size & (1 << bit)) !== 0) ratio = (ratio * factor) >> 128n
  })
  if (tick > 0) ratio = MAX_UINT256 / ratio
  const whole = ratio >> 32n
  return (ratio & 0xffffffffn) === 0n ? whole : whole + 1n
}

/**
 * The highest tick whose price is not above a square-root price.
 *
 * @throws RangeError for a price that no pool can have.
 */
export function tickAtSqrtPrice(sqrtPriceX96: bigint): number {
  if (sqrtPriceX96 < MIN_SQRT_RATIO || sqrtPriceX96 >= MAX_SQRT_RATIO)
    throw new RangeError(`Finding a tick: no pool has a square-root price of ${sqrtPriceX96}`)
  // Twenty-one halvings of the range; a logarithm would be quicker and harder to see through.
  let low = MIN_TICK
  let high = MAX_TICK
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (sqrtPriceAtTick(middle) <= sqrtPriceX96) low = middle
    else high = middle - 1
  }
  return low
}
