/**
 * The order of one symbol's ticks on one connection: `n` counts them, one more each. A hole is asked for as history;
 * what comes meanwhile is held, so that ticks are told in the order in which they happened. docs/venues/mt5.md §Holes.
 */

import { judgeUnnumbered } from '../../book/index.ts'
import type { ContinuityRule } from '../../core/index.ts'

/** Longest that ticks are held for a hole, in µs; a bridge beside its terminal answers in milliseconds. */
const HOLD_US = 5_000_000
/** Most messages that are held for a hole. */
const MOST_HELD = 500

/** A message that waits for a hole before it. */
export interface HeldFrame {
  /** Its bytes, a copy. */
  readonly bytes: Uint8Array
  /** When it arrived, epoch µs. */
  readonly localTimeUs: number
}

/** A hole, and the request that is to fill it. */
export class Hole {
  /** Id of the request. */
  readonly id: number
  /** Time (the broker's) of the last tick before it: the history asked for begins there. */
  readonly fromTm: number
  /** When it was found, epoch µs. */
  readonly sinceUs: number
  /** What came after it. */
  readonly held: HeldFrame[] = []
  /** Ticks of `fromTm` that we have already: history, which goes by time, repeats them. */
  repeats: number
  /** Ticks that are missing. */
  missing: number

  /** A hole of `missing` ticks. */
  constructor(of: Pick<Hole, 'id' | 'fromTm' | 'sinceUs' | 'repeats' | 'missing'>) {
    this.id = of.id
    this.fromTm = of.fromTm
    this.sinceUs = of.sinceUs
    this.repeats = of.repeats
    this.missing = of.missing
  }

  /** Whether nothing more is waited for. */
  isOverdue(nowUs: number): boolean {
    return nowUs - this.sinceUs > HOLD_US || this.held.length >= MOST_HELD
  }
}

/** Where a symbol's ticks stand. */
export class TickOrder {
  /** Number of the next tick; NaN before the first. */
  next: number = Number.NaN
  /** Time (the broker's) of the last tick; several may share one. */
  lastTm: number = Number.NaN
  /** How many ticks of that time were taken. */
  taken = 0
  /** The hole that is being filled. */
  hole: Hole | undefined
}

/** Quotes are whole: there is no book to keep. */
export function continuity(): ContinuityRule {
  return { snapshot: 'every', judge: judgeUnnumbered, crossed: 'corruptWhileTrading' }
}
