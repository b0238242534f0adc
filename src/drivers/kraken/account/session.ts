import type {
  AccountSession,
  ConnectPlan,
  ControlMessage,
  Credentials,
  OutFrame,
  RestCall,
  Stamp,
  Topic,
} from '../../../core/index.ts'
import {
  given,
  isObject,
  objectAt,
  optionalIntegerAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../../kit/fields.ts'
import { spotResult } from './answer.ts'
import { streamRefusal } from './errors.ts'
import { SPOT_ORDERS, SPOT_STREAM } from './facts.ts'
import { spotRequest } from './signed-call.ts'

/** What an account tells on spot's private stream. */
export const SPOT_TOPICS: readonly Topic[] = ['executions', 'balances'].map((name) => ({
  name,
  endpoint: SPOT_STREAM,
  channel: 'account',
}))

/** Subscribing on the private WebSocket v2: each request shows a token. docs/venues/kraken.md §Trading; checked 2026-11-21. */
export function spotSession(credentials: Credentials): AccountSession {
  return {
    hello: () => [],
    connectPlan: () => tokenCall(credentials),
    subscribe: (topics, firstId, stamp) => requests('subscribe', topics, firstId, stamp),
    unsubscribe: (topics, firstId, stamp) => requests('unsubscribe', topics, firstId, stamp),
    readControl,
  }
}

/**
 * A token has to be used within 15 minutes, and then holds as long as the connection does: one for each connection needs
 * no renewal.
 */
function tokenCall(credentials: Credentials): RestCall<ConnectPlan> {
  const call = { service: 'spot-private', method: 'GetWebSocketsToken', fields: {} } as const
  return {
    request: spotRequest(call, credentials),
    parse: (response) => ({ url: '', grant: textAt(spotResult(response), 'token') }),
  }
}

function requests(
  method: 'subscribe' | 'unsubscribe',
  topics: readonly Topic[],
  firstId: number,
  { grant = '' }: Stamp,
): readonly OutFrame[] {
  return topics.map((topic, i) => ({
    data: JSON.stringify({
      method,
      params: { ...channelOf(method, topic), token: grant },
      req_id: firstId + i,
    }),
    requestId: firstId + i,
    topics: [topic],
  }))
}

/**
 * A token has to be used within 15 minutes, and by a subscription: where orders are sent, that is one to balances, of which
 * nothing is read.
 */
function channelOf(method: string, { endpoint, name }: Topic): Record<string, string | boolean> {
  const channel = endpoint === SPOT_ORDERS ? 'balances' : name
  if (method === 'unsubscribe') return { channel }
  return channel === 'executions'
    ? { channel, snap_orders: true, snap_trades: false, order_status: true }
    : { channel, snapshot: endpoint !== SPOT_ORDERS }
}

function readControl(frame: Uint8Array, endpoint: string): readonly ControlMessage[] {
  const message = parseJson(frame)
  if (!isObject(message)) return []
  const id = given('requestId', optionalIntegerAt(message, 'req_id'))
  const rateError = optionalTextAt(message, 'Error')
  if (rateError !== undefined) return [{ type: 'reject', ...id, error: streamRefusal(rateError) }]
  const method = optionalTextAt(message, 'method')
  if (method === 'pong') return [{ type: 'pong' }]
  if (method !== 'subscribe' && method !== 'unsubscribe')
    return optionalTextAt(message, 'channel') === 'heartbeat' ? [{ type: 'heartbeat' }] : []
  if (message['success'] === true && isObject(message['result'])) {
    // The channel says nothing where orders are sent: there the topic has another name.
    const channel =
      endpoint === SPOT_ORDERS ? undefined : optionalTextAt(objectAt(message, 'result'), 'channel')
    return [{ type: 'ack', ...id, ...given('topic', channel) }]
  }
  const text = optionalTextAt(message, 'error') ?? 'no reason given'
  // What is subscribed already is what was asked for.
  if (/^Already subscribed/i.test(text)) return [{ type: 'ack', ...id }]
  // A token that is too old is replaced with its connection.
  if (/Invalid (token|session)/i.test(text))
    return [{ type: 'closing', detail: text.slice(0, 200) }]
  return [{ type: 'reject', ...id, error: streamRefusal(text) }]
}
