import { ConfigError, type Credentials, Secret } from '../core/index.ts'
import type { AccountConfig, LiveAccountConfig } from './trading-config.ts'

/**
 * Gives the keys of an account. Asked once for each live account, and only by a daemon that trades: a monitor never asks.
 *
 * @throws ConfigError `INVALID_OPTIONS` where it has none
 */
export type CredentialSource = (account: LiveAccountConfig) => Credentials | Promise<Credentials>

/**
 * Takes keys from environment variables, by the names that the configuration gives (`credentialVariables`). The library reads
 * no environment by itself: hand it `process.env`.
 *
 * @example
 * ```ts
 * import { environmentCredentials } from 'crossbook/daemon'
 *
 * const credentials = environmentCredentials(process.env)
 * ```
 */
export function environmentCredentials(
  environment: Readonly<Record<string, string | undefined>>,
): CredentialSource {
  return ({ account, credentialVariables }) => {
    if (credentialVariables === undefined)
      throw noKeys(account, 'expected credentialVariables, was none')
    const { key, secret, passphrase } = credentialVariables
    const wanted = [key, secret, ...(passphrase === undefined ? [] : [passphrase])]
    const missing = wanted.filter((variable) => (environment[variable] ?? '') === '')
    if (missing.length > 0)
      throw noKeys(account, `expected the environment to have ${missing.join(', ')}, was without`)
    return {
      key: environment[key] ?? '',
      secret: new Secret(environment[secret] ?? ''),
      ...(passphrase !== undefined && { passphrase: new Secret(environment[passphrase] ?? '') }),
    }
  }
}

/**
 * Asks for the keys of every live account.
 *
 * @throws ConfigError `INVALID_OPTIONS` listing every account that has none
 */
export async function loadCredentials(
  accounts: readonly AccountConfig[],
  source: CredentialSource | undefined,
): Promise<ReadonlyMap<string, Credentials>> {
  const keys = new Map<string, Credentials>()
  const problems: string[] = []
  for (const account of accounts) {
    if (account.mode === 'paper') continue
    try {
      if (source === undefined)
        throw noKeys(account.account, 'expected a source of credentials, was none')
      keys.set(account.account, await source(account))
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      problems.push(error.message)
    }
  }
  if (problems.length === 0) return keys
  throw new ConfigError('INVALID_OPTIONS', problems.join('; '), {
    context: { problems: problems.length },
  })
}

function noKeys(account: string, found: string): ConfigError {
  return new ConfigError('INVALID_OPTIONS', `Loading the keys of account ${account}: ${found}`)
}
