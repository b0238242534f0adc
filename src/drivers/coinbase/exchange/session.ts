import type { ControlMessage, OutFrame, SessionProtocol, Topic } from '../../../core/index.ts'
import { type JsonObject, type JsonValue } from '../../../wire/index.ts'
import { chunkTopics } from '../../kit/chunk-topics.ts'
import { isArray, isObject, optionalTextAt, parseJson } from '../../kit/fields.ts'
import { streamError } from '../errors.ts'
import { byChannel, readError } from '../session.ts'
import { topicName } from '../topics.ts'
import { FACTS, LEVEL2_BATCH } from '../venue.ts'

/** Subscribing on Coinbase Exchange's feed. docs/venues/coinbase.md §Subscribing; checked 2026-11-21. */
export const exchangeSession: SessionProtocol = {
  hello: () => [],
  subscribe: (topics) => requests('subscribe', topics),
  unsubscribe: (topics) => requests('unsubscribe', topics),
  readControl,
}

/** Several channels a message, each with its products; requests have no ids. */
function requests(
  type: 'subscribe' | 'unsubscribe',
  topics: readonly Topic[],
): readonly OutFrame[] {
  return chunkTopics(FACTS.streams, topics, bytesOf).map((chunk) => {
    const channels = byChannel(chunk).map(([name, group]) => ({
      name,
      product_ids: group.map(({ symbol }) => symbol),
    }))
    // Heartbeats are by product and say the last trade. They stay when a channel is left: another may need them.
    const products = [...new Set(chunk.map(({ symbol }) => symbol))]
    const all =
      type === 'subscribe' ? [...channels, { name: 'heartbeat', product_ids: products }] : channels
    return { data: JSON.stringify({ type, channels: all }), topics: chunk }
  })
}

/** A product stands in its channel's list and in that of the heartbeats. */
const bytesOf = ({ symbol }: Topic): number => 2 * ((symbol?.length ?? 0) + 3)

function readControl(frame: Uint8Array): readonly ControlMessage[] {
  const message = parseJson(frame)
  if (!isObject(message)) return []
  switch (optionalTextAt(message, 'type')) {
    case 'heartbeat':
      return [{ type: 'heartbeat' }]
    case 'subscriptions': {
      const channels = message['channels']
      return isArray(channels)
        ? [{ type: 'carried', topics: channels.flatMap(topicsOf) }]
        : [{ type: 'notice', detail: 'subscriptions without a list' }]
    }
    case 'error':
      return refusals(message)
    case undefined:
    default:
      return [{ type: 'notice', detail: new TextDecoder().decode(frame).slice(0, 200) }]
  }
}

/** `{"name":"matches","product_ids":["ETH-USD"]}`; the book may be called by the channel that it is cut from. */
function topicsOf(channel: JsonValue): readonly string[] {
  if (!isObject(channel)) return []
  const name = optionalTextAt(channel, 'name') ?? ''
  const products = channel['product_ids']
  if (!isArray(products)) return []
  const ours = name.startsWith('level2') ? LEVEL2_BATCH : name
  return products.flatMap((product) =>
    typeof product === 'string' ? [topicName(ours, product)] : [],
  )
}

/** `"reason":"BTC-XXX is not a valid product"` names the product, whatever channel it was asked for on. */
function refusals(message: JsonObject): readonly ControlMessage[] {
  const product = /\b([A-Z0-9]+-[A-Z0-9]+) is not a valid product/.exec(
    optionalTextAt(message, 'reason') ?? '',
  )?.[1]
  if (product === undefined) return [readError(message)]
  const error = streamError(message)
  return [LEVEL2_BATCH, 'matches', 'ticker'].map((channel) => ({
    type: 'reject',
    topic: topicName(channel, product),
    error,
  }))
}
