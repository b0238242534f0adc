import { gunzipSync } from 'node:zlib'
import type { Host } from '../../../src/runtime/virtual/host.ts'
import { type SimulatedCoinexOptions, simulatedCoinex } from '../../../src/sim/coinex/index.ts'
import { get, HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

export type Rows = [price: string, size: string][]

export interface DepthData {
  market: string
  is_full: boolean
  depth: { asks: Rows; bids: Rows; last: string; updated_at: number; checksum: number }
}

/** The same host, its frames unpacked on their way to the client. */
export function unpacked(host: Host): Host {
  return {
    request: (request) => host.request(request),
    accept: (target, headers, peer) =>
      host.accept(target, headers, {
        send(data) {
          if (typeof data === 'string') throw new Error('a frame left unpacked')
          peer.send(gunzipSync(data).toString())
        },
        ping: () => peer.ping(),
        close: (code, reason) => peer.close(code, reason),
        terminate: () => peer.terminate(),
      }),
  }
}

/** A simulated venue with a clock of its own, and clients of its hosts. */
export function setUp(options: Partial<SimulatedCoinexOptions> = {}) {
  const ports = new ManualPorts()
  const venue = simulatedCoinex({ ports, seed: 7, ...options })
  const connect = (half: 'spot' | 'futures' = 'spot', path = `/v2/${half}`) =>
    new HostClient(unpacked(venue.hosts['ws']!), path)
  const ask = (client: HostClient, method: string, market_list?: unknown, id: unknown = 1) =>
    client.send({ method, params: market_list === undefined ? {} : { market_list }, id })
  const subscribe = (half: 'spot' | 'futures', subject: string, ...list: unknown[]) => {
    const client = connect(half)
    ask(client, `${subject}.subscribe`, list)
    return client
  }
  const rest = (target: string) => get(venue.hosts['rest']!, `/v2/${target}`)
  const data = <T = unknown>(target: string) => (rest(target).body as { data: T }).data
  venue.start()
  return { ports, venue, connect, ask, subscribe, rest, data }
}

/** The data of what a client was pushed by a method. */
export function pushes<Data = Record<string, unknown>>(client: HostClient, method: string): Data[] {
  return client
    .with<{ method: string; data: Data; id: null }>('method')
    .filter((message) => message.method === method)
    .map(({ data }) => data)
}
