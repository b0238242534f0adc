import type { AccountOptions, AccountProtocol, HttpRequest, Stamp } from '../../../core/index.ts'
import { rest } from '../rest.ts'
import type { OkxOptions } from '../trade-mode.ts'
import { OkxAccountDecoder } from './decode.ts'
import { accountError } from './errors.ts'
import { ACCOUNT_FACTS } from './facts.ts'
import { marginProtocol } from './margin.ts'
import { orderProtocol } from './orders.ts'
import { accountQueries } from './queries.ts'
import { accountSession, accountTopics } from './session.ts'
import { readKeys, signRequest } from './sign.ts'

/**
 * An account at OKX, in net mode: orders do not say which of two positions they mean, so that an account in the mode of two sides
 * has them refused (51000). docs/venues/okx.md §Trading.
 *
 * @throws ConfigError `INVALID_OPTIONS` where the keys have no passphrase.
 */
export function account(
  { account: name, credentials }: AccountOptions,
  options: OkxOptions = {},
): AccountProtocol {
  const keys = readKeys(credentials)
  const sign = (request: HttpRequest, stamp: Stamp): HttpRequest =>
    signRequest(keys, request, stamp)
  return {
    facts: ACCOUNT_FACTS,
    session: accountSession(keys),
    topics: accountTopics,
    createDecoder: (table) => new OkxAccountDecoder(name, table),
    // Nothing expires but the login, which lasts as long as its socket.
    renewals: [],
    orders: orderProtocol(sign, options),
    queries: accountQueries(name, sign, options),
    margin: marginProtocol(sign),
    rest: { ...(rest.serverTime && { serverTime: rest.serverTime }), error: accountError },
  }
}
