import { type SimulatedBybitOptions, simulatedBybit } from '../../../src/sim/bybit/index.ts'
import { get, HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

export interface BookData {
  s: string
  b: string[][]
  a: string[][]
  u: number
  seq: number
}

export interface Push<Data = Record<string, string>> {
  topic: string
  type: 'snapshot' | 'delta'
  ts: number
  cts?: number
  data: Data
}

/** A simulated venue with a clock of its own, and a client that has asked for some topics. */
export function setUp(options: Partial<SimulatedBybitOptions> = {}) {
  const ports = new ManualPorts()
  const venue = simulatedBybit({ ports, seed: 7, ...options })
  const connect = (path: string) => new HostClient(venue.hosts['ws']!, `/v5/public/${path}`)
  const subscribe = (path: string, ...args: string[]) => {
    const client = connect(path)
    client.send({ req_id: '1', op: 'subscribe', args })
    return client
  }
  const rest = (target: string) => get(venue.hosts['rest']!, `/v5/${target}`)
  const result = (target: string) =>
    (rest(target).body as { result: Record<string, unknown> }).result
  const rows = (target: string) => result(target)['list'] as Record<string, string>[]
  venue.start()
  return { ports, venue, connect, subscribe, rest, result, rows }
}

/** What a client was pushed on topics that begin so. */
export function pushes<Data = Record<string, string>>(
  client: HostClient,
  start: string,
): Push<Data>[] {
  return client.with<Push<Data>>('topic').filter(({ topic }) => topic.startsWith(start))
}
