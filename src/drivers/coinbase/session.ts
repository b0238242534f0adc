import type { ControlMessage, OutFrame, SessionProtocol, Topic } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { chunkTopics } from '../kit/chunk-topics.ts'
import { isArray, isObject, optionalTextAt, parseJson } from '../kit/fields.ts'
import { streamError } from './errors.ts'
import { channelOf, topicName } from './topics.ts'
import { FACTS } from './venue.ts'

/** Subscribing on Advanced Trade's market socket. docs/venues/coinbase.md §Subscribing; checked 2026-11-21. */
export const advancedSession: SessionProtocol = {
  // Within 5 s the server wants a subscription, and channels without a change for 60 to 90 s close the connection.
  hello: () => [{ data: '{"type":"subscribe","channel":"heartbeats"}', topics: [] }],
  subscribe: (topics) => requests('subscribe', topics),
  unsubscribe: (topics) => requests('unsubscribe', topics),
  readControl,
}

/** One channel a message, with any number of products; requests have no ids. */
function requests(
  type: 'subscribe' | 'unsubscribe',
  topics: readonly Topic[],
): readonly OutFrame[] {
  return byChannel(topics).flatMap(([channel, group]) =>
    chunkTopics(FACTS.streams, group, bytesOf).map((chunk) => ({
      data: JSON.stringify({ type, channel, product_ids: chunk.map(({ symbol }) => symbol) }),
      topics: chunk,
    })),
  )
}

const bytesOf = ({ symbol }: Topic): number => (symbol?.length ?? 0) + 3

/** Topics by their channel, in the order in which the channels come. */
export function byChannel(
  topics: readonly Topic[],
): readonly (readonly [string, readonly Topic[]])[] {
  const channels = [...new Set(topics.map(channelOf))]
  return channels.map((channel) => [
    channel,
    topics.filter((topic) => channelOf(topic) === channel),
  ])
}

function readControl(frame: Uint8Array): readonly ControlMessage[] {
  const message = parseJson(frame)
  if (!isObject(message)) return []
  if (optionalTextAt(message, 'type') === 'error') return [readError(message)]
  switch (optionalTextAt(message, 'channel')) {
    case 'heartbeats':
      return [{ type: 'heartbeat' }]
    case 'subscriptions': {
      const topics = subscribed(message)
      // An answer without its list says nothing; taking it for an empty one would end every subscription.
      return topics === undefined
        ? [{ type: 'notice', detail: 'subscriptions without a list' }]
        : [{ type: 'carried', topics }]
    }
    case undefined:
    default:
      return [{ type: 'notice', detail: new TextDecoder().decode(frame).slice(0, 200) }]
  }
}

/** The two refusals of a slow reader come before the server hangs up; every other error is of a request. */
export function readError(message: JsonObject): ControlMessage {
  const text = optionalTextAt(message, 'message') ?? ''
  return /ErrSlow|Message too big/i.test(text)
    ? { type: 'closing', detail: text.slice(0, 200) }
    : { type: 'reject', error: streamError(message) }
}

/** `{"events":[{"subscriptions":{"level2":["BTC-USD"],"heartbeats":["heartbeats"]}}]}`: all there is, not what is new. */
function subscribed(message: JsonObject): readonly string[] | undefined {
  const events = message['events']
  if (!isArray(events) || events.length === 0) return undefined
  return events.flatMap((event) => {
    const channels = isObject(event) ? event['subscriptions'] : undefined
    if (!isObject(channels)) return []
    return Object.entries(channels).flatMap(([channel, products]) =>
      isArray(products)
        ? products.flatMap((product) =>
            typeof product === 'string' ? [topicName(channel, product)] : [],
          )
        : [],
    )
  })
}
