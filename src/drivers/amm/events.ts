import { malformed, TOPICS, Words } from './abi.ts'

/** What a swap leaves behind in a pool of concentrated liquidity. */
export interface SwapEvent {
  /** Kind. */
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
  /** Fee that it paid in parts of a million, where the log says so. */
  readonly fee?: number
}

/** A swap in a pool of two reserves, which are told by a log before it. */
export interface ExchangeEvent {
  /** Kind. */
  readonly kind: 'exchange'
  /** Token0 paid in less what was paid out. */
  readonly amount0: bigint
  /** Token1, likewise. */
  readonly amount1: bigint
}

/** Fees in parts of a million, by what is paid in. */
export interface PoolFees {
  /** Of swaps that pay token0 in, and move the raw price down. */
  readonly down: number
  /** Of swaps that pay token1 in, and move it up. */
  readonly up: number
}

/** What a log says happened in a pool. */
export type PoolEvent =
  | SwapEvent
  | ExchangeEvent
  | {
      readonly kind: 'liquidity'
      /** Lower end of the range. */
      readonly lower: number
      /** Upper end of the range. */
      readonly upper: number
      /** Added; negative where it was taken off. */
      readonly amount: bigint
    }
  /** What swaps pay from now on. */
  | ({ readonly kind: 'fees' } & PoolFees)
  /** What of it goes to the protocol first, on top of the pool's own. */
  | ({ readonly kind: 'protocolFees' } & PoolFees)
  | { readonly kind: 'reserves'; readonly reserve0: bigint; readonly reserve1: bigint }

interface EventForm {
  /** Whether one contract tells of many pools: the second topic says which. */
  readonly isKeyed: boolean
  readonly read: (words: Words, topics: readonly string[]) => PoolEvent
}

const own = (read: EventForm['read']): EventForm => ({ isKeyed: false, read })
const keyed = (read: EventForm['read']): EventForm => ({ isKeyed: true, read })

/** By the hash of the event's name. */
const FORMS: ReadonlyMap<string, EventForm> = new Map([
  [TOPICS.swap, own((words) => swapOf(words, 1n))],
  [TOPICS.swapWithProtocolFees, own((words) => swapOf(words, 1n))],
  // Word 0 is the sender.
  [TOPICS.mint, own((words, topics) => liquidityOf(topics, words.unsigned(1, 128)))],
  [TOPICS.burn, own((words, topics) => liquidityOf(topics, -words.unsigned(0, 128)))],
  [TOPICS.fee, own((words) => feesOf(words, 0, 0))],
  [TOPICS.feesByDirection, own((words) => feesOf(words, 0, 1))],
  [
    TOPICS.reserves,
    own((words) => ({
      kind: 'reserves',
      reserve0: words.unsigned(0, 112),
      reserve1: words.unsigned(1, 112),
    })),
  ],
  [TOPICS.exchange, own(exchangeOf)],
  // The swapper's side: what is paid in is negative (`PoolManager._swap` tells the caller's delta).
  [TOPICS.keyedSwap, keyed((words) => ({ ...swapOf(words, -1n), fee: feeAt(words, 5) }))],
  [TOPICS.keyedLiquidity, keyed(keyedLiquidityOf)],
  [TOPICS.keyedProtocolFee, keyed((words) => protocolFeesOf(Number(words.unsigned(0, 24))))],
])

/** The form of a log by its first topic; `undefined` where it is of another event. */
export function eventForm(topic: string): EventForm | undefined {
  return FORMS.get(topic)
}

/** Two numbers of twelve bits each: of token0 in, and above them of token1 in. */
export function protocolFeesOf(packed: number): PoolEvent & PoolFees {
  return { kind: 'protocolFees', down: packed & 0xfff, up: packed >> 12 }
}

function swapOf(words: Words, sign: bigint): SwapEvent {
  return {
    kind: 'swap',
    amount0: sign * words.signed(0),
    amount1: sign * words.signed(1),
    sqrtPriceX96: words.unsigned(2, 160),
    liquidity: words.unsigned(3, 128),
    tick: Number(words.signed(4, 24)),
  }
}

/** Both tokens may be paid in and out in one swap (flash swaps): what counts is what stays. */
function exchangeOf(words: Words): ExchangeEvent {
  return {
    kind: 'exchange',
    amount0: words.unsigned(0) - words.unsigned(2),
    amount1: words.unsigned(1) - words.unsigned(3),
  }
}

function feesOf(words: Words, down: number, up: number): PoolEvent {
  return { kind: 'fees', down: feeAt(words, down), up: feeAt(words, up) }
}

/** A fee in parts of a million. */
export function feeAt(words: Words, at: number): number {
  return Number(words.unsigned(at, 24))
}

function liquidityOf(topics: readonly string[], amount: bigint): PoolEvent {
  const [lower, upper] = [topics[2], topics[3]].map((topic) => {
    if (topic === undefined) throw malformed('expected the ticks of a range among the topics')
    return Number(new Words(topic).signed(0, 24))
  })
  return { kind: 'liquidity', lower: lower ?? 0, upper: upper ?? 0, amount }
}

function keyedLiquidityOf(words: Words): PoolEvent {
  const [lower, upper] = [Number(words.signed(0, 24)), Number(words.signed(1, 24))]
  return { kind: 'liquidity', lower, upper, amount: words.signed(2, 128) }
}
