import type { ControlMessage, OutFrame, SessionProtocol, Topic } from '../../core/index.ts'
import { chunkTopics } from '../kit/chunk-topics.ts'
import { isArray, isObject, optionalIntegerAt, optionalTextAt, parseJson } from '../kit/fields.ts'
import { streamError } from './errors.ts'
import { FACTS } from './venue.ts'

/** Subscribing on Binance's stream sockets. docs/venues/binance.md §Subscribing; checked 2026-11-21. */
export const session: SessionProtocol = {
  hello: () => [],
  subscribe: (topics, firstId) => requests('SUBSCRIBE', topics, firstId),
  unsubscribe: (topics, firstId) => requests('UNSUBSCRIBE', topics, firstId),
  readControl,
}

/** One message per chunk; ids are positive integers because futures accept nothing else. */
function requests(
  method: 'SUBSCRIBE' | 'UNSUBSCRIBE',
  topics: readonly Topic[],
  firstId: number,
): readonly OutFrame[] {
  return chunkTopics(FACTS.streams, topics, (topic) => topic.name.length + 3).map((chunk, i) => ({
    data: JSON.stringify({ method, params: chunk.map(({ name }) => name), id: firstId + i }),
    requestId: firstId + i,
    topics: chunk,
  }))
}

function readControl(frame: Uint8Array): readonly ControlMessage[] {
  const message = parseJson(frame)
  if (!isObject(message)) return []
  // Combined streams wrap in `data`, the WebSocket API in `event`.
  const wrapped = message['data'] ?? message['event']
  const payload = isObject(wrapped) ? wrapped : message
  if (payload['e'] === 'serverShutdown') return [{ type: 'closing', detail: 'serverShutdown' }]
  const requestId = optionalIntegerAt(message, 'id')
  const id = requestId === undefined ? {} : { requestId }
  // Spot wraps refusals in `error`, futures write code and msg bare; both forms have been reported for both.
  const refusal = isObject(message['error']) ? message['error'] : message
  if (optionalTextAt(refusal, 'code') !== undefined) {
    return [{ type: 'reject', ...id, error: streamError(refusal) }]
  }
  if (message['result'] === null) return [{ type: 'ack', ...id }]
  return [{ type: 'notice', detail: isArray(message['result']) ? 'subscription list' : 'answer' }]
}
