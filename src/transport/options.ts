import { ConfigError } from '../core/index.ts'

/** What is wrong with the numbers of an options object: each given must be an integer of at least `least`. */
export function numberProblems(
  options: Readonly<Record<string, number | undefined>>,
  least: Readonly<Record<string, number>> = {},
): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const floor = least[name] ?? 0
    if (value === undefined) return []
    if (Number.isSafeInteger(value) && value >= floor) return []
    return [`${name}: expected an integer of at least ${floor}, was ${value}`]
  })
}

/**
 * Throws when there are problems, naming all of them.
 *
 * @throws ConfigError `INVALID_OPTIONS`.
 */
export function assertNoProblems(what: string, problems: readonly string[]): void {
  if (problems.length === 0) return
  throw new ConfigError('INVALID_OPTIONS', `Creating ${what}: ${problems.join('; ')}`, {
    context: { problems: problems.length },
  })
}
