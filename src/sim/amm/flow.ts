import type { SeededRandom } from '../../runtime/virtual/seeded-random.ts'
import type { CommandEvent } from '../live-instrument.ts'
import { type Chain, plainPrice } from './chain.ts'
import type { AmmInstrumentOptions } from './products.ts'

/** One of so many changes of the market's book is a change of liquidity here. */
const LIQUIDITY_SHARE = 0.05
/** And another one of the protocol's fee, which is rarer on any chain. */
const PROTOCOL_SHARE = 0.005

/**
 * Who trades in the pools: arbitrage with the simulated market. What is traded there is swapped here too, towards the
 * market's price; and sometimes somebody adds liquidity around the price, or takes off what was added.
 */
export class PoolFlow {
  readonly #chain: Chain
  readonly #random: SeededRandom
  readonly #positions = new Map<string, { lower: number; upper: number; amount: bigint }[]>()

  /** Enters transactions into a chain. */
  constructor(chain: Chain, random: SeededRandom) {
    this.#chain = chain
    this.#random = random
  }

  /** The market did something in an instrument. */
  on({ instrument, trades }: CommandEvent, spec: AmmInstrumentOptions): void {
    const pool = this.#chain.head.pools.get(spec.symbol)
    if (pool === undefined) return
    for (const { price, size } of trades) {
      const { priceScale, sizeScale } = instrument.spec
      const [market, quantity] = [price / 10 ** priceScale, size / 10 ** sizeScale]
      // Mostly towards the market, else everything would happen at one price.
      const isBuy = plainPrice(pool, spec) < market !== this.#random.chance(0.3)
      const takesToken0 = isBuy === (spec.baseToken === 1)
      const { decimals } = takesToken0 ? spec.token0 : spec.token1
      const paid = isBuy ? quantity * market : quantity
      const amount =
        BigInt(Math.round(paid * 10 ** Math.min(decimals, 12))) *
        10n ** BigInt(Math.max(0, decimals - 12))
      if (amount > 0n) this.#chain.submit({ kind: 'swap', pool: spec.symbol, takesToken0, amount })
    }
    if (this.#random.chance(LIQUIDITY_SHARE)) this.#changeLiquidity(spec, pool.tick)
    if (spec.poolKind === 'v4' && this.#random.chance(PROTOCOL_SHARE))
      this.#chain.submit({
        kind: 'protocolFees',
        pool: spec.symbol,
        down: this.#random.below(1_001),
        up: this.#random.below(1_001),
      })
  }

  #changeLiquidity(spec: AmmInstrumentOptions, tick: number): void {
    const { symbol, tickSpacing } = spec
    const own = this.#positions.get(symbol) ?? []
    this.#positions.set(symbol, own)
    const takesOff = own.length > 0 && this.#random.chance(own.length / 24)
    const [old] = takesOff ? own.splice(this.#random.below(own.length), 1) : []
    const near = Math.floor(tick / tickSpacing)
    const lower = (near - this.#random.below(24) + 8) * tickSpacing
    const upper = lower + (1 + this.#random.below(16)) * tickSpacing
    const amount = (BigInt(spec.liquidity) * BigInt(1 + this.#random.below(50))) / 100n
    if (old === undefined) own.push({ lower, upper, amount })
    const change = old === undefined ? { lower, upper, amount } : { ...old, amount: -old.amount }
    this.#chain.submit({ kind: 'liquidity', pool: symbol, ...change })
  }
}
