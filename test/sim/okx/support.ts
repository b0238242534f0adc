import { type SimulatedOkxOptions, simulatedOkx } from '../../../src/sim/okx/index.ts'
import { get, HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

export interface BookRow {
  asks: [string, string, string, string][]
  bids: [string, string, string, string][]
  ts: string
  checksum?: number
  prevSeqId?: number
  seqId: number
}

export interface Push<Row = Record<string, string>> {
  arg: { channel: string; instId?: string; instType?: string }
  action?: string
  data: Row[]
}

/** A simulated venue with a clock of its own, and a client that has asked for some channels. */
export function setUp(options: Partial<SimulatedOkxOptions> = {}) {
  const ports = new ManualPorts()
  const venue = simulatedOkx({ ports, seed: 7, ...options })
  const connect = (path: string) => new HostClient(venue.hosts['ws']!, `/ws/v5/${path}`)
  const subscribe = (path: string, ...args: object[]) => {
    const client = connect(path)
    client.send({ id: '1', op: 'subscribe', args })
    return client
  }
  const rest = (target: string) => get(venue.hosts['rest']!, `/api/v5/${target}`)
  const rows = (target: string) => (rest(target).body as { data: unknown[] }).data
  venue.start()
  return { ports, venue, connect, subscribe, rest, rows }
}

/** What a client was pushed on a channel. */
export function pushes<Row = Record<string, string>>(
  client: HostClient,
  channel: string,
): Push<Row>[] {
  return client.with<Push<Row>>('data').filter(({ arg }) => arg.channel === channel)
}
