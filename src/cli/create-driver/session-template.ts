/** `session.ts` of a new driver: topics, requests, answers. */
export function sessionTemplate(): string {
  return `import type { ChannelRequest, Instrument, OutFrame, SessionProtocol, Topic } from 'crossbook'
import { asObject, channelFacts, chunkTopics, depthOf, given } from 'crossbook/driver-kit'
import { integerAt, optionalTextAt, parseJson } from 'crossbook/driver-kit'
import { refusal } from './rest.ts'
import { FACTS } from './venue.ts'

/** The topics that serve a request; throws \`UNKNOWN_CHANNEL\` and the like, naming what there is. */
export function topics({ product, symbol }: Instrument, request: ChannelRequest): Topic[] {
  const facts = channelFacts(FACTS, product, request)
  const { channel } = request
  const topic = { name: \`\${channel}:\${symbol}\`, endpoint: 'public', channel, symbol }
  if (request.channel !== 'book') return [topic]
  return [{ ...topic, feed: 'book', depth: depthOf(facts, request) }]
}

function requests(op: string, wanted: readonly Topic[], firstId: number): readonly OutFrame[] {
  return chunkTopics(FACTS.streams, wanted, ({ name }) => name.length + 3).map((chunk, i) => ({
    data: JSON.stringify({ op, id: firstId + i, topics: chunk.map(({ name }) => name) }),
    requestId: firstId + i,
    topics: chunk,
  }))
}

/** How the venue is spoken to. Control frames: \`{"re":7,"ok":true}\`, \`{"re":7,"ok":false,"error":"…"}\`, \`{"re":7,"pong":1}\`. */
export const session: SessionProtocol = {
  hello: () => [],
  subscribe: (wanted, firstId) => requests('subscribe', wanted, firstId),
  unsubscribe: (unwanted, firstId) => requests('unsubscribe', unwanted, firstId),
  ping: (id) => ({ data: JSON.stringify({ op: 'ping', id }), topics: [] }),
  readControl(frame) {
    const message = asObject(parseJson(frame), 'answer')
    const requestId = integerAt(message, 're')
    if ('pong' in message) return [{ type: 'pong' }]
    if (message['ok'] === true) return [{ type: 'ack', requestId }]
    const topic = given('topic', optionalTextAt(message, 'topic'))
    const error = refusal('SUBSCRIBE_REJECTED', optionalTextAt(message, 'error'))
    return [{ type: 'reject', requestId, ...topic, error }]
  },
}
`
}
