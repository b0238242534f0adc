import type { ControlMessage, OutFrame, SessionProtocol, Topic } from '../../../core/index.ts'
import { chunkTopics } from '../../kit/chunk-topics.ts'
import { isArray, isObject, optionalTextAt, parseJson } from '../../kit/fields.ts'
import { streamError } from '../errors.ts'
import { factsOf } from '../venue.ts'

type Event = 'subscribe' | 'unsubscribe'

const STREAMS = factsOf('legacy').streams

/** Subscribing on Derivatives WebSocket v1, which knows no request ids. docs/venues/kraken.md §Subscribing; checked 2026-11-21. */
export const legacySession: SessionProtocol = {
  // Without it an idle connection says nothing for minutes.
  hello: () => [{ data: '{"event":"subscribe","feed":"heartbeat"}', topics: [] }],
  subscribe: (topics) => requests('subscribe', topics),
  unsubscribe: (topics) => requests('unsubscribe', topics),
  readControl,
}

/** One message per feed. Product ids in lower case, as recorded; answers and data spell them in upper case. */
function requests(event: Event, topics: readonly Topic[]): readonly OutFrame[] {
  const feeds = [...new Set(topics.map(feedOf))]
  return feeds.flatMap((feed) =>
    chunkTopics(
      STREAMS,
      topics.filter((topic) => feedOf(topic) === feed),
      bytesOf,
    ).map((chunk) => ({
      data: JSON.stringify({ event, feed, product_ids: chunk.map(productOf) }),
      topics: chunk,
    })),
  )
}

const feedOf = ({ name }: Topic): string => name.slice(0, name.indexOf(':'))
const productOf = ({ symbol }: Topic): string => (symbol ?? '').toLowerCase()
const bytesOf = ({ symbol }: Topic): number => (symbol?.length ?? 0) + 3

function readControl(frame: Uint8Array): readonly ControlMessage[] {
  const message = parseJson(frame)
  if (!isObject(message)) return []
  const text = (optionalTextAt(message, 'message') ?? '').slice(0, 200)
  const feed = optionalTextAt(message, 'feed')
  switch (optionalTextAt(message, 'event')) {
    case 'subscribed':
    case 'unsubscribed': {
      const products = message['product_ids']
      if (!isArray(products)) return [{ type: 'notice', detail: `subscribed ${feed ?? ''}` }]
      return products.flatMap((product) =>
        typeof product === 'string'
          ? [{ type: 'ack' as const, topic: `${feed ?? ''}:${product}` }]
          : [],
      )
    }
    case 'error':
      // Names neither feed nor product: it is for whatever was asked for last.
      return [{ type: 'reject', error: streamError(text) }]
    case 'alert':
      // `Already subscribed to feed, re-requesting` is harmless: the acknowledgement follows.
      return [{ type: 'notice', detail: text }]
    case 'info':
      return [{ type: 'notice', detail: 'greeting' }]
    case undefined:
    default:
      return feed === 'heartbeat' ? [{ type: 'heartbeat' }] : []
  }
}
