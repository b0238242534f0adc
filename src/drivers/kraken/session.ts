import type { ControlMessage, OutFrame, SessionProtocol, Topic } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { chunkTopics } from '../kit/chunk-topics.ts'
import { isObject, objectAt, optionalIntegerAt, optionalTextAt, parseJson } from '../kit/fields.ts'
import { streamError } from './errors.ts'
import { DEFAULT_DEPTH, parseStreamName, streamName } from './streams.ts'
import { factsOf } from './venue.ts'

type Method = 'subscribe' | 'unsubscribe'

/** Every endpoint that speaks v2: spot's, and those of the Unified WebSocket. */
const STREAMS = factsOf('uws').streams

/** Subscribing on WebSocket v2 and the Unified WebSocket. docs/venues/kraken.md §Subscribing; checked 2026-11-21. */
export const session: SessionProtocol = {
  hello: () => [],
  subscribe: (topics, firstId) => requests('subscribe', topics, firstId),
  unsubscribe: (topics, firstId) => requests('unsubscribe', topics, firstId),
  readControl,
}

/** One message per channel and setting, with the symbols of all its topics; `req_id` must be a JSON integer. */
function requests(method: Method, topics: readonly Topic[], firstId: number): readonly OutFrame[] {
  const chunks = groups(topics).flatMap((group) => chunkTopics(STREAMS, group, bytesOf))
  return chunks.map((chunk, i) => ({
    data: JSON.stringify({ method, params: params(method, chunk), req_id: firstId + i }),
    requestId: firstId + i,
    topics: chunk,
  }))
}

const bytesOf = ({ symbol }: Topic): number => (symbol?.length ?? 0) + 3

function groups(topics: readonly Topic[]): readonly (readonly Topic[])[] {
  const groups = new Map<string, Topic[]>()
  for (const topic of topics) {
    const head = `${topic.endpoint} ${topic.name.split(':')[0]}`
    const group = groups.get(head)
    if (group === undefined) groups.set(head, [topic])
    else group.push(topic)
  }
  return [...groups.values()]
}

function params(method: Method, topics: readonly Topic[]): Record<string, unknown> {
  const { channel, setting } = parseStreamName(topics[0]?.name ?? '')
  const isFutures = topics[0]?.endpoint.startsWith('uws') === true
  const symbols = topics.flatMap(({ symbol }) => (symbol === undefined ? [] : [symbol]))
  return {
    channel,
    ...(isFutures ? { asset_class: 'derivatives' } : {}),
    ...(symbols.length > 0 ? { symbol: symbols } : {}),
    ...settings(channel, setting, method),
  }
}

/** What tells two subscriptions of one channel apart must be repeated to end one. */
function settings(
  channel: string,
  setting: string | undefined,
  method: Method,
): Record<string, unknown> {
  const isSubscribe = method === 'subscribe'
  switch (channel) {
    case 'book':
      return { depth: Number(setting), ...(isSubscribe ? { snapshot: true } : {}) }
    case 'ohlc':
      return { interval: Number(setting), ...(isSubscribe ? { snapshot: false } : {}) }
    case 'ticker':
      return isSubscribe ? { event_trigger: setting ?? 'trades', snapshot: true } : {}
    case 'trade':
      return isSubscribe ? { snapshot: false } : {}
    default:
      return isSubscribe ? { snapshot: true } : {}
  }
}

function readControl(frame: Uint8Array, endpoint: string): readonly ControlMessage[] {
  const message = parseJson(frame)
  if (!isObject(message)) return []
  const requestId = optionalIntegerAt(message, 'req_id')
  const id = requestId === undefined ? {} : { requestId }
  const rateError = optionalTextAt(message, 'Error')
  if (rateError !== undefined) return [{ type: 'reject', ...id, error: streamError(rateError) }]
  switch (optionalTextAt(message, 'method')) {
    case 'pong':
      return [{ type: 'pong' }]
    case 'subscribe':
    case 'unsubscribe':
      return [answer(message, id, endpoint)]
    case undefined:
      return optionalTextAt(message, 'channel') === 'heartbeat' ? [{ type: 'heartbeat' }] : []
    default:
      return [{ type: 'notice', detail: 'answer' }]
  }
}

/** One answer per symbol, all with the request's id. Refusals often name no channel, sometimes no symbol. */
function answer(
  message: JsonObject,
  id: { readonly requestId?: number },
  endpoint: string,
): ControlMessage {
  if (message['success'] === true && isObject(message['result'])) {
    return { type: 'ack', ...id, topic: topicOf(objectAt(message, 'result'), endpoint) }
  }
  const text = optionalTextAt(message, 'error') ?? 'no reason given'
  // What is subscribed already is what was asked for.
  if (/^Already subscribed/i.test(text)) return { type: 'ack', ...id }
  return { type: 'reject', ...id, error: streamError(text) }
}

/** The topic that an acknowledgement names: the ticker's trigger is told by the endpoint, which has only one. */
function topicOf(result: JsonObject, endpoint: string): string {
  const channel = optionalTextAt(result, 'channel') ?? ''
  const symbol = optionalTextAt(result, 'symbol')
  const setting = settingOf(channel, result, endpoint)
  return streamName({
    channel,
    ...(setting === undefined ? {} : { setting }),
    ...(symbol === undefined ? {} : { symbol }),
  })
}

function settingOf(channel: string, result: JsonObject, endpoint: string): string | undefined {
  if (channel === 'book') return String(optionalIntegerAt(result, 'depth') ?? DEFAULT_DEPTH)
  if (channel === 'ohlc') return String(optionalIntegerAt(result, 'interval') ?? 1)
  return channel === 'ticker' && endpoint.endsWith('-bbo') ? 'bbo' : undefined
}
