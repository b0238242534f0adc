import type { ControlMessage, OutFrame, SessionProtocol, Topic } from '../../core/index.ts'
import { chunkTopics } from '../kit/chunk-topics.ts'
import { isObject, optionalIntegerAt, optionalTextAt, parseJson } from '../kit/fields.ts'
import { streamError } from './errors.ts'
import { futuresRequest, readFuturesControl } from './futures/session.ts'
import { FACTS } from './venue.ts'

/**
 * Speaking on MEXC's two sockets, which have a dialect each. docs/venues/mexc.md §Subscribing; checked 2026-11-21.
 */
export const session: SessionProtocol = {
  hello: () => [],
  subscribe: (topics, firstId) => requests('sub', topics, firstId),
  unsubscribe: (topics, firstId) => requests('unsub', topics, firstId),
  ping: (_requestId, endpoint) => ({
    data: JSON.stringify({ method: endpoint === 'futures' ? 'ping' : 'PING' }),
    topics: [],
  }),
  readControl: (frame, endpoint) =>
    endpoint === 'futures' ? readFuturesControl(frame) : readSpotControl(frame),
}

const SPOT_METHODS = { sub: 'SUBSCRIPTION', unsub: 'UNSUBSCRIPTION' } as const

function requests(
  kind: 'sub' | 'unsub',
  topics: readonly Topic[],
  firstId: number,
): readonly OutFrame[] {
  if (topics[0]?.endpoint === 'futures') {
    // Answers have no id.
    return topics.map((topic) => ({ data: futuresRequest(kind, topic.name), topics: [topic] }))
  }
  return chunkTopics(FACTS.streams, topics, ({ name }) => name.length + 3).map((chunk, i) => ({
    data: JSON.stringify({
      method: SPOT_METHODS[kind],
      params: chunk.map(({ name }) => name),
      id: firstId + i,
    }),
    requestId: firstId + i,
    topics: chunk,
  }))
}

/** Names of channels as answers list them, with commas or brackets around. */
const CHANNEL = /spot@[^\s,[\]]+/g
/** `Not Subscribed successfully! [spot@…,spot@…].  Reason： Blocked! `, and the like for an unsubscribe. */
const REFUSED = /Not \w+ successfully! *\[([^\]]*)\][^[]*/g

/**
 * `{"id":1,"code":0,"msg":…}`, where `code` is 0 whatever became of the request: only the text tells. A channel named as
 * not subscribed was refused, any other that is named was accepted; a text that names none refuses the whole request.
 */
function readSpotControl(frame: Uint8Array): readonly ControlMessage[] {
  const message = parseJson(frame)
  if (!isObject(message)) return []
  const text = optionalTextAt(message, 'msg') ?? ''
  if (text === 'PONG') return [{ type: 'pong' }]
  const requestId = optionalIntegerAt(message, 'id')
  const id = requestId === undefined ? {} : { requestId }
  const error = streamError(text === '' ? 'an answer without a text' : text)
  const refused = [...text.matchAll(REFUSED)].flatMap(([, list = '']) => list.match(CHANNEL) ?? [])
  const accepted = text.replace(REFUSED, '').match(CHANNEL) ?? []
  if (refused.length + accepted.length === 0) return [{ type: 'reject', ...id, error }]
  return [
    ...accepted.map((topic) => ({ type: 'ack', ...id, topic }) as const),
    ...refused.map((topic) => ({ type: 'reject', ...id, topic, error }) as const),
  ]
}
