import type { ControlMessage, OutFrame, SessionProtocol, Topic } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { chunkTopics } from '../kit/chunk-topics.ts'
import { isObject, optionalTextAt, parseJson } from '../kit/fields.ts'
import { streamError } from './errors.ts'
import { FACTS } from './venue.ts'

/** Subscribing on Bybit's public sockets. docs/venues/bybit.md §Subscribing; checked 2026-11-21. */
export const session: SessionProtocol = {
  hello: () => [],
  subscribe: (topics, firstId) => requests('subscribe', topics, firstId),
  unsubscribe: (topics, firstId) => requests('unsubscribe', topics, firstId),
  ping: (requestId) => ({
    data: JSON.stringify({ req_id: String(requestId), op: 'ping' }),
    topics: [],
  }),
  readControl,
}

/** `req_id` is free text; answers repeat it and do not name the topics. */
function requests(
  op: 'subscribe' | 'unsubscribe',
  topics: readonly Topic[],
  firstId: number,
): readonly OutFrame[] {
  return chunkTopics(FACTS.streams, topics, ({ name }) => name.length + 3).map((chunk, i) => ({
    data: JSON.stringify({
      req_id: String(firstId + i),
      op,
      args: chunk.map(({ name }) => name),
    }),
    requestId: firstId + i,
    topics: chunk,
  }))
}

function readControl(frame: Uint8Array): readonly ControlMessage[] {
  const message = parseJson(frame)
  if (!isObject(message)) return []
  const op = optionalTextAt(message, 'op')
  // Futures and spot answer `ping` by op `ping` and `ret_msg` `pong`; options and private sockets by op `pong`.
  if (op === 'pong' || optionalTextAt(message, 'ret_msg') === 'pong') return [{ type: 'pong' }]
  if (op === 'subscribe' || op === 'unsubscribe') return [answer(message)]
  return [{ type: 'notice', detail: new TextDecoder().decode(frame).slice(0, 200) }]
}

/** One answer for all topics of a request: one bad topic fails them all, and who knows which are active after that. */
function answer(message: JsonObject): ControlMessage {
  const id = requestIdOf(message)
  // What is subscribed already is subscribed: our request was repeated because its answer was lost.
  if (message['success'] === true || isRepeated(message)) return { type: 'ack', ...id }
  return { type: 'reject', ...id, error: streamError(message) }
}

function isRepeated(message: JsonObject): boolean {
  return (optionalTextAt(message, 'ret_msg') ?? '').startsWith('error:already subscribed')
}

function requestIdOf(message: JsonObject): { readonly requestId?: number } {
  const id = optionalTextAt(message, 'req_id')
  return id === undefined || !/^\d{1,15}$/.test(id) ? {} : { requestId: Number(id) }
}
