import type { Decimal } from '../../core/index.ts'
import type { ParameterSpace, Params } from './parameter-space.ts'

/** Says how good parameters are: more is better; `undefined` where they cannot be judged. */
export type Evaluate = (params: Params) => Promise<Decimal | undefined>

/** One evaluation. */
export interface Trial {
  /** The parameters. */
  readonly params: Params
  /** How good they are; `undefined` where they could not be judged. */
  readonly score: Decimal | undefined
}

/** How much may be spent. */
export interface Budget {
  /** Most evaluations. */
  readonly trials: number
  /** Ends it early, between two evaluations. */
  readonly signal?: AbortSignal
}

/** What was found. */
export interface Suggestion {
  /** The best of all trials, the first of equals; `undefined` where none could be judged. */
  readonly best: (Trial & { readonly score: Decimal }) | undefined
  /** Every trial, in its order; no parameters twice. */
  readonly trials: readonly Trial[]
}

/** Looks for good parameters. */
export interface Optimiser {
  /**
   * Evaluates parameters of a space, one after the other, and suggests the best.
   *
   * @throws ConfigError `INVALID_OPTIONS` listing every problem of space and budget at once; what `evaluate` rejects with; whatever
   * the signal was aborted with
   */
  suggest(space: ParameterSpace, evaluate: Evaluate, budget: Budget): Promise<Suggestion>
}
