import type { ControlMessage, OutFrame, SessionProtocol, Topic } from '../../core/index.ts'
import type { JsonValue } from '../../wire/index.ts'
import { isObject, optionalTextAt, parseJson } from '../kit/fields.ts'
import { streamError } from './errors.ts'
import { isGreeting } from './greeting.ts'
import { nameOf } from './streams.ts'

/** Subscribing on Hyperliquid's socket. docs/venues/hyperliquid.md §Subscribing; checked 2026-11-21. */
export const session: SessionProtocol = {
  hello: () => [],
  subscribe: (topics) => topics.map((topic) => request('subscribe', topic)),
  unsubscribe: (topics) => topics.map((topic) => request('unsubscribe', topic)),
  ping: () => ({ data: '{"method":"ping"}', topics: [] }),
  readControl,
}

/** One subscription a message; the topic's name is the subscription as the venue takes it. */
function request(method: 'subscribe' | 'unsubscribe', topic: Topic): OutFrame {
  return { data: `{"method":"${method}","subscription":${topic.name}}`, topics: [topic] }
}

function readControl(frame: Uint8Array): readonly ControlMessage[] {
  if (isGreeting(frame)) return [{ type: 'notice', detail: new TextDecoder().decode(frame) }]
  const message = parseJson(frame)
  if (!isObject(message)) return []
  switch (optionalTextAt(message, 'channel') ?? '') {
    case 'pong':
      return [{ type: 'pong' }]
    case 'subscriptionResponse': {
      const { data } = message
      const topic = isObject(data) ? topicOf(data['subscription']) : undefined
      return topic === undefined ? [] : [{ type: 'ack', topic }]
    }
    case 'error':
      return [refusal(optionalTextAt(message, 'data') ?? '')]
    default:
      return []
  }
}

/**
 * `Already subscribed: {…}` and `Already unsubscribed: {…}` say that what was asked for is so. Others repeat the
 * subscription, or the whole request.
 */
function refusal(text: string): ControlMessage {
  const topic = topicIn(text)
  const named = topic === undefined ? {} : { topic }
  if (topic !== undefined && /^already (un)?subscribed/i.test(text)) return { type: 'ack', topic }
  return { type: 'reject', ...named, error: streamError(text) }
}

function topicIn(text: string): string | undefined {
  const start = text.indexOf('{')
  const value = start < 0 ? undefined : parsed(text.slice(start, text.lastIndexOf('}') + 1))
  return value === undefined ? undefined : (topicOf(value['subscription']) ?? topicOf(value))
}

function topicOf(value: JsonValue | undefined): string | undefined {
  return isObject(value) && typeof value['type'] === 'string' ? nameOf(value) : undefined
}

function parsed(text: string): ReturnType<typeof objectOf> {
  try {
    return objectOf(parseJson(new TextEncoder().encode(text)))
  } catch {
    // A text that repeats something other than JSON names no topic.
    return undefined
  }
}

function objectOf(value: JsonValue): Readonly<Record<string, JsonValue | undefined>> | undefined {
  return isObject(value) ? value : undefined
}
