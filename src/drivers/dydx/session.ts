import type { ControlMessage, OutFrame, SessionProtocol, Topic } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { isObject, optionalTextAt, parseJson } from '../kit/fields.ts'
import { streamError } from './errors.ts'
import { BLOCK_HEIGHT, BOOK_FEED, topicName, topicWords } from './topics.ts'

/** Subscribing on dYdX's socket. docs/venues/dydx.md §Subscribing; checked 2026-11-21. */
export const session: SessionProtocol = {
  // One message a block: a connection that is silent for longer than a few blocks is dead.
  hello: () => [{ data: JSON.stringify({ type: 'subscribe', channel: BLOCK_HEIGHT }), topics: [] }],
  subscribe: (topics) => topics.map((topic) => request('subscribe', topic)),
  unsubscribe: (topics) => topics.map((topic) => request('unsubscribe', topic)),
  readControl: (frame) => readMessage(frame),
  // The first snapshot of a channel is the answer to its subscribe.
  readEvent: (frame) => readMessage(frame),
}

/** One topic a message; there are no request ids. Books are not batched: a change is told within 10 ms, not 250. */
function request(type: 'subscribe' | 'unsubscribe', topic: Topic): OutFrame {
  const words = topicWords(topic)
  const isBook = type === 'subscribe' && words['channel'] === BOOK_FEED
  const data = JSON.stringify({ type, ...words, ...(isBook && { batched: false }) })
  return { data, topics: [topic] }
}

function readMessage(frame: Uint8Array): readonly ControlMessage[] {
  const message = parseJson(frame)
  if (!isObject(message)) return []
  switch (optionalTextAt(message, 'type') ?? '') {
    case 'connected':
      return [{ type: 'welcome' }]
    case 'subscribed':
    case 'unsubscribed':
      return answer(message)
    case 'error':
      return [refusal(message)]
    case 'channel_data':
    case 'channel_batch_data':
      return [{ type: 'heartbeat' }]
    default:
      return [{ type: 'notice', detail: new TextDecoder().decode(frame).slice(0, 200) }]
  }
}

/** Block heights are asked for by no topic. */
function answer(message: JsonObject): readonly ControlMessage[] {
  const channel = optionalTextAt(message, 'channel')
  if (channel === undefined || channel === BLOCK_HEIGHT) return [{ type: 'heartbeat' }]
  return [{ type: 'ack', topic: topicName(channel, optionalTextAt(message, 'id')) }]
}

const ALREADY = /already subscribed/

/** Errors name their topic in members (newer servers), in their text, or not at all. */
function refusal(message: JsonObject): ControlMessage {
  const text = optionalTextAt(message, 'message') ?? ''
  const found = /\((v4_[a-z_]+)-(.+)\)/.exec(text) ?? /(v4_[a-z_]+)-(.+?)\. /.exec(text)
  const channel = optionalTextAt(message, 'channel') ?? found?.[1]
  const id = optionalTextAt(message, 'id') ?? found?.[2]
  if (channel !== undefined && id !== undefined) {
    const topic = topicName(channel, id)
    if (ALREADY.test(text)) return { type: 'ack', topic }
    return { type: 'reject', topic, error: streamError(message) }
  }
  // "… for subscription: v4_orderbook." and "… reached for v4_orderbook (limit=32).": whose it was nobody says.
  const oldestOf = channel ?? /\b(v4_[a-z_]+)/.exec(text)?.[1]
  return {
    type: 'reject',
    ...(oldestOf === undefined ? {} : { oldestOf }),
    error: streamError(message),
  }
}
