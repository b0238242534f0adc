import type { ControlMessage, OutFrame, SessionProtocol, Topic } from '../../core/index.ts'
import { JsonNumber, type JsonObject } from '../../wire/index.ts'
import { chunkTopics } from '../kit/chunk-topics.ts'
import { isArray, isObject, parseJson } from '../kit/fields.ts'
import { bridgeError, subscribeError } from './errors.ts'
import { refusalOf } from './hello.ts'
import type { Mt5Options } from './options.ts'
import { CONTRACT_VERSION, DEAD_AFTER_MS, FACTS, HEARTBEAT_MS } from './venue.ts'

/** Speaking with a bridge: it says hello, we say welcome or bye, and then subscribe. docs/venues/mt5.md. */
export function createSession(options: Mt5Options): SessionProtocol {
  return {
    // The bridge speaks first.
    hello: () => [],
    subscribe: (topics, firstId) =>
      requests(topics, firstId, (id, s) => ({
        t: 'sub',
        id,
        s,
        mode: 'all',
        // Live only: no frame but its own is known here, so what was held before a reconnect is not.
        from: 0,
        book: false,
      })),
    unsubscribe: (topics, firstId) => requests(topics, firstId, (id, s) => ({ t: 'unsub', id, s })),
    readControl: (frame) => readControl(frame, options),
  }
}

function requests(
  topics: readonly Topic[],
  firstId: number,
  message: (id: number, symbols: readonly string[]) => object,
): readonly OutFrame[] {
  const bytesOf = ({ name }: Topic): number => JSON.stringify(name).length + 1
  return chunkTopics(FACTS.streams, topics, bytesOf).map((chunk, i) => ({
    data: JSON.stringify(
      message(
        firstId + i,
        chunk.map(({ name }) => name),
      ),
    ),
    requestId: firstId + i,
    topics: chunk,
  }))
}

const reply = (message: object): ControlMessage => ({
  type: 'ping',
  reply: { data: JSON.stringify(message), topics: [] },
})

function readControl(frame: Uint8Array, options: Mt5Options): readonly ControlMessage[] {
  const message = objectOf(frame)
  if (message === undefined) return [noticeOf(frame)]
  switch (textOf(message, 't')) {
    case 'hello':
      return onHello(message, options)
    case 'hb':
      return [{ type: 'heartbeat' }]
    case 'subd':
      return onSubscribed(message)
    case 'err':
      return [onError(message)]
    case 'bye':
      return [{ type: 'closing', detail: `the bridge says bye: ${textOf(message, 'why')}` }]
    default:
      return [noticeOf(frame)]
  }
}

function noticeOf(frame: Uint8Array): ControlMessage {
  return { type: 'notice', detail: new TextDecoder().decode(frame.subarray(0, 200)) }
}

function onHello(hello: JsonObject, options: Mt5Options): readonly ControlMessage[] {
  const why = refusalOf(hello, options)
  // Without a welcome to go on, the connection ends at its handshake's timeout.
  if (why !== undefined) {
    return [reply({ t: 'bye', why }), { type: 'notice', detail: `The bridge was refused: ${why}` }]
  }
  return [
    reply({ t: 'welcome', v: CONTRACT_VERSION, hb: HEARTBEAT_MS }),
    { type: 'welcome', keepAlive: { kind: 'server', deadAfterMs: DEAD_AFTER_MS } },
  ]
}

/** `ok` accepts symbol by symbol, `err` refuses with a reason for each. */
function onSubscribed(message: JsonObject): readonly ControlMessage[] {
  const { ok, err } = message
  const id = requestIdOf(message)
  const accepted = ok !== undefined && isArray(ok) ? ok : []
  const refused = isObject(err) ? Object.entries(err) : []
  return [
    ...accepted.flatMap((topic): readonly ControlMessage[] =>
      typeof topic === 'string' ? [{ type: 'ack', ...id, topic }] : [],
    ),
    ...refused.map(
      ([topic, reason]): ControlMessage => ({
        type: 'reject',
        ...id,
        topic,
        error: subscribeError(topic, typeof reason === 'string' ? reason : 'no reason'),
      }),
    ),
  ]
}

function onError(message: JsonObject): ControlMessage {
  const error = bridgeError(textOf(message, 'code'), textOf(message, 'msg'))
  return { type: 'reject', ...requestIdOf(message), error }
}

function objectOf(frame: Uint8Array): JsonObject | undefined {
  try {
    const value = parseJson(frame)
    return isObject(value) ? value : undefined
  } catch {
    // The decoder has read it; whatever else is handed in here is told as a notice.
    return undefined
  }
}

function textOf(message: JsonObject, key: string): string {
  const value = message[key]
  return typeof value === 'string' ? value : ''
}

function requestIdOf({ id }: JsonObject): { readonly requestId?: number } {
  if (!(id instanceof JsonNumber) || !/^\d{1,15}$/.test(id.text)) return {}
  return { requestId: Number(id.text) }
}
