import type { HttpResponse, MarginProtocol, RestCall } from '../../../../core/index.ts'
import { accountError, saidIn } from '../errors.ts'
import { type Operation, USDM_OPERATIONS } from '../operations.ts'
import { type Keys, type RequestParts, signedRequest } from '../signed-request.ts'

/** "No need to change margin type." */
const UNCHANGED = '-4046'

/** Leverage and margin mode of USDⓈ-M, of each instrument. docs/venues/binance.md §Trading; checked 2026-11-27. */
export function marginProtocol(keys: Keys): MarginProtocol {
  return {
    setLeverage: ({ symbol }, leverage) =>
      settingCall(keys, USDM_OPERATIONS.leverage, { symbol, leverage }),
    setMarginMode: ({ symbol }, mode) =>
      settingCall(keys, USDM_OPERATIONS.marginType, {
        symbol,
        marginType: mode === 'cross' ? 'CROSSED' : 'ISOLATED',
      }),
  }
}

function settingCall(
  keys: Keys,
  operation: Operation,
  query: RequestParts['query'],
): RestCall<void> {
  return {
    request: signedRequest(keys, { product: 'usdm', operation, query, isIdempotent: true }),
    refusal: refusalOf,
    parse: (response) => {
      const error = refusalOf(response)
      if (error !== undefined) throw error
    },
  }
}

function refusalOf(response: HttpResponse): ReturnType<typeof accountError> | undefined {
  const isGood = response.status >= 200 && response.status <= 299
  return isGood || saidIn(response).code === UNCHANGED ? undefined : accountError(response, 'usdm')
}
