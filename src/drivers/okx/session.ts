import type {
  ControlMessage,
  OutFrame,
  SessionProtocol,
  StreamFacts,
  Topic,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { chunkTopics } from '../kit/chunk-topics.ts'
import { isObject, optionalTextAt, parseJson } from '../kit/fields.ts'
import { streamError } from './errors.ts'
import { topicArgument, topicName } from './topics.ts'
import { FACTS } from './venue.ts'

/** Subscribing on OKX's public and business sockets. docs/venues/okx.md §Subscribing; checked 2026-11-21. */
export const session: SessionProtocol = {
  hello: () => [],
  subscribe: (topics, firstId) => requests('subscribe', topics, firstId, DIALECT),
  unsubscribe: (topics, firstId) => requests('unsubscribe', topics, firstId, DIALECT),
  // Four letters, no JSON; it is not answered with an id.
  ping: () => ({ data: 'ping', topics: [] }),
  readControl,
}

/** How topics of some endpoints are asked for. */
export interface TopicDialect {
  /** The endpoints. */
  readonly streams: readonly StreamFacts[]
  /** The venue's argument of a subscription. */
  readonly argumentOf: (topic: Topic) => Readonly<Record<string, string>>
}

const DIALECT: TopicDialect = { streams: FACTS.streams, argumentOf: topicArgument }

/** Frames that ask for topics. Ids are 1 to 32 letters and digits: our numbers as text. */
export function requests(
  op: 'subscribe' | 'unsubscribe',
  topics: readonly Topic[],
  firstId: number,
  { streams, argumentOf }: TopicDialect,
): readonly OutFrame[] {
  const bytesOf = (topic: Topic): number => JSON.stringify(argumentOf(topic)).length + 1
  return chunkTopics(streams, topics, bytesOf).map((chunk, i) => ({
    data: JSON.stringify({ id: String(firstId + i), op, args: chunk.map(argumentOf) }),
    requestId: firstId + i,
    topics: chunk,
  }))
}

const PONG_BYTES = 4
const SERVICE_UPGRADE = '64008'

function readControl(frame: Uint8Array): readonly ControlMessage[] {
  // `pong` is no JSON; nothing else of four bytes is a control frame.
  if (frame.length === PONG_BYTES) return [{ type: 'pong' }]
  const message = parseJson(frame)
  if (!isObject(message)) return []
  const id = requestIdOf(message)
  switch (optionalTextAt(message, 'event') ?? '') {
    case 'subscribe':
    case 'unsubscribe':
      // One for each argument; the others of the request are still open.
      return [{ type: 'ack', ...id, ...topicOf(message) }]
    case 'error': {
      const topic = refusedTopic(message)
      return [{ type: 'reject', ...id, ...topic, error: streamError(message) }]
    }
    case 'notice':
      return [
        {
          type: optionalTextAt(message, 'code') === SERVICE_UPGRADE ? 'closing' : 'notice',
          detail: optionalTextAt(message, 'msg') ?? 'notice without text',
        },
      ]
    default:
      // `login`, `channel-conn-count`, `channel-conn-count-error` (private channels), and events of later versions.
      return [{ type: 'notice', detail: new TextDecoder().decode(frame).slice(0, 200) }]
  }
}

function requestIdOf(message: JsonObject): { readonly requestId?: number } {
  const id = optionalTextAt(message, 'id') ?? illegalRequestId(message)
  return id === undefined || !/^\d{1,15}$/.test(id) ? {} : { requestId: Number(id) }
}

/** 60012 repeats the request that it refuses; ours then has its id in it. */
function illegalRequestId(message: JsonObject): string | undefined {
  return /"id"\s*:\s*"(\d+)"/.exec(optionalTextAt(message, 'msg') ?? '')?.[1]
}

function topicOf(message: JsonObject): { readonly topic?: string } {
  const arg = message['arg']
  if (!isObject(arg)) return {}
  const channel = optionalTextAt(arg, 'channel')
  const of = optionalTextAt(arg, 'instId') ?? optionalTextAt(arg, 'instType') ?? ''
  return channel === undefined ? {} : { topic: topicName(channel, of) }
}

/** Refusals have no `arg`: "Wrong URL or channel:books,instId:BTC-USDX doesn't exist. Please …". */
function refusedTopic(message: JsonObject): { readonly topic?: string } {
  const text = optionalTextAt(message, 'msg') ?? ''
  const match = /channel:([\w-]+)(?:,inst(?:Id|Type):([^\s,]+))?/.exec(text)
  return match?.[1] === undefined ? {} : { topic: topicName(match[1], match[2] ?? '') }
}
