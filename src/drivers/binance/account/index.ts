import type { AccountOptions, AccountProtocol } from '../../../core/index.ts'
import { given } from '../../kit/fields.ts'
import { rest } from '../rest.ts'
import { BinanceAccountDecoder } from './decode.ts'
import { accountError } from './errors.ts'
import { ACCOUNT_FACTS, USDM_STREAM } from './facts.ts'
import { productOf } from './operations.ts'
import { orderProtocol } from './orders.ts'
import { accountQueries } from './queries.ts'
import { accountSession, accountTopics, renewListenKey } from './session.ts'
import { readKeys } from './signed-request.ts'
import { marginProtocol } from './usdm/margin.ts'

/** A listen key lives for 60 minutes. */
const RENEW_EVERY_MS = 30 * 60_000

/**
 * An account at Binance: spot and USDⓈ-M futures, the latter in one-way mode.
 *
 * @throws ConfigError `INVALID_OPTIONS` where the secret is a PEM that cannot be read.
 * @see docs/venues/binance.md
 */
export function account({ account: id, credentials }: AccountOptions): AccountProtocol {
  const keys = readKeys(credentials)
  return {
    facts: ACCOUNT_FACTS,
    session: accountSession(keys),
    topics: accountTopics,
    createDecoder: (table, endpoint) => new BinanceAccountDecoder(id, table, endpoint),
    renewals: [
      { endpoint: USDM_STREAM, everyMs: RENEW_EVERY_MS, call: () => renewListenKey(keys) },
    ],
    orders: orderProtocol(keys),
    queries: accountQueries(keys, id),
    margin: marginProtocol(keys),
    rest: {
      ...given('serverTime', rest.serverTime),
      error: (response, service) => accountError(response, productOf(service)),
    },
  }
}
