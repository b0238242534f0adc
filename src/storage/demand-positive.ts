import { ConfigError } from '../core/index.ts'

/** Checks a number of options. @throws ConfigError `INVALID_OPTIONS`. */
export function demandPositive(owner: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value > 0 && Number.isFinite(value)) continue
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Setting up the ${owner}: expected ${name} to be a positive number, was ${value}`,
      { context: { option: name, found: value } },
    )
  }
}
