import { type SimulatedKrakenOptions, simulatedKraken } from '../../../src/sim/kraken/index.ts'
import { get, HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

export interface BookRow {
  symbol: string
  bids: [string, string][]
  asks: [string, string][]
  checksum: string
  timestamp: string
}

/** A simulated venue with a clock of its own, and clients of its hosts. */
export function setUp(options: Partial<SimulatedKrakenOptions> = {}) {
  const ports = new ManualPorts()
  const venue = simulatedKraken({ ports, seed: 7, ...options })
  const host = (name: string) => venue.hosts[name] ?? expectHost(name)
  const connect = (): HostClient => new HostClient(host('spot-ws'), '/v2')
  const futures = (): HostClient => new HostClient(host('futures'), '/ws/v1')
  const subscribe = (params: object, requestId?: number): HostClient => {
    const client = connect()
    client.send({ method: 'subscribe', params, req_id: requestId })
    return client
  }
  const spotRest = (target: string) => get(host('spot-rest'), `/0/public/${target}`)
  const futuresRest = (target: string) => get(host('futures'), target)
  venue.start()
  return { ports, venue, connect, futures, subscribe, spotRest, futuresRest }
}

function expectHost(name: string): never {
  throw new Error(`no host ${name}`)
}

/** The rows of a client's book messages, with numbers as they were written. */
export function bookRows(
  client: HostClient,
  symbol: string,
): readonly (BookRow & { type: string })[] {
  return client.raw.flatMap((frame) => {
    const text = String(frame)
    if (!text.startsWith('{"channel":"book"')) return []
    const [, type = '', row = ''] = /"type":"(\w+)","data":\[(.*)\]}$/.exec(text) ?? []
    const found = JSON.parse(row.replace(/":(-?[\d.]+)/g, '":"$1"')) as {
      symbol: string
      bids: { price: string; qty: string }[]
      asks: { price: string; qty: string }[]
      checksum: string
      timestamp: string
    }
    const pairs = (levels: typeof found.bids): [string, string][] =>
      levels.map(({ price, qty }) => [price, qty])
    const { bids, asks, checksum, timestamp } = found
    if (found.symbol !== symbol) return []
    return [{ type, symbol, checksum, timestamp, bids: pairs(bids), asks: pairs(asks) }]
  })
}

/** What a client was sent on a channel of spot. */
export function messages<T>(client: HostClient, channel: string): { type: string; data: T[] }[] {
  return client
    .with<{ channel: string; type: string; data: T[] }>('channel')
    .filter((message) => message.channel === channel)
}
