import {
  type AccountSession,
  type ConnectPlan,
  type ControlMessage,
  CrossbookError,
  type OutFrame,
  type RestCall,
  type Stamp,
  type Topic,
} from '../../../core/index.ts'
import type { JsonObject, JsonValue } from '../../../wire/index.ts'
import {
  asObject,
  given,
  isObject,
  optionalIntegerAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../../kit/fields.ts'
import { unwrapped } from './decode.ts'
import { refusalError } from './errors.ts'
import { SPOT_STREAM, USDM_STREAM } from './facts.ts'
import { USDM_OPERATIONS } from './operations.ts'
import { type Keys, keyedRequest } from './signed-request.ts'

/** The socket has the account's subscription already: an earlier answer was lost. */
const ALREADY_SUBSCRIBED = '-2035'

/**
 * How private streams are opened. Spot subscribes on its WebSocket API, signed; USDⓈ-M has a listen key in its address and
 * nothing to say. docs/venues/binance.md §Trading; checked 2026-11-27.
 */
export function accountSession(keys: Keys): AccountSession {
  return {
    hello: () => [],
    subscribe: (topics, firstId, stamp) => subscribe(keys, topics, firstId, stamp),
    unsubscribe: (topics, firstId) =>
      spotTopics(topics).map((topic, i) => frame('unsubscribe', firstId + i, topic)),
    connectPlan: (endpoint) => (endpoint === USDM_STREAM ? makeListenKey(keys) : undefined),
    readControl,
  }
}

/** One subscription is the whole account; it lives as long as the socket. */
export function accountTopics(products: readonly string[]): readonly Topic[] {
  const endpoints: Readonly<Record<string, string>> = { spot: SPOT_STREAM, usdm: USDM_STREAM }
  return products.flatMap((product) => {
    const endpoint = endpoints[product]
    return endpoint === undefined ? [] : [{ name: 'account', endpoint, channel: 'account' }]
  })
}

/** The call that makes a listen key live another hour. The account has one, so it need not be named. */
export function renewListenKey(keys: Keys): RestCall<void> {
  const operation = USDM_OPERATIONS.renewListenKey
  const parts = { product: 'usdm', operation, query: {}, isIdempotent: true } as const
  return { request: keyedRequest(keys, parts), parse: () => {} }
}

/** The key of the account's stream, `{"listenKey":"…"}`; while one lives, the same one again. */
function makeListenKey(keys: Keys): RestCall<ConnectPlan> {
  const operation = USDM_OPERATIONS.makeListenKey
  const parts = { product: 'usdm', operation, query: {}, isIdempotent: true } as const
  return {
    request: keyedRequest(keys, parts),
    parse: ({ body }) => {
      const key = textAt(asObject(parseJson(body), 'a listen key'), 'listenKey')
      return { url: `/${encodeURIComponent(key)}` }
    },
  }
}

function subscribe(
  { apiKey, signer }: Keys,
  topics: readonly Topic[],
  firstId: number,
  { venueTimeUs }: Stamp,
): readonly OutFrame[] {
  const params = { apiKey, timestamp: Math.floor(venueTimeUs / 1000) }
  // Signed in the order of names, and not percent-encoded.
  const signature = signer(`apiKey=${apiKey}&timestamp=${params.timestamp}`)
  return spotTopics(topics).map((topic, i) =>
    frame('subscribe.signature', firstId + i, topic, { ...params, signature }),
  )
}

function spotTopics(topics: readonly Topic[]): readonly Topic[] {
  return topics.filter(({ endpoint }) => endpoint === SPOT_STREAM)
}

function frame(action: string, id: number, topic: Topic, params?: object): OutFrame {
  const method = `userDataStream.${action}`
  return {
    data: JSON.stringify({ id, method, ...given('params', params) }),
    requestId: id,
    topics: [topic],
  }
}

/** Never throws: what cannot be read answers nothing of ours. */
function readControl(bytes: Uint8Array): readonly ControlMessage[] {
  try {
    return readMessage(parseJson(bytes))
  } catch (error) {
    if (!(error instanceof CrossbookError)) throw error
    return [{ type: 'notice', detail: error.message }]
  }
}

function readMessage(message: JsonValue): readonly ControlMessage[] {
  if (!isObject(message)) return []
  const ending = optionalTextAt(unwrapped(message), 'e')
  // Whatever has ended, a new connection has it again.
  if (ending !== undefined) return [{ type: 'closing', detail: ending }]
  return [readAnswer(message)]
}

/** `{"id":1,"status":200,"result":{…}}`, or `{"id":null,"status":401,"error":{"code":-2015,"msg":"…"}}`. */
function readAnswer(message: JsonObject): ControlMessage {
  const requestId = optionalIntegerAt(message, 'id')
  const answer = given('requestId', requestId)
  const status = optionalIntegerAt(message, 'status') ?? 0
  const refusal = message['error']
  if (!isObject(refusal)) {
    return status === 200 ? { type: 'ack', ...answer } : { type: 'notice', detail: 'answer' }
  }
  const said = {
    code: optionalTextAt(refusal, 'code') ?? '',
    text: optionalTextAt(refusal, 'msg') ?? '',
  }
  if (said.code === ALREADY_SUBSCRIBED) return { type: 'ack', ...answer }
  const error = refusalError("Subscribing to Binance's user data", status, 'spot', said)
  return { type: 'reject', ...answer, error }
}
