import { ConfigError } from '../../core/index.ts'

/** Reads the numbers of a snapshot in the order in which they were written, and trusts none of them. */
export class StateReader {
  readonly #of: string
  readonly #numbers: readonly unknown[]
  #at = 0

  /** Reads what is said to be numbers of the indicator `of`. */
  constructor(of: string, numbers: unknown) {
    this.#of = of
    this.#numbers = Array.isArray(numbers) ? numbers : []
  }

  /** The next number. */
  next(): number {
    const found = this.#numbers[this.#at]
    if (typeof found !== 'number' || !Number.isFinite(found)) {
      throw this.damaged(`expected a finite number in place ${this.#at}, was ${String(found)}`)
    }
    this.#at += 1
    return found
  }

  /** The next number as a count of at most `most`. */
  count(most: number = Number.MAX_SAFE_INTEGER): number {
    const found = this.next()
    if (Number.isInteger(found) && found >= 0 && found <= most) return found
    throw this.damaged(`expected an integer from 0 to ${most}, was ${found}`)
  }

  /** Nothing may be left. */
  end(): void {
    const left = this.#numbers.length - this.#at
    if (left > 0) throw this.damaged(`${left} numbers are left over`)
  }

  /** The error of a snapshot that cannot be. */
  damaged(problem: string): ConfigError {
    return new ConfigError('INVALID_OPTIONS', `Restoring ${this.#of}: ${problem}`)
  }
}
