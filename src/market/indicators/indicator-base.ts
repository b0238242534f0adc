import type { Indicator, IndicatorState } from './indicator.ts'
import { StateReader } from './state-reader.ts'

/**
 * What all indicators do alike, none of it per update. `update` itself is each indicator's own: a shared one that called
 * an overridden step would box every double on the way.
 */
export abstract class IndicatorBase
  implements Pick<Indicator<never, never>, 'refused' | 'snapshot' | 'restore' | 'reset'>
{
  readonly #name: string
  #refused = 0

  constructor(name: string) {
    this.#name = name
  }

  /** {@inheritDoc Indicator.refused} */
  get refused(): number {
    return this.#refused
  }

  /** {@inheritDoc Indicator.snapshot} */
  snapshot(): IndicatorState {
    const numbers = [this.#refused]
    this.save(numbers)
    return { of: this.#name, numbers }
  }

  /** {@inheritDoc Indicator.restore} */
  restore(state: IndicatorState): void {
    this.reset()
    // What comes from a file may be anything.
    const { of, numbers }: Partial<IndicatorState> = state ?? {}
    const reader = new StateReader(this.#name, numbers)
    if (of !== this.#name) throw reader.damaged(`the snapshot is of ${String(of)}`)
    try {
      this.#refused = reader.count()
      this.load(reader)
      reader.end()
      this.settle()
    } catch (error) {
      this.reset()
      throw error
    }
  }

  /** {@inheritDoc Indicator.reset} */
  reset(): void {
    this.#refused = 0
    this.clear()
    this.settle()
  }

  /** Counts an input that is not taken; the answer of `update`. */
  protected refuse(): false {
    this.#refused += 1
    return false
  }

  /** Writes what it keeps. */
  protected abstract save(numbers: number[]): void
  /** Reads what {@link IndicatorBase.save} wrote. */
  protected abstract load(numbers: StateReader): void
  /** Forgets what it keeps. */
  protected abstract clear(): void
  /** Computes the value from what it keeps. */
  protected abstract settle(): void
}

/** An indicator whose value is one number. */
export abstract class NumberIndicator extends IndicatorBase {
  /** The value; NaN where there is none, for a field that is now a number, now undefined would box. */
  protected result: number = Number.NaN

  /** {@inheritDoc Indicator.value} */
  get value(): number | undefined {
    return Number.isNaN(this.result) ? undefined : this.result
  }

  /** {@inheritDoc Indicator.isReady} */
  get isReady(): boolean {
    return !Number.isNaN(this.result)
  }
}
