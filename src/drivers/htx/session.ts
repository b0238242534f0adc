import type { ControlMessage, OutFrame, SessionProtocol, Topic } from '../../core/index.ts'
import { inflateFrame, JsonNumber, type JsonObject, type JsonValue } from '../../wire/index.ts'
import { isObject, optionalTextAt, parseJson } from '../kit/fields.ts'
import { streamError } from './errors.ts'
import { bodyOf } from './frame-keys.ts'

/**
 * Subscribing on HTX's sockets. Market sockets take `sub`, `unsub` and `req`, notification sockets `op`.
 * docs/venues/htx.md §Subscribing; checked 2026-11-21.
 */
export const session: SessionProtocol = {
  hello: () => [],
  subscribe: (topics, firstId) => topics.map((topic, i) => request('sub', topic, firstId + i)),
  unsubscribe: (topics, firstId) => topics.map((topic, i) => request('unsub', topic, firstId + i)),
  // The answer has the topic and its book, and is a data frame. Nothing waits for it in the ledger.
  requestSnapshot: ({ name }, requestId) => ({
    data: JSON.stringify({ req: name, id: String(requestId) }),
    requestId,
    topics: [],
  }),
  readControl,
}

/** Starts of the topics of the notification sockets. */
const NOTICES = 'public.'
/** Contract changes are those of swaps alone unless asked for all. */
const CONTRACT_INFO = '.contract_info'

function request(verb: 'sub' | 'unsub', topic: Topic, requestId: number): OutFrame {
  const { name, feed } = topic
  const id = String(requestId)
  const message = name.startsWith(NOTICES)
    ? { op: verb, cid: id, topic: name, ...(name.endsWith(CONTRACT_INFO) && ALL_CONTRACTS) }
    : { [verb]: name, id, ...(bodyOf(feed ?? '') === 'versioned' && CHANGES) }
  return { data: JSON.stringify(message), requestId, topics: [topic] }
}

const ALL_CONTRACTS = { business_type: 'all' } as const
/** Without it each message is a whole book. */
const CHANGES = { data_type: 'incremental' } as const

function readControl(frame: Uint8Array): readonly ControlMessage[] {
  const bytes = inflateFrame(frame)
  const message = bytes === undefined ? undefined : parseJson(bytes)
  if (!isObject(message)) return []
  if (message['ping'] !== undefined) return [pong({ pong: message['ping'] })]
  if (message['pong'] !== undefined) return [{ type: 'pong' }]
  if (message['op'] !== undefined) return [readOperation(message)]
  if (message['action'] !== undefined) return [readAction(message)]
  const topic = optionalTextAt(message, 'subbed') ?? optionalTextAt(message, 'unsubbed')
  const id = requestIdOf(message, 'id')
  if (topic !== undefined) return [{ type: 'ack', ...id, topic }]
  // Without an id it answers nothing of ours: `not json`, …
  if (id.requestId === undefined) return [notice(message)]
  return [{ type: 'reject', ...id, error: streamError(message) }]
}

/** `{"op":"ping","ts":"1492420473058"}`, answers, `close` and `error`. */
function readOperation(message: JsonObject): ControlMessage {
  switch (optionalTextAt(message, 'op') ?? '') {
    case 'ping':
      return pong({ op: 'pong', ts: message['ts'] ?? null })
    case 'pong':
      return { type: 'pong' }
    case 'sub':
    case 'unsub':
      return readAnswer(message)
    case 'close':
      return { type: 'closing', detail: 'the server is about to disconnect' }
    default:
      return notice(message)
  }
}

const ACCEPTED = '0'
/** The topic is subscribed already: what was asked for is so. */
const REPEATED = '2014'

function readAnswer(message: JsonObject): ControlMessage {
  const topic = optionalTextAt(message, 'topic')
  const answer = { ...requestIdOf(message, 'cid'), ...(topic === undefined ? {} : { topic }) }
  const code = optionalTextAt(message, 'err-code') ?? ACCEPTED
  if (code === ACCEPTED || code === REPEATED) return { type: 'ack', ...answer }
  return { type: 'reject', ...answer, error: streamError(message) }
}

/** Spot's private sockets; their ping comes from a gateway in front of others too. */
function readAction(message: JsonObject): ControlMessage {
  const { data } = message
  if (optionalTextAt(message, 'action') === 'ping' && isObject(data)) {
    return pong({ action: 'pong', data: { ts: data['ts'] ?? null } })
  }
  return notice(message)
}

/** The same number in the same form: digits of a number are written back as they were. */
function pong(answer: JsonObject): ControlMessage {
  return { type: 'ping', reply: { data: written(answer), topics: [] } }
}

function written(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.text
  if (!isObject(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}:${written(member ?? null)}`,
  )
  return `{${members.join(',')}}`
}

function notice(message: JsonObject): ControlMessage {
  return { type: 'notice', detail: written(message).slice(0, 200) }
}

/** Ids are any text, echoed; the recordings have numbers, echoed as numbers. */
function requestIdOf(message: JsonObject, key: 'id' | 'cid'): { readonly requestId?: number } {
  const id = optionalTextAt(message, key)
  return id === undefined || !/^\d{1,15}$/.test(id) ? {} : { requestId: Number(id) }
}
