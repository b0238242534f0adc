import {
  ConfigError,
  type Instrument,
  type OrderCall,
  type OrderEvent,
  type OrderProtocol,
  type OrderTerms,
  type RestCall,
} from '../../../core/index.ts'
import { readAnswer, readBatchAnswer } from './answers.ts'
import { stopError } from './errors.ts'
import { type Product, USDM_OPERATIONS } from './operations.ts'
import { orderSocket } from './order-socket.ts'
import { type Keys, signedRequest } from './signed-request.ts'
import { spotUnsupported } from './spot/orders.ts'
import { writeBatch } from './usdm/batches.ts'
import { usdmUnsupported } from './usdm/orders.ts'
import { writeOrder } from './write-order.ts'
import type { WrittenOrder } from './written-order.ts'

/** How orders are sent to Binance. docs/venues/binance.md §Trading; checked 2026-11-27. */
export function orderProtocol(keys: Keys): OrderProtocol {
  return {
    unsupported,
    call: (request) => {
      const written = writeOrder(request)
      return orderCall(
        keys,
        written.product,
        written,
        request.deadlineUs,
        (response, localTimeUs) => readAnswer(request, response, localTimeUs),
      )
    },
    batch: (requests) =>
      orderCall(
        keys,
        'usdm',
        writeBatch(requests),
        // The venue refuses a request that comes after the first deadline of those in it.
        Math.min(...requests.map(({ deadlineUs }) => deadlineUs)),
        (response, localTimeUs) => readBatchAnswer(requests, response, localTimeUs),
      ),
    socket: orderSocket(keys),
    deadMansSwitch: ({ instrument }, timeoutMs) => countdown(keys, instrument, timeoutMs),
  }
}

/** Why terms cannot be written: what both products lack, then what the product lacks. */
function unsupported(terms: OrderTerms): string | undefined {
  const { instrument, postOnly, timeInForce, type } = terms
  if (postOnly && type !== 'limit') return 'only limit orders can be post-only'
  if (postOnly && timeInForce !== 'gtc' && timeInForce !== 'gtd')
    return 'what is to be filled at once cannot be post-only'
  if (type === 'market' && timeInForce !== 'ioc')
    return 'market orders fill what they can at once: their time in force is ioc'
  if (type === 'stopMarket' && timeInForce !== 'gtc')
    return 'stop orders without a price wait until they trigger: their time in force is gtc'
  switch (instrument.product) {
    case 'spot':
      return spotUnsupported(terms)
    case 'usdm':
      return usdmUnsupported(terms)
    default:
      return `product ${instrument.product} is not traded`
  }
}

function orderCall(
  keys: Keys,
  product: Product,
  { operation, query, spends }: WrittenOrder,
  deadlineUs: number,
  parse: RestCall<readonly OrderEvent[]>['parse'],
): OrderCall {
  return {
    request: signedRequest(keys, { product, operation, query, deadlineUs, isIdempotent: false }),
    parse,
    refusal: (response) => stopError(response, product),
    spends,
  }
}

/** `{"symbol":"BTCUSDT","countdownTime":"120000"}`; 0 disarms. Nothing that is asked for twice is carried out twice. */
function countdown(
  keys: Keys,
  instrument: Instrument | undefined,
  timeoutMs: number | false,
): RestCall<void> {
  if (instrument?.product !== 'usdm') {
    throw new ConfigError(
      'UNSUPPORTED',
      `Arming a dead man's switch at Binance: expected an instrument of usdm, was ${instrument?.pair ?? 'none'}`,
    )
  }
  const countdownTime = timeoutMs === false ? 0 : timeoutMs
  return {
    request: signedRequest(keys, {
      product: 'usdm',
      operation: USDM_OPERATIONS.countdown,
      query: { symbol: instrument.symbol, countdownTime },
      isIdempotent: true,
    }),
    parse: () => {},
  }
}
