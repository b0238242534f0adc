import type { AccountOptions, AccountProtocol } from '../../../core/index.ts'
import { rest } from '../rest.ts'
import { BybitAccountDecoder } from './decode.ts'
import { accountError } from './errors.ts'
import { ACCOUNT_FACTS } from './facts.ts'
import { marginProtocol } from './margin.ts'
import { orderProtocol } from './orders.ts'
import { accountQueries } from './queries.ts'
import { accountSession, accountTopics } from './session.ts'
import { readSigner } from './sign.ts'
import { SignedCalls } from './signed-calls.ts'

/**
 * An account at Bybit: spot and linear contracts of the unified account, in one-way mode.
 *
 * @throws ConfigError `INVALID_OPTIONS` where the key cannot be read.
 */
export function account({ account: id, credentials }: AccountOptions): AccountProtocol {
  const signer = readSigner(credentials)
  const calls = new SignedCalls(signer)
  return {
    facts: ACCOUNT_FACTS,
    session: accountSession(signer),
    topics: accountTopics,
    createDecoder: (table) => new BybitAccountDecoder(table, id),
    renewals: [],
    orders: orderProtocol(calls),
    queries: accountQueries(calls, id),
    margin: marginProtocol(calls),
    rest: {
      ...(rest.serverTime && { serverTime: rest.serverTime }),
      error: (response) => accountError(response),
    },
  }
}
