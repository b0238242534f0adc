import { ConfigError, type HttpRequest } from '../../../core/index.ts'
import { given } from '../../kit/fields.ts'

/** What Binance's private REST is asked, with the weight of each. Dossier §8; checked 2026-11-27. */

/** A product line that this driver trades. */
export type Product = 'spot' | 'usdm'

/** One operation: how it is called, and what it costs of the address's weight. */
export interface Operation {
  /** The method. */
  readonly method: HttpRequest['method']
  /** The path. */
  readonly path: string
  /** The weight. */
  readonly weight: number
  /** The method of the product's WebSocket API that does the same; absent: there is none. */
  readonly socketMethod?: string
}

/** Operations that both products have. */
interface CommonOperations {
  readonly place: Operation
  readonly amend: Operation
  readonly cancel: Operation
  readonly order: Operation
  readonly openOrders: Operation
  readonly allOpenOrders: Operation
  readonly history: Operation
  readonly fills: Operation
  readonly balances: Operation
  readonly feeRates: Operation
}

const operation = (
  method: Operation['method'],
  path: string,
  weight: number,
  socketMethod?: string,
): Operation => ({ method, path, weight, ...given('socketMethod', socketMethod) })

const SPOT: CommonOperations = {
  // 0 where it succeeds, since 2026-04-02; what it costs where it does not has to be there before.
  place: operation('POST', '/api/v3/order', 1, 'order.place'),
  amend: operation('PUT', '/api/v3/order/amend/keepPriority', 4, 'order.amend.keepPriority'),
  cancel: operation('DELETE', '/api/v3/order', 1, 'order.cancel'),
  order: operation('GET', '/api/v3/order', 4),
  openOrders: operation('GET', '/api/v3/openOrders', 6),
  allOpenOrders: operation('GET', '/api/v3/openOrders', 80),
  history: operation('GET', '/api/v3/allOrders', 20),
  fills: operation('GET', '/api/v3/myTrades', 20),
  balances: operation('GET', '/api/v3/account', 20),
  feeRates: operation('GET', '/api/v3/account/commission', 20),
}

const USDM: CommonOperations = {
  place: operation('POST', '/fapi/v1/order', 0, 'order.place'),
  amend: operation('PUT', '/fapi/v1/order', 0, 'order.modify'),
  cancel: operation('DELETE', '/fapi/v1/order', 1, 'order.cancel'),
  order: operation('GET', '/fapi/v1/order', 1),
  openOrders: operation('GET', '/fapi/v1/openOrders', 1),
  allOpenOrders: operation('GET', '/fapi/v1/openOrders', 40),
  history: operation('GET', '/fapi/v1/allOrders', 5),
  fills: operation('GET', '/fapi/v1/userTrades', 5),
  balances: operation('GET', '/fapi/v3/balance', 5),
  feeRates: operation('GET', '/fapi/v1/commissionRate', 20),
}

/** What both products are asked. */
export const OPERATIONS: Readonly<Record<Product, CommonOperations>> = { spot: SPOT, usdm: USDM }

/** What only USDⓈ-M is asked. */
interface UsdmOperations {
  readonly placeBatch: Operation
  readonly amendBatch: Operation
  readonly cancelBatch: Operation
  readonly placeStop: Operation
  readonly cancelStop: Operation
  readonly stop: Operation
  readonly openStops: Operation
  readonly allOpenStops: Operation
  readonly stopHistory: Operation
  readonly positions: Operation
  readonly countdown: Operation
  readonly leverage: Operation
  readonly marginType: Operation
  readonly makeListenKey: Operation
  readonly renewListenKey: Operation
}

/** What only USDⓈ-M is asked: stop orders have a service of their own since 2025-12-09. */
export const USDM_OPERATIONS: UsdmOperations = {
  placeBatch: operation('POST', '/fapi/v1/batchOrders', 5),
  amendBatch: operation('PUT', '/fapi/v1/batchOrders', 5),
  cancelBatch: operation('DELETE', '/fapi/v1/batchOrders', 1),
  placeStop: operation('POST', '/fapi/v1/algoOrder', 0, 'algoOrder.place'),
  cancelStop: operation('DELETE', '/fapi/v1/algoOrder', 1, 'algoOrder.cancel'),
  stop: operation('GET', '/fapi/v1/algoOrder', 1),
  openStops: operation('GET', '/fapi/v1/openAlgoOrders', 1),
  allOpenStops: operation('GET', '/fapi/v1/openAlgoOrders', 40),
  stopHistory: operation('GET', '/fapi/v1/allAlgoOrders', 5),
  positions: operation('GET', '/fapi/v3/positionRisk', 5),
  leverage: operation('POST', '/fapi/v1/leverage', 1),
  marginType: operation('POST', '/fapi/v1/marginType', 1),
  countdown: operation('POST', '/fapi/v1/countdownCancelAll', 10),
  makeListenKey: operation('POST', '/fapi/v1/listenKey', 1),
  renewListenKey: operation('PUT', '/fapi/v1/listenKey', 1),
}

/**
 * The product of an instrument or a product line by its name.
 *
 * @throws ConfigError `UNKNOWN_MARKET` where it is not one that this driver trades.
 */
export function productOf(name: string): Product {
  if (name === 'spot' || name === 'usdm') return name
  throw new ConfigError(
    'UNKNOWN_MARKET',
    `Trading at Binance: expected product spot or usdm, was "${name}"`,
    { context: { product: name } },
  )
}
