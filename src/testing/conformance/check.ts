import type { ExchangeDriver } from '../../core/index.ts'
import type { Simulator } from '../../sim/index.ts'

/** What is checked. */
export interface ConformanceSubject {
  /** The driver. */
  readonly driver: ExchangeDriver
  /** Makes the venue that it speaks to; without one, only what needs no venue is checked. */
  readonly simulate?: Simulator
  /** Checks that cannot apply to this venue, each with the reason; they are told as skipped. */
  readonly notApplicable?: Readonly<Record<string, string>>
  /**
   * Where market data are kept: in the thread of the caller, or in one of their own, as with `Markets`; in virtual time either
   * way. What a driver does must be the same.
   *
   * @defaultValue `'single'`
   */
  readonly threads?: 'single' | 'marketData'
  /** One seed gives one run. @defaultValue 1 */
  readonly seed?: string | number
}

/** One clause of the contract, and how it is checked. Hand `title` and `run` to any test runner. */
export interface ConformanceCheck {
  /** Number of the clause: a letter for its chapter, and its place there. */
  readonly id: string
  /** The number and the clause. */
  readonly title: string
  /** Why it does not apply to this venue; absent where it does. */
  readonly skip?: string
  /** Checks it; rejects with what was expected and what was found. */
  readonly run: () => Promise<void>
}

/** A clause is broken. */
export class ConformanceFailure extends Error {
  /** Its class, as `Error.name` says it. */
  override readonly name = 'ConformanceFailure'
}

/** Fails unless the condition holds; the message says what was expected and what was found. */
export function demand(condition: boolean, message: () => string): asserts condition {
  if (!condition) throw new ConformanceFailure(message())
}

/** Fails unless both texts are equal. */
export function demandEqual(found: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)]
  demand(a === b, () => `${what}: expected ${b?.slice(0, 400)}, was ${a?.slice(0, 400)}`)
}

/** Fails with all problems at once, where there are any. */
export function demandNone(problems: readonly string[]): void {
  const shown = problems.slice(0, 10).join('\n')
  demand(problems.length === 0, () => `${problems.length} problems:\n${shown}`)
}
