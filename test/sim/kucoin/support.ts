import { type SimulatedKucoinOptions, simulatedKucoin } from '../../../src/sim/kucoin/index.ts'
import { get, HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

type Json = Record<string, unknown>
type Level = [string, string]

/** A message of the unified sockets. */
export interface Push<D = Json> {
  T: string
  dp?: string
  t?: string
  d: D
}

/** The payload of a unified book. */
export interface BookPayload {
  a: Level[]
  b: Level[]
  s: string
  O: number
  C: number
}

/** A message of the classic sockets. */
export interface Message<D = Json> {
  topic: string
  subject: string
  sn?: number
  data: D
}

/** A simulated venue with a clock of its own, and clients that have said hello. */
export function setUp(options: Partial<SimulatedKucoinOptions> = {}) {
  const ports = new ManualPorts()
  const venue = simulatedKucoin({ ports, seed: 7, ...options })
  const push = (market: 'spot' | 'futures') => new HostClient(venue.hosts[`push-${market}`]!, '/')
  const token = (market: 'spot' | 'futures'): string => {
    const answer = post(venue.hosts[market]!, '/api/v1/bullet-public') as {
      data: { token: string }
    }
    return answer.data.token
  }
  const classic = (market: 'spot' | 'futures', good = token(market)) =>
    new HostClient(
      venue.hosts[market]!,
      `/?${new URLSearchParams({ token: good, connectId: 'mine' }).toString()}`,
    )
  const rest = (target: string, market: 'spot' | 'futures' = 'spot') =>
    get(venue.hosts[market]!, target)
  const data = (target: string, market: 'spot' | 'futures' = 'spot') =>
    (rest(target, market).body as { data: unknown }).data
  venue.start()
  return { ports, venue, push, classic, token, rest, data }
}

type Host = Parameters<typeof get>[0]

/** The JSON body of a POST. */
export function post(host: Host, target: string, headers: Record<string, string> = {}): unknown {
  const answer = host.request({ method: 'POST', target, headers, body: '' })
  if (answer.kind !== 'response') throw new Error(`no response: ${answer.kind}`)
  return JSON.parse(new TextDecoder().decode(answer.response.body))
}

/** Every binary frame of a client, parsed. */
export function binary(client: HostClient): Json[] {
  return client.raw.flatMap((frame) =>
    typeof frame === 'string' ? [] : [JSON.parse(new TextDecoder().decode(frame)) as Json],
  )
}

/** What a client was pushed on a unified channel. */
export function pushes<D = Json>(client: HostClient, channel: string): Push<D>[] {
  // Only the channel is looked at; the caller names the payload.
  return binary(client).filter((each) => each['T'] === channel) as unknown as Push<D>[]
}

/** What a client was sent on a classic topic. */
export function messages<D = Json>(client: HostClient, topic: string): Message<D>[] {
  return client.with<Message<D>>('topic').filter((each) => each.topic === topic)
}
