import { type SimulatedGateOptions, simulatedGate } from '../../../src/sim/gate/index.ts'
import { HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

export interface Push<Result> {
  time: number
  time_ms: number
  channel: string
  event: string
  result: Result
}

export interface Answer {
  id?: number
  channel: string
  event: string
  payload: string[]
  error: { code: number; message: string } | null
  result: { status: string }
}

export interface Chain {
  t: number
  full?: true
  s: string
  U?: number
  u: number
  b?: [string, string][]
  a?: [string, string][]
}

export type Level = [string, string] | { p: string; s: string | number }

export interface Diff {
  s: string
  U: number
  u: number
  b: Level[]
  a: Level[]
  l?: string
}

export const DECIMAL = { 'x-gate-size-decimal': '1' }

const PATHS: Readonly<Record<string, readonly [host: string, path: string]>> = {
  spot: ['spot-ws', '/ws/v4/'],
  usdt: ['futures-ws', '/v4/ws/usdt'],
  btc: ['futures-ws', '/v4/ws/btc'],
  delivery: ['futures-ws', '/v4/ws/delivery/usdt'],
}

/** A simulated venue with a clock of its own, and clients that have asked for some channels. */
export function setUp(options: Partial<SimulatedGateOptions> = {}) {
  const ports = new ManualPorts()
  const venue = simulatedGate({ ports, seed: 7, ...options })
  const connect = (product: string, headers: Record<string, string> = {}, answersPings = true) => {
    const [name = '', path = ''] = PATHS[product] ?? []
    const host = venue.hosts[name]!
    const withHeaders = {
      ...host,
      accept: (target: string, _none: unknown, peer: Parameters<typeof host.accept>[2]) =>
        host.accept(target, headers, peer),
    }
    return new HostClient(withHeaders, path, answersPings)
  }
  const subscribe = (
    product: string,
    channel: string,
    payload: readonly string[],
    headers?: Record<string, string>,
  ) => {
    const client = connect(product, headers)
    client.send({ time: 1, id: 7, channel, event: 'subscribe', payload })
    return client
  }
  const rest = (target: string, headers: Record<string, string> = {}) => {
    const answer = venue.hosts['rest']!.request({
      method: 'GET',
      target: `/api/v4/${target}`,
      headers,
      body: '',
    })
    if (answer.kind !== 'response') throw new Error(`no response: ${answer.kind}`)
    const { status, headers: told, body } = answer.response
    return { status, headers: told, body: JSON.parse(new TextDecoder().decode(body)) as unknown }
  }
  venue.start()
  return { ports, venue, connect, subscribe, rest }
}

/** What a client was pushed on a channel. */
export function pushes<Result>(client: HostClient, channel: string): Push<Result>[] {
  return client
    .with<Push<Result>>('result')
    .filter((each) => each.channel === channel && ['update', 'all'].includes(each.event))
}

/** The venue's answers to a client's requests. */
export function answers(client: HostClient): Answer[] {
  return client.with<Answer>('payload')
}

/** Levels of either form as pairs of text. */
export function pairs(levels: readonly Level[]): [string, string][] {
  return levels.map((level) => (Array.isArray(level) ? level : [level.p, String(level.s)]))
}
