import type { ConnectPlan, OutFrame, RestCall, Topic } from '../../../core/index.ts'
import { chunkTopics } from '../../kit/chunk-topics.ts'
import { arrayAt, asObject, optionalIntegerAt, textAt } from '../../kit/fields.ts'
import { bodyOf } from '../answer.ts'
import { FACTS, keepAliveOf } from '../venue.ts'

const ENDING = '-classic'
/** Cost of the token call. */
const TOKEN_WEIGHT = 10

/** Whether an endpoint is a socket of the classic generation. */
export function isClassicEndpoint(endpoint: string): boolean {
  return endpoint.endsWith(ENDING)
}

/**
 * The call that gives a token and says where it is good for. Tokens of spot and futures are not interchangeable, and one
 * is good for 24 hours at most: every connection takes its own. docs/venues/kucoin.md §Classic sockets.
 */
export function tokenCall(endpoint: string): RestCall<ConnectPlan> {
  const service = endpoint.slice(0, -ENDING.length)
  return {
    request: {
      service,
      method: 'POST',
      path: '/api/v1/bullet-public',
      weight: TOKEN_WEIGHT,
      // A token that is not used runs out by itself.
      isIdempotent: true,
    },
    parse: (response, localTimeUs) => {
      const data = asObject(bodyOf(response, service), 'token')
      const server = asObject(arrayAt(data, 'instanceServers')[0], 'instance server')
      const query = new URLSearchParams({
        token: textAt(data, 'token'),
        // Ours to choose; the welcome repeats it.
        connectId: String(localTimeUs),
      })
      const pingIntervalMs = optionalIntegerAt(server, 'pingInterval')
      return {
        url: `${textAt(server, 'endpoint')}?${query.toString()}`,
        ...(pingIntervalMs === undefined
          ? {}
          : { keepAlive: keepAliveOf(pingIntervalMs, optionalIntegerAt(server, 'pingTimeout')) }),
      }
    },
  }
}

/** Topics of one channel go out in one list: `/market/snapshot:BTC-USDT,ETH-USDT`. */
export function classicRequests(
  type: 'subscribe' | 'unsubscribe',
  topics: readonly Topic[],
  firstId: number,
): readonly OutFrame[] {
  const byChannel = new Map<string, Topic[]>()
  for (const topic of topics) {
    const channel = topic.name.slice(0, topic.name.indexOf(':'))
    const list = byChannel.get(channel)
    if (list === undefined) byChannel.set(channel, [topic])
    else list.push(topic)
  }
  const chunks = [...byChannel].flatMap(([channel, list]) =>
    chunkTopics(FACTS.streams, list, (topic) => topic.name.length - channel.length).map(
      (chunk) => [channel, chunk] as const,
    ),
  )
  return chunks.map(([channel, chunk], i) => {
    const names = chunk.map(({ name }) => name.slice(channel.length + 1))
    const topic = `${channel}:${names.join(',')}`
    const id = String(firstId + i)
    return {
      data: JSON.stringify({ id, type, topic, privateChannel: false, response: true }),
      requestId: firstId + i,
      topics: chunk,
    }
  })
}
