import { assertNoProblems } from '../../transport/options.ts'
import { type RiskScope, scopeProblems } from './scope.ts'

/** Who does something to risk, to what, and why. */
export interface RiskCommand {
  /** For whom. */
  readonly scope: RiskScope
  /** Who; not empty. */
  readonly by: string
  /** Why; not empty. */
  readonly why: string
}

/**
 * Checks that it is said who, why and for whom.
 *
 * @throws ConfigError `INVALID_OPTIONS`.
 */
export function demandCommand({ scope, by, why }: RiskCommand): void {
  assertNoProblems('a command to risk', [...scopeProblems(scope), ...textProblems({ by, why })])
}

/** What is wrong with texts that must be there, one sentence each. */
export function textProblems(texts: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'string' && value.trim().length > 0
      ? []
      : [`${name}: expected a non-empty text, was ${String(value)}`],
  )
}
