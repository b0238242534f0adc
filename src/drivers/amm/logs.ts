import type { Side } from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { arrayAt, asArray, asObject, asText, textAt } from '../kit/fields.ts'
import { malformed, TOPICS, Words } from './abi.ts'
import type { Pool } from './options.ts'
import { ceilDivide } from './swap-math.ts'

/** What a log says happened in a pool. */
export type PoolEvent =
  | {
      readonly kind: 'swap'
      /** Token0 paid into the pool; negative where it was paid out. */
      readonly amount0: bigint
      /** Token1, likewise. */
      readonly amount1: bigint
      /** Square-root price after it. */
      readonly sqrtPriceX96: bigint
      /** Liquidity after it. */
      readonly liquidity: bigint
      /** Tick after it. */
      readonly tick: number
    }
  | {
      readonly kind: 'liquidity'
      /** Lower end of the range. */
      readonly lower: number
      /** Upper end of the range. */
      readonly upper: number
      /** Added; negative where it was taken off. */
      readonly amount: bigint
    }

/** A log with its place in the chain. */
export interface PoolLog {
  /** The pool's id. */
  readonly pool: string
  /** Number of its block. */
  readonly block: number
  /** Its place among all logs of the block. */
  readonly index: number
  /** Hash of its block. */
  readonly blockHash: string
  /** Hash of its transaction. */
  readonly transaction: string
  /** Time of its block, epoch s, where the node says so. */
  readonly timeS: number | undefined
  /** Whether its block was dropped from the chain: what it says no longer happened. */
  readonly isRemoved: boolean
  /** What happened. */
  readonly event: PoolEvent
}

/** Reads the answer of `eth_getLogs`: the logs of known events. */
export function readLogs(result: JsonValue | undefined): readonly PoolLog[] {
  return asArray(result, 'logs').flatMap((each) => readLog(asObject(each, 'log')) ?? [])
}

/** Reads a log as `eth_getLogs` and `eth_subscribe` give it; `undefined` where it is of another event. */
export function readLog(log: JsonObject): PoolLog | undefined {
  const topics = arrayAt(log, 'topics').map((topic) => asText(topic, 'topic'))
  const event = readEvent(topics, textAt(log, 'data'))
  if (event === undefined) return undefined
  const { blockTimestamp } = log
  return {
    pool: textAt(log, 'address').toLowerCase(),
    block: quantityAt(log, 'blockNumber'),
    index: quantityAt(log, 'logIndex'),
    blockHash: hashAt(log, 'blockHash'),
    transaction: hashAt(log, 'transactionHash'),
    timeS: blockTimestamp === undefined ? undefined : quantityAt(log, 'blockTimestamp'),
    isRemoved: log['removed'] === true,
    event,
  }
}

function readEvent(topics: readonly string[], data: string): PoolEvent | undefined {
  const [name = ''] = topics
  switch (name) {
    case TOPICS.swap:
    case TOPICS.swapWithProtocolFees: {
      const words = new Words(data)
      return {
        kind: 'swap',
        amount0: words.signed(0),
        amount1: words.signed(1),
        sqrtPriceX96: words.unsigned(2, 160),
        liquidity: words.unsigned(3, 128),
        tick: Number(words.signed(4, 24)),
      }
    }
    case TOPICS.mint:
      // Word 0 is the sender.
      return liquidityEvent(topics, new Words(data).unsigned(1, 128))
    case TOPICS.burn:
      return liquidityEvent(topics, -new Words(data).unsigned(0, 128))
    default:
      return undefined
  }
}

function liquidityEvent(topics: readonly string[], amount: bigint): PoolEvent {
  const [lower, upper] = [topics[2], topics[3]].map((topic) => {
    if (topic === undefined) throw malformed('expected the ticks of a range among the topics')
    return Number(new Words(topic).signed(0, 24))
  })
  return { kind: 'liquidity', lower: lower ?? 0, upper: upper ?? 0, amount }
}

/** A trade as a swap is one. */
export interface SwapTrade {
  /** The aggressor's side. */
  readonly takerSide: Side
  /** Price at the pool's scale, rounded against the taker: up where base was bought, down where it was sold. */
  readonly price: bigint
  /** Size in the base token's smallest unit, exact. */
  readonly size: bigint
}

/**
 * The trade of a swap: what the pool paid out is what the taker bought. The price contains the fee. `undefined` where
 * nothing of base changed hands (a swap of the smallest units can round to nothing).
 */
export function tradeOf(
  event: PoolEvent & { readonly kind: 'swap' },
  pool: Pool,
): SwapTrade | undefined {
  const { isDirect, decimalsDelta, priceScale } = pool.shape
  const [base, quote] = isDirect ? [event.amount0, event.amount1] : [event.amount1, event.amount0]
  const takerSide = base < 0n ? 'buy' : 'sell'
  const size = base < 0n ? -base : base
  const value = quote < 0n ? -quote : quote
  if (size === 0n) return undefined
  const power = priceScale + (isDirect ? decimalsDelta : -decimalsDelta)
  const top = value * 10n ** BigInt(Math.max(power, 0))
  const bottom = size * 10n ** BigInt(Math.max(-power, 0))
  return { takerSide, size, price: takerSide === 'buy' ? ceilDivide(top, bottom) : top / bottom }
}

/** A number as JSON-RPC writes it: `0x1b4`. */
export function asQuantity(value: JsonValue | undefined, what: string): number {
  const text = asText(value, what)
  const number = /^0x[0-9a-f]{1,14}$/i.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(number)) return number
  throw malformed(`${what}: expected a number in hexadecimal, was "${text.slice(0, 40)}"`)
}

/** The number under a key. */
export function quantityAt(object: JsonObject, key: string): number {
  return asQuantity(object[key], key)
}

/** The hash under a key. */
export function hashAt(object: JsonObject, key: string): string {
  const text = textAt(object, key)
  if (/^0x[0-9a-f]{64}$/i.test(text)) return text.toLowerCase()
  throw malformed(`${key}: expected a hash, was "${text.slice(0, 80)}"`)
}
