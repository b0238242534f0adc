import type { Environment } from '../core/index.ts'
import { type Given, textOption, UsageError } from './usage.ts'

const ENVIRONMENTS: readonly Environment[] = ['production', 'testnet', 'demo']

/**
 * Reads `--environment`; production where it was not given.
 *
 * @throws UsageError naming the three there are.
 */
export function environmentOption(given: Given): Environment {
  const text = textOption(given, 'environment') ?? 'production'
  const found = ENVIRONMENTS.find((environment) => environment === text)
  if (found !== undefined) return found
  throw new UsageError([`--environment: expected ${ENVIRONMENTS.join(', ')}, was "${text}"`])
}
