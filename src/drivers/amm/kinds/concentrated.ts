import { type ContractRead, malformed, type Words } from '../abi.ts'
import { ConcentratedPool, type TickRules, wordsAround } from '../concentrated-pool.ts'
import type { PoolFees } from '../events.ts'
import type { PoolKind, WordSpan } from '../pool-kind.ts'
import type { TickLiquidity } from '../pool-state.ts'
import { firstTickOf, ticksOfWord } from '../tick-bitmap.ts'

/** Price, liquidity at it, and fee of a pool. */
export interface PoolHead {
  /** Square-root price × 2^96; 0 where the pool is not initialised. */
  readonly sqrtPriceX96: bigint
  /** Tick as the pool stores it. */
  readonly tick: number
  /** Liquidity at the price. */
  readonly liquidity: bigint
  /** What swaps pay. */
  readonly fees: PoolFees
}

/** What differs between kinds of pools with liquidity between ticks. */
export interface ConcentratedForm
  extends Pick<
    PoolKind,
    'id' | 'emitter' | 'isKeyed' | 'swaps' | 'changes' | 'tickRead' | 'facts'
  > {
  /** How ticks are laid out and paid for. */
  readonly rules: TickRules
  /** The calls that tell price, liquidity and fee. */
  readonly headReads: readonly ContractRead[]
  /** What they gave; all of them did. */
  readonly readHead: (results: readonly Words[]) => PoolHead
  /** The call that reads a word of the bitmap. */
  readonly wordRead: (word: number) => ContractRead
  /** Which of the calls tell the fee, where no log does. */
  readonly feeReads?: readonly ContractRead[]
  /** What they gave. */
  readonly readFees?: (results: readonly Words[]) => PoolFees
}

/** A kind of pool with liquidity between ticks: its bitmap is read first, then each tick that is initialised. */
export function concentrated(form: ConcentratedForm): PoolKind {
  const { rules, headReads, feeReads = [] } = form
  const fixed = headReads.length
  return {
    ...form,
    feeReads,
    span: (tick, shape) => wordsAround(tick, rules.spacing, shape),
    reads: ({ first, count }) => [
      ...headReads,
      ...Array.from({ length: count }, (_, i) => form.wordRead(first + i)),
    ],
    start(results, span, shape) {
      const found = results.filter((words) => words !== undefined)
      if (found.length < results.length) return undefined
      const head = form.readHead(found.slice(0, fixed))
      // No log tells all that begins with the first price.
      if (head.sqrtPriceX96 === 0n) return undefined
      const ticks = found
        .slice(fixed)
        .flatMap((words, i) => ticksOfWord(span.first + i, words.unsigned(0), rules.spacing))
      const state = {
        ...head,
        ticks: new Map<number, TickLiquidity>(),
        ...knownRange(span, rules.spacing),
      }
      return { model: new ConcentratedPool(state, rules, shape), ticks }
    },
    setTick(model, tick, words) {
      // A reading's model is what `start` made.
      if (!(model instanceof ConcentratedPool)) return
      model.state.ticks.set(tick, { gross: words.unsigned(0, 128), net: words.signed(1, 128) })
    },
    readFees(results) {
      const found = results.filter((words) => words !== undefined)
      const fees = found.length < feeReads.length ? undefined : form.readFees?.(found)
      return fees && { kind: 'fees', ...fees }
    },
    glances: headReads,
    glance(results) {
      const found = results.filter((words) => words !== undefined)
      if (found.length < fixed) return undefined
      const { tick, sqrtPriceX96, liquidity } = form.readHead(found)
      return { tick, isTrading: sqrtPriceX96 > 0n && liquidity > 0n }
    },
  }
}

/** One of the answers that are all there. */
export function answer(results: readonly Words[], at: number): Words {
  const words = results[at]
  if (words === undefined) throw malformed(`answer ${at} is not there`)
  return words
}

/** Price and tick are the first two words of every kind's state. */
export function priceIn(results: readonly Words[]): Omit<PoolHead, 'fees'> {
  const [state, liquidity] = [answer(results, 0), answer(results, 1)]
  return {
    sqrtPriceX96: state.unsigned(0, 160),
    tick: Number(state.signed(1, 24)),
    liquidity: liquidity.unsigned(0, 128),
  }
}

function knownRange(
  { first, count }: WordSpan,
  spacing: number,
): { readonly lowTick: number; readonly highTick: number } {
  return { lowTick: firstTickOf(first, spacing), highTick: firstTickOf(first + count, spacing) }
}
