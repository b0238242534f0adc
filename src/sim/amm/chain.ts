import type { WallClock } from '../../runtime/ports.ts'
import type { SeededRandom } from '../../runtime/virtual/seeded-random.ts'
import type { Happening, Transaction } from './happening.ts'
import { kindOf } from './kinds/index.ts'
import type { AmmInstrumentOptions } from './products.ts'
import { ratioAt } from './ratio.ts'
import type { AnyPool } from './sim-kind.ts'
import { SimPair } from './sim-pair.ts'
import { SimPool } from './sim-pool.ts'

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
  readonly after: AnyPool
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
  readonly pools: ReadonlyMap<string, AnyPool>
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
  readonly #specs: ReadonlyMap<string, AmmInstrumentOptions>
  #blocks: Block[]
  #waiting: (Transaction & { readonly hash: string })[] = []

  /** A chain whose first block has the pools with their opening liquidity. */
  constructor(clock: WallClock, random: SeededRandom, specs: readonly AmmInstrumentOptions[]) {
    this.#clock = clock
    this.#random = random
    this.#specs = new Map(specs.map((spec) => [spec.symbol, spec]))
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
    const number = parent.number + 1
    const timeS = Math.max(parent.timeS, Math.floor(this.#clock.nowUs() / 1e6))
    transactions.forEach((transaction, transactionIndex) => {
      const { pool: symbol, hash } = transaction
      const pool = pools.get(symbol)?.copy()
      const spec = this.#specs.get(symbol)
      if (pool === undefined || spec === undefined) return
      const before = kindOf(spec).prepare(pool, { number, timeS }, spec)
      const done = carryOut(pool, transaction)
      if (done.length === 0) return
      pools.set(symbol, pool)
      for (const happening of [...before, ...done]) {
        // Tokens that move have logs of their own between those of the pools.
        const logIndex = (logs.at(-1)?.logIndex ?? -1) + 3
        const place = { transaction: hash, transactionIndex, logIndex }
        logs.push({ pool: symbol, ...place, happening, after: pool })
      }
    })
    const { hash: parentHash } = parent
    return { number, hash: this.#hash(), parent: parentHash, timeS, transactions, logs, pools }
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

/** What it does; nothing where the pool refuses it. */
function carryOut(pool: AnyPool, transaction: Transaction): readonly Happening[] {
  switch (transaction.kind) {
    case 'swap':
      return swap(pool, transaction.takesToken0, transaction.amount)
    case 'liquidity':
      return changeLiquidity(pool, transaction)
    case 'protocolFees': {
      if (pool instanceof SimPair) return []
      const { down, up } = transaction
      pool.protocolFees = { down: BigInt(down), up: BigInt(up) }
      return [{ kind: 'protocolFees', ...pool.protocolFees }]
    }
  }
}

function swap(pool: AnyPool, takesToken0: boolean, amount: bigint): readonly Happening[] {
  const fee = takesToken0 ? pool.fees.down : pool.fees.up
  const { amount0, amount1 } = pool.swap(takesToken0, amount)
  if (amount0 === 0n && amount1 === 0n) return []
  const { price, tick } = pool
  const moved = { kind: 'swap', amount0, amount1, price, tick, fee } as const
  if (pool instanceof SimPool) return [{ ...moved, liquidity: pool.liquidity }]
  return [reservesOf(pool), { ...moved, liquidity: 0n }]
}

function changeLiquidity(
  pool: AnyPool,
  change: Transaction & { readonly kind: 'liquidity' },
): readonly Happening[] {
  const { lower, upper, amount } = change
  if (pool instanceof SimPair) return pool.add(amount) ? [reservesOf(pool)] : []
  const least = (tick: number): bigint => pool.grosses.get(tick) ?? 0n
  if (amount < 0n && (least(lower) < -amount || least(upper) < -amount)) return []
  pool.change(lower, upper, amount)
  return [{ kind: 'liquidity', lower, upper, amount }]
}

function reservesOf({ reserve0, reserve1 }: SimPair): Happening {
  return { kind: 'reserves', reserve0, reserve1 }
}

/** The price that the market starts at, and liquidity far around it. */
function openPool(spec: AmmInstrumentOptions): AnyPool {
  const { token0, token1, baseToken, tickSpacing, startPrice } = spec
  const raw =
    Number(startPrice) ** (baseToken === 0 ? 1 : -1) * 10 ** (token1.decimals - token0.decimals)
  const tick = Math.floor(Math.log(raw) / Math.log(1.0001))
  const liquidity = BigInt(spec.liquidity)
  const fee = BigInt(spec.fee)
  if (spec.poolKind === 'v2') {
    const price = ratioAt(tick)
    return new SimPair((liquidity << 96n) / price, (liquidity * price) >> 96n, fee)
  }
  const pool = new SimPool({ fee, spacing: tickSpacing }, tick)
  const around = (words: number): number =>
    Math.round(tick / tickSpacing + words * 256) * tickSpacing
  pool.change(around(-6), around(6), liquidity)
  return pool
}

/** The middle price of a pool as a plain number, quote per base. For the flow alone. */
export function plainPrice(pool: AnyPool, spec: AmmInstrumentOptions): number {
  const root = Number(pool.price) / Number(ratioAt(0))
  const raw = root * root * 10 ** (spec.token0.decimals - spec.token1.decimals)
  return spec.baseToken === 0 ? raw : 1 / raw
}
