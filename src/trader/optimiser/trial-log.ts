import type { Decimal } from '../../core/index.ts'
import type { Budget, Evaluate, Suggestion, Trial } from './optimiser.ts'
import { type GridPoint, type ParameterSpace, paramsAt } from './parameter-space.ts'

/** A trial that could be judged, and where it was. */
export interface BestTrial extends Trial {
  readonly point: GridPoint
  readonly score: Decimal
}

/** The trials of one search: no place twice, and no more than the budget has. */
export class TrialLog {
  readonly #space: ParameterSpace
  readonly #evaluate: Evaluate
  readonly #budget: Budget
  readonly #trials: Trial[] = []
  readonly #places = new Set<string>()
  #best: BestTrial | undefined

  /** Nothing was tried yet. */
  constructor(space: ParameterSpace, evaluate: Evaluate, budget: Budget) {
    this.#space = space
    this.#evaluate = evaluate
    this.#budget = budget
  }

  /** How many trials there were. */
  get count(): number {
    return this.#trials.length
  }

  /** The best so far. */
  get best(): BestTrial | undefined {
    return this.#best
  }

  /** Whether the budget is spent. */
  isSpent(): boolean {
    return this.count >= this.#budget.trials
  }

  /** Tries a place, unless it was tried or the budget is spent; whether it is the best of all now. */
  async try(point: GridPoint): Promise<boolean> {
    const key = point.join(' ')
    if (this.isSpent() || this.#places.has(key)) return false
    this.#budget.signal?.throwIfAborted()
    this.#places.add(key)
    const params = paramsAt(this.#space, point)
    const score = await this.#evaluate(params)
    this.#trials.push({ params, score })
    if (score === undefined || this.#best?.score.gte(score) === true) return false
    this.#best = { point, params, score }
    return true
  }

  /** What was found. */
  suggestion(): Suggestion {
    const best = this.#best && { params: this.#best.params, score: this.#best.score }
    return { best, trials: [...this.#trials] }
  }
}
