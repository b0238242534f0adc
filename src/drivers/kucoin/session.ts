import type { ControlMessage, OutFrame, SessionProtocol, Topic } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { isObject, optionalTextAt, parseJson } from '../kit/fields.ts'
import { classicRequests, isClassicEndpoint, tokenCall } from './classic/session.ts'
import { streamError } from './errors.ts'
import { readUnifiedName } from './topics.ts'
import { keepAliveOf } from './venue.ts'

/**
 * Subscribing on KuCoin's sockets of both generations; the endpoint says which. docs/venues/kucoin.md §Sockets; checked
 * 2026-11-21.
 */
export const session: SessionProtocol = {
  hello: () => [],
  subscribe: (topics, firstId) => requests('subscribe', topics, firstId),
  unsubscribe: (topics, firstId) => requests('unsubscribe', topics, firstId),
  connectPlan: (endpoint) => (isClassicEndpoint(endpoint) ? tokenCall(endpoint) : undefined),
  // Both generations take this spelling.
  ping: (requestId) => ({
    data: JSON.stringify({ id: String(requestId), type: 'ping' }),
    topics: [],
  }),
  readControl,
}

function requests(
  action: 'subscribe' | 'unsubscribe',
  topics: readonly Topic[],
  firstId: number,
): readonly OutFrame[] {
  const endpoint = topics[0]?.endpoint ?? ''
  return isClassicEndpoint(endpoint)
    ? classicRequests(action, topics, firstId)
    : unifiedRequests(action.toUpperCase(), topics, firstId)
}

/** One topic a message: these channels take no list. */
function unifiedRequests(
  action: string,
  topics: readonly Topic[],
  firstId: number,
): readonly OutFrame[] {
  return topics.map((topic, i) => ({
    data: JSON.stringify({ id: String(firstId + i), action, ...unifiedArgument(topic) }),
    requestId: firstId + i,
    topics: [topic],
  }))
}

/** Channels of contracts alone: they name no trade type. */
const OF_CONTRACTS: ReadonlySet<string> = new Set(['mark-price', 'funding-fee'])

function unifiedArgument(topic: Topic): Readonly<Record<string, string>> {
  const { channel, symbol, param } = readUnifiedName(topic)
  if (OF_CONTRACTS.has(channel)) return { channel, symbol }
  const tradeType = topic.endpoint.toUpperCase()
  const extra = param === '' ? {} : channel === 'kline' ? { interval: param } : { depth: param }
  return { channel, tradeType, symbol, ...extra }
}

function readControl(frame: Uint8Array): readonly ControlMessage[] {
  const message = parseJson(frame)
  if (!isObject(message)) return []
  if ('result' in message) return [answer(message)]
  if (optionalTextAt(message, 'message') === 'welcome') {
    const pingIntervalMs = Number(optionalTextAt(message, 'pingInterval'))
    const isTold = Number.isSafeInteger(pingIntervalMs) && pingIntervalMs > 0
    return [{ type: 'welcome', ...(isTold ? { keepAlive: keepAliveOf(pingIntervalMs) } : {}) }]
  }
  switch (optionalTextAt(message, 'type') ?? optionalTextAt(message, 'op') ?? '') {
    case 'welcome':
      // The classic welcome says no interval: the answer that gave the token did.
      return [{ type: 'welcome' }]
    case 'ack':
      return [{ type: 'ack', ...requestIdOf(message) }]
    case 'pong':
      return [{ type: 'pong' }]
    case 'error':
      return [refusal(message)]
    default:
      return [{ type: 'notice', detail: new TextDecoder().decode(frame).slice(0, 200) }]
  }
}

/** Documented as the text `"true"`, sent as a boolean. */
function answer(message: JsonObject): ControlMessage {
  const { result } = message
  if (result === true || result === 'true') return { type: 'ack', ...requestIdOf(message) }
  const reason = optionalTextAt(message, 'reason') ?? optionalTextAt(message, 'message')
  const error = streamError(optionalTextAt(message, 'code'), reason ?? 'no reason')
  return { type: 'reject', ...requestIdOf(message), error }
}

/** Without an id of ours it speaks of the connection: an old token, a ping that did not come. */
function refusal(message: JsonObject): ControlMessage {
  const { data } = message
  const detail = typeof data === 'string' ? data : JSON.stringify(data ?? '')
  const code = optionalTextAt(message, 'code')
  const id = requestIdOf(message)
  return id.requestId === undefined
    ? { type: 'notice', detail: `error ${code ?? 'without a code'}: ${detail}`.slice(0, 200) }
    : { type: 'reject', ...id, error: streamError(code, detail) }
}

function requestIdOf(message: JsonObject): { readonly requestId?: number } {
  const id = optionalTextAt(message, 'id')
  return id === undefined || !/^\d{1,15}$/.test(id) ? {} : { requestId: Number(id) }
}
