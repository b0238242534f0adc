import type { AccountOptions, AccountProtocol } from '../../../core/index.ts'
import { given } from '../../kit/fields.ts'
import { FuturesAccountDecoder } from '../futures/account/decode.ts'
import { marginProtocol } from '../futures/account/margin.ts'
import { futuresOrders } from '../futures/account/orders.ts'
import { futuresQueries } from '../futures/account/queries.ts'
import { FUTURES_TOPICS, futuresSession } from '../futures/account/session.ts'
import type { Generation } from '../generation.ts'
import { rest } from '../rest.ts'
import { bothOrders, bothQueries, bothSessions } from './by-product.ts'
import { SpotAccountDecoder } from './decode.ts'
import { refusalError } from './errors.ts'
import { accountFacts, FUTURES_STREAM } from './facts.ts'
import { checkKey } from './key.ts'
import { spotOrders } from './orders.ts'
import { spotQueries } from './queries.ts'
import { SPOT_TOPICS, spotSession } from './session.ts'

/**
 * An account at Kraken: spot, or derivatives of the legacy generation. Each has keys of its own, so that one account is of
 * one of the two; which is meant stands in the product of each order, query and topic.
 *
 * @throws ConfigError `INVALID_OPTIONS` where the secret is no base64.
 */
export function account(
  { account: id, credentials }: AccountOptions,
  generation: Generation,
): AccountProtocol {
  checkKey(credentials)
  return {
    facts: accountFacts(generation),
    session: bothSessions(spotSession(credentials), futuresSession(credentials)),
    topics: (products) =>
      products.flatMap((product) => (product === 'futures' ? FUTURES_TOPICS : SPOT_TOPICS)),
    createDecoder: (table, endpoint) =>
      endpoint === FUTURES_STREAM
        ? new FuturesAccountDecoder(id, table)
        : new SpotAccountDecoder(id, table),
    renewals: [],
    orders: bothOrders(spotOrders(credentials), futuresOrders(credentials)),
    queries: bothQueries(spotQueries(id, credentials), futuresQueries(id, credentials)),
    ...(generation === 'legacy' && { margin: marginProtocol(credentials) }),
    rest: { ...given('serverTime', rest.serverTime), error: refusalError },
  }
}
