import type { WallClock } from '../../runtime/ports.ts'
import type { SeededRandom } from '../../runtime/virtual/seeded-random.ts'
import type { AmmInstrumentOptions } from './products.ts'
import { ratioAt } from './ratio.ts'
import { SimPool } from './sim-pool.ts'

/** What somebody wants to do in a pool. */
export type Transaction =
  | {
      readonly kind: 'swap'
      readonly pool: string
      readonly takesToken0: boolean
      readonly amount: bigint
    }
  | {
      readonly kind: 'liquidity'
      readonly pool: string
      readonly lower: number
      readonly upper: number
      readonly amount: bigint
    }

/** What a transaction did. */
export type Happening =
  | {
      readonly kind: 'swap'
      readonly amount0: bigint
      readonly amount1: bigint
      readonly price: bigint
      readonly liquidity: bigint
      readonly tick: number
    }
  | {
      readonly kind: 'liquidity'
      readonly lower: number
      readonly upper: number
      readonly amount: bigint
    }

/** A log of a block. */
export interface ChainLog {
  /** The pool. */
  readonly pool: string
  /** Its transaction. */
  readonly transaction: string
  /** Place of the transaction in the block. */
  readonly transactionIndex: number
  /** Place of the log in the block. */
  readonly logIndex: number
  /** What happened. */
  readonly happening: Happening
  /** The pool right after it. */
  readonly after: SimPool
}

/** A block. */
export interface Block {
  /** Number. */
  readonly number: number
  /** Hash. */
  readonly hash: string
  /** Hash of the block before. */
  readonly parent: string
  /** Time, epoch s. */
  readonly timeS: number
  /** What was in it, to be mined again elsewhere. */
  readonly transactions: readonly (Transaction & { readonly hash: string })[]
  /** Its logs. */
  readonly logs: readonly ChainLog[]
  /** The pools at its end. */
  readonly pools: ReadonlyMap<string, SimPool>
}

/** Hears of blocks: those that were dropped, newest first, then those that are new. */
export type ChainListener = (dropped: readonly Block[], added: readonly Block[]) => void

const FIRST_BLOCK = 19_000_000
const KEPT_BLOCKS = 512

/** A chain with pools: blocks one after another, and now and then others in their place. */
export class Chain {
  readonly #clock: WallClock
  readonly #random: SeededRandom
  readonly #listeners = new Set<ChainListener>()
  #blocks: Block[]
  #waiting: (Transaction & { readonly hash: string })[] = []

  /** A chain whose first block has the pools with their opening liquidity. */
  constructor(clock: WallClock, random: SeededRandom, specs: readonly AmmInstrumentOptions[]) {
    this.#clock = clock
    this.#random = random
    const pools = new Map(specs.map((spec) => [spec.symbol, openPool(spec)]))
    const timeS = Math.floor(clock.nowUs() / 1e6)
    const [hash, parent] = [this.#hash(), this.#hash()]
    const genesis = { number: FIRST_BLOCK, hash, parent, timeS, transactions: [], logs: [], pools }
    this.#blocks = [genesis]
  }

  /** The newest block. */
  get head(): Block {
    // There is always the first one.
    return this.#blocks.at(-1) as Block
  }

  /** A block of the chain by its number; `undefined` where it is not kept. */
  at(number: number): Block | undefined {
    return this.#blocks[number - (this.#blocks[0]?.number ?? 0)]
  }

  /** A block of the chain by its hash; `undefined` where it is not kept, or was dropped. */
  find(hash: string): Block | undefined {
    return this.#blocks.findLast((block) => block.hash === hash)
  }

  /** Calls `listener` for every change of the chain. */
  listen(listener: ChainListener): void {
    this.#listeners.add(listener)
  }

  /** Takes a transaction for the next block. */
  submit(transaction: Transaction): void {
    this.#waiting.push({ ...transaction, hash: this.#hash() })
  }

  /** Makes a block of what waits. */
  mine(): void {
    const block = this.#build(this.head, this.#waiting)
    this.#waiting = []
    this.#append(block)
    this.#tell([], [block])
  }

  /** Replaces the last blocks by as many others and one more: the same transactions, but for some, in another order. */
  reorg(depth: number): void {
    const dropped = this.#blocks.slice(-depth).reverse()
    if (dropped.length < depth || this.#blocks.length <= depth) return
    this.#blocks = this.#blocks.slice(0, -depth)
    const again = dropped.flatMap(({ transactions }) => transactions).reverse()
    const kept = again.filter(() => !this.#random.chance(0.3))
    const added: Block[] = []
    for (let i = 0; i <= depth; i += 1) {
      const block = this.#build(this.head, i === 0 ? kept : [])
      this.#append(block)
      added.push(block)
    }
    this.#tell(dropped, added)
  }

  #tell(dropped: readonly Block[], added: readonly Block[]): void {
    for (const listener of this.#listeners) listener(dropped, added)
  }

  #append(block: Block): void {
    this.#blocks.push(block)
    if (this.#blocks.length > KEPT_BLOCKS) this.#blocks.shift()
  }

  #build(parent: Block, transactions: Block['transactions']): Block {
    const pools = new Map(parent.pools)
    const logs: ChainLog[] = []
    transactions.forEach((transaction, transactionIndex) => {
      const pool = pools.get(transaction.pool)?.copy()
      const happening = pool && carryOut(pool, transaction)
      if (pool === undefined || happening === undefined) return
      pools.set(transaction.pool, pool)
      // Tokens that move have logs of their own between those of the pools.
      const logIndex = (logs.at(-1)?.logIndex ?? -1) + 3
      const { hash } = transaction
      logs.push({
        pool: transaction.pool,
        transaction: hash,
        transactionIndex,
        logIndex,
        happening,
        after: pool,
      })
    })
    const timeS = Math.max(parent.timeS, Math.floor(this.#clock.nowUs() / 1e6))
    return {
      number: parent.number + 1,
      hash: this.#hash(),
      parent: parent.hash,
      timeS,
      transactions,
      logs,
      pools,
    }
  }

  #hash(): string {
    const digits = Array.from({ length: 8 }, () =>
      this.#random
        .below(2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    )
    return `0x${digits.join('')}`
  }
}

/** What it does; `undefined` where the pool refuses it. */
function carryOut(pool: SimPool, transaction: Transaction): Happening | undefined {
  if (transaction.kind === 'liquidity') {
    const { lower, upper, amount } = transaction
    const least = (tick: number): bigint => pool.grosses.get(tick) ?? 0n
    if (amount < 0n && (least(lower) < -amount || least(upper) < -amount)) return undefined
    pool.change(lower, upper, amount)
    return { kind: 'liquidity', lower, upper, amount }
  }
  const { amount0, amount1 } = pool.swap(transaction.takesToken0, transaction.amount)
  if (amount0 === 0n && amount1 === 0n) return undefined
  const { price, liquidity, tick } = pool
  return { kind: 'swap', amount0, amount1, price, liquidity, tick }
}

/** The price that the market starts at, and liquidity far around it. */
function openPool(spec: AmmInstrumentOptions): SimPool {
  const { token0, token1, baseToken, tickSpacing, startPrice } = spec
  const raw =
    Number(startPrice) ** (baseToken === 0 ? 1 : -1) * 10 ** (token1.decimals - token0.decimals)
  const tick = Math.floor(Math.log(raw) / Math.log(1.0001))
  const pool = new SimPool({ fee: BigInt(spec.fee), spacing: tickSpacing }, tick)
  const around = (words: number): number =>
    Math.round(tick / tickSpacing + words * 256) * tickSpacing
  pool.change(around(-6), around(6), BigInt(spec.liquidity))
  return pool
}

/** The middle price of a pool as a plain number, quote per base. For the flow alone. */
export function plainPrice(pool: SimPool, spec: AmmInstrumentOptions): number {
  const root = Number(pool.price) / Number(ratioAt(0))
  const raw = root * root * 10 ** (spec.token0.decimals - spec.token1.decimals)
  return spec.baseToken === 0 ? raw : 1 / raw
}
