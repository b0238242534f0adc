import {
  type AccountQueries,
  type AccountSession,
  ConfigError,
  type OrderProtocol,
} from '../../../core/index.ts'
import { given } from '../../kit/fields.ts'
import { FUTURES_STREAM } from './facts.ts'

/** Orders with all that either product has by REST. */
export type WholeOrders = Required<Omit<OrderProtocol, 'socket'>>

const isFutures = (product: string | undefined): boolean => product === 'futures'

/** Two sessions as one: which is meant stands in the endpoint. */
export function bothSessions(spot: AccountSession, futures: AccountSession): AccountSession {
  const at = (endpoint: string | undefined): AccountSession =>
    endpoint === FUTURES_STREAM ? futures : spot
  return {
    hello: (endpoint, stamp) => at(endpoint).hello(endpoint, stamp),
    connectPlan: (endpoint) => at(endpoint).connectPlan?.(endpoint),
    subscribe: (topics, firstId, stamp) =>
      at(topics[0]?.endpoint).subscribe(topics, firstId, stamp),
    unsubscribe: (topics, firstId, stamp) =>
      at(topics[0]?.endpoint).unsubscribe(topics, firstId, stamp),
    readControl: (frame, endpoint) => at(endpoint).readControl(frame, endpoint),
  }
}

/** Two order protocols as one: which is meant stands in the instrument. */
export function bothOrders(
  spot: WholeOrders & Pick<OrderProtocol, 'socket'>,
  futures: WholeOrders,
): WholeOrders & Pick<OrderProtocol, 'socket'> {
  const at = (product: string | undefined): WholeOrders => (isFutures(product) ? futures : spot)
  return {
    unsupported: (terms) => at(terms.instrument.product).unsupported(terms),
    call: (request) => at(request.terms.instrument.product).call(request),
    batch: (requests) => at(requests[0]?.terms.instrument.product).batch(requests),
    deadMansSwitch: (target, timeoutMs) => at(target.product).deadMansSwitch(target, timeoutMs),
    // Spot's alone: the facts of derivatives name no socket.
    ...given('socket', spot.socket),
  }
}

/** What derivatives are asked: all but fee rates. */
export type FuturesQueries = Required<Omit<AccountQueries, 'feeRates'>>

/** Two sets of queries as one: which is meant stands in the instrument or the product. */
export function bothQueries(
  spot: AccountQueries,
  futures: FuturesQueries,
): Required<AccountQueries> {
  const at = (product: string): AccountQueries => (isFutures(product) ? futures : spot)
  return {
    order: (key) => at(key.instrument.product).order(key),
    openOrders: (instrument) => at(instrument.product).openOrders(instrument),
    allOpenOrders: (product) => at(product).allOpenOrders(product),
    history: (instrument, sinceUs) => at(instrument.product).history(instrument, sinceUs),
    fills: (instrument, sinceUs) => at(instrument.product).fills(instrument, sinceUs),
    balances: (product) => at(product).balances(product),
    positions: (product) => (isFutures(product) ? futures.positions(product) : []),
    feeRates: (instrument) => {
      const call = at(instrument.product).feeRates?.(instrument)
      if (call !== undefined) return call
      throw new ConfigError(
        'UNSUPPORTED',
        `Asking for the fee rates of ${instrument.symbol}: derivatives tell them to keys of spot alone; ask an account of spot`,
      )
    },
  }
}
