import type { ControlMessage, OutFrame, SessionProtocol, Topic } from '../../core/index.ts'
import { inflateFrame, type JsonObject } from '../../wire/index.ts'
import { chunkTopics } from '../kit/chunk-topics.ts'
import { isObject, optionalIntegerAt, optionalTextAt, parseJson } from '../kit/fields.ts'
import { streamError } from './errors.ts'
import { methodOf } from './topics.ts'
import { BOOK_DEPTH, FACTS } from './venue.ts'

type Verb = 'subscribe' | 'unsubscribe'

/** Subscribing on CoinEx's sockets, spot's and futures' alike. docs/venues/coinex.md §Subscribing; checked 2026-11-21. */
export const session: SessionProtocol = {
  hello: () => [],
  subscribe: (topics, firstId) => requests('subscribe', topics, firstId),
  unsubscribe: (topics, firstId) => requests('unsubscribe', topics, firstId),
  ping: (requestId) => ({
    data: JSON.stringify({ method: 'server.ping', params: {}, id: requestId }),
    topics: [],
  }),
  readControl,
}

/** One message for each subject, with all its markets. Never an empty list: that would mean every market. */
function requests(verb: Verb, topics: readonly Topic[], firstId: number): readonly OutFrame[] {
  const chunks = groups(topics).flatMap((group) => chunkTopics(FACTS.streams, group, bytesOf))
  return chunks.map((chunk, i) => ({
    data: JSON.stringify({
      method: `${subjectOf(chunk)}.${verb}`,
      params: { market_list: chunk.map((topic) => argument(verb, topic)) },
      id: firstId + i,
    }),
    requestId: firstId + i,
    topics: chunk,
  }))
}

function groups(topics: readonly Topic[]): readonly (readonly Topic[])[] {
  const bySubject = new Map<string, Topic[]>()
  for (const topic of topics) {
    const subject = methodOf(topic)
    const group = bySubject.get(subject)
    if (group === undefined) bySubject.set(subject, [topic])
    else group.push(topic)
  }
  return [...bySubject.values()]
}

function subjectOf([first]: readonly Topic[]): string {
  return first === undefined ? '' : methodOf(first)
}

/** No merging of prices: levels as they rest. */
const MERGE_INTERVAL = '0'
/** `false`: whole books now and then, changes between; `true` would make every push a whole book. */
const IS_ALWAYS_FULL = false

/** Unsubscribing names the market alone, of books too. */
function argument(verb: Verb, topic: Topic): unknown {
  const { symbol = '' } = topic
  return verb === 'subscribe' && methodOf(topic) === 'depth'
    ? [symbol, BOOK_DEPTH, MERGE_INTERVAL, IS_ALWAYS_FULL]
    : symbol
}

function bytesOf(topic: Topic): number {
  return JSON.stringify(argument('subscribe', topic)).length + 1
}

function readControl(frame: Uint8Array): readonly ControlMessage[] {
  const payload = inflateFrame(frame)
  const message = payload === undefined ? undefined : parseJson(payload)
  if (!isObject(message)) return []
  const requestId = optionalIntegerAt(message, 'id')
  const id = requestId === undefined ? {} : { requestId }
  if (optionalTextAt(message, 'code') !== '0') {
    return [{ type: 'reject', ...id, error: streamError(message) }]
  }
  // Acknowledgements name no topic: one answers the whole request. Unknown markets are acknowledged too, then silent.
  return [answerTo(message) ?? { type: 'ack', ...id }]
}

/** What an answer with `data` says: of `server.ping`, or of `server.time`. */
function answerTo({ data }: JsonObject): ControlMessage | undefined {
  if (!isObject(data)) return undefined
  if (optionalTextAt(data, 'result') === 'pong') return { type: 'pong' }
  return 'timestamp' in data ? { type: 'notice', detail: 'answer to server.time' } : undefined
}
