import type {
  ControlMessage,
  OutFrame,
  SessionProtocol,
  Topic,
  TopicAnswer,
  VenueFacts,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { chunkTopics } from '../kit/chunk-topics.ts'
import { isObject, optionalIntegerAt, optionalTextAt, parseJson } from '../kit/fields.ts'
import { repeatedName, streamError } from './errors.ts'
import { isListed, readTopicName, topicName } from './topics.ts'

type Event = 'subscribe' | 'unsubscribe'

/**
 * Subscribing on Gate's sockets. docs/venues/gate.md §Subscribing; checked 2026-11-21.
 *
 * Requests carry no `time`: it is signed on private channels, and clients in wide use leave it out on public ones.
 */
export function sessionOf(facts: VenueFacts): SessionProtocol {
  const requests = (event: Event, topics: readonly Topic[], firstId: number): OutFrame[] =>
    groups(topics)
      .flatMap((group) => chunkTopics(facts.streams, group, ({ name }) => name.length))
      .map((chunk, i) => frame(event, chunk, firstId + i))
  return {
    hello: () => [],
    subscribe: (topics, firstId) => requests('subscribe', topics, firstId),
    unsubscribe: (topics, firstId) => requests('unsubscribe', topics, firstId),
    ping: (_id, endpoint) => ({
      data: JSON.stringify({ channel: endpoint === 'spot' ? 'spot.ping' : 'futures.ping' }),
      topics: [],
    }),
    readControl,
  }
}

/** Topics that one message may hold: those of one channel with a list of names, else each by itself. */
function groups(topics: readonly Topic[]): readonly (readonly Topic[])[] {
  const listed = new Map<string, Topic[]>()
  const all: Topic[][] = []
  for (const topic of topics) {
    const { channel } = readTopicName(topic.name)
    const group = isListed(channel) ? listed.get(channel) : undefined
    if (group !== undefined) {
      group.push(topic)
      continue
    }
    const made = [topic]
    all.push(made)
    if (isListed(channel)) listed.set(channel, made)
  }
  return all
}

function frame(event: Event, topics: readonly Topic[], id: number): OutFrame {
  const parts = topics.map(({ name }) => readTopicName(name))
  const channel = parts[0]?.channel ?? ''
  const payload = parts.flatMap((part) => part.payload)
  return { data: JSON.stringify({ id, channel, event, payload }), requestId: id, topics }
}

function readControl(bytes: Uint8Array): readonly ControlMessage[] {
  const message = parseJson(bytes)
  if (!isObject(message)) return []
  const channel = optionalTextAt(message, 'channel') ?? ''
  const event = optionalTextAt(message, 'event')
  const { error } = message
  if (isObject(error)) return refusals(message, error, channel)
  if (channel.endsWith('.pong')) return [{ type: 'pong' }]
  if (event !== 'subscribe' && event !== 'unsubscribe') {
    return [{ type: 'notice', detail: new TextDecoder().decode(bytes).slice(0, 200) }]
  }
  return [{ type: 'ack', ...answerTo(message, channel) }]
}

/** One answer for the whole of a request, refused as a whole where one name of it is wrong. */
function answerTo(message: JsonObject, channel: string): TopicAnswer {
  const requestId = optionalIntegerAt(message, 'id')
  // The venue echoes the id; answers of 2023 and before, to requests without one, name only the channel.
  return requestId === undefined ? { oldestOf: `${channel}:` } : { requestId }
}

/** What is subscribed already is what was asked for; the names beside it were refused and are to be asked for again. */
function refusals(
  message: JsonObject,
  error: JsonObject,
  channel: string,
): readonly ControlMessage[] {
  const name = repeatedName(error)
  const refusal = {
    type: 'reject',
    ...answerTo(message, channel),
    error: streamError(error),
  } as const
  if (name === undefined) return [refusal]
  return [{ type: 'ack', topic: topicName(channel, [name]) }, refusal]
}
