import type { Side } from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { arrayAt, asArray, asObject, asText, textAt } from '../kit/fields.ts'
import { malformed, Words } from './abi.ts'
import { type ExchangeEvent, eventForm, type PoolEvent, type SwapEvent } from './events.ts'
import type { Pool } from './pool.ts'
import { ceilDivide } from './swap-math.ts'

/** A log with its place in the chain. */
export interface PoolLog {
  /** The pool's id: the contract that tells of it, or the key by which one contract tells of many. */
  readonly pool: string
  /** The contract that tells of it. */
  readonly emitter: string
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
  const form = eventForm(topics[0] ?? '')
  if (form === undefined) return undefined
  const event = form.read(new Words(textAt(log, 'data')), topics)
  const { blockTimestamp } = log
  const emitter = textAt(log, 'address').toLowerCase()
  return {
    pool: form.isKeyed ? (topics[1] ?? '').toLowerCase() : emitter,
    emitter,
    block: quantityAt(log, 'blockNumber'),
    index: quantityAt(log, 'logIndex'),
    blockHash: hashAt(log, 'blockHash'),
    transaction: hashAt(log, 'transactionHash'),
    timeS: blockTimestamp === undefined ? undefined : quantityAt(log, 'blockTimestamp'),
    isRemoved: log['removed'] === true,
    event,
  }
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
 * The trade of a swap: what the pool paid out is what the taker bought. The price contains the fee. `undefined` where no
 * token was changed for the other: a swap of the smallest units can round to nothing, and in a pool of two reserves a
 * token may come back as what it was.
 */
export function tradeOf(
  { amount0, amount1 }: SwapEvent | ExchangeEvent,
  pool: Pool,
): SwapTrade | undefined {
  const { isDirect, decimalsDelta, priceScale } = pool.shape
  const [base, quote] = isDirect ? [amount0, amount1] : [amount1, amount0]
  if (base === 0n || quote === 0n || base < 0n === quote < 0n) return undefined
  const takerSide = base < 0n ? 'buy' : 'sell'
  const size = base < 0n ? -base : base
  const value = quote < 0n ? -quote : quote
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
