import {
  type SimulatedCoinbaseOptions,
  simulatedCoinbase,
} from '../../../src/sim/coinbase/index.ts'
import { get, HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

export interface LevelRow {
  side: 'bid' | 'offer'
  event_time: string
  price_level: string
  new_quantity: string
}

export interface Message<Event = Record<string, unknown>> {
  channel: string
  timestamp: string
  sequence_num: number
  events: Event[]
}

export interface BookEvent {
  type: string
  product_id: string
  updates: LevelRow[]
}

/** A simulated venue with a clock of its own, and clients of its hosts. */
export function setUp(options: Partial<SimulatedCoinbaseOptions> = {}) {
  const ports = new ManualPorts()
  const venue = simulatedCoinbase({ ports, seed: 7, ...options })
  const host = (name: string) => venue.hosts[name] ?? expectHost(name)
  const connect = () => new HostClient(host('ws'), '/')
  const subscribe = (channel: string, ...product_ids: string[]) => {
    const client = connect()
    client.send({ type: 'subscribe', channel, product_ids })
    return client
  }
  const exchange = () => new HostClient(host('exchange-ws'), '/')
  const rest = (target: string) => get(host('rest'), `/api/v3/brokerage/${target}`)
  const exchangeRest = (target: string) => get(host('exchange-rest'), target)
  venue.start()
  return { ports, venue, connect, subscribe, exchange, rest, exchangeRest }
}

function expectHost(name: string): never {
  throw new Error(`no host ${name}`)
}

/** What a client was told on a channel of Advanced Trade. */
export function messages<Event = Record<string, unknown>>(
  client: HostClient,
  channel: string,
): Message<Event>[] {
  return client.with<Message<Event>>('channel').filter((message) => message.channel === channel)
}

/** The rows of one side as price and size. */
export function sideOf(rows: readonly LevelRow[], side: string): [string, string][] {
  return rows
    .filter((row) => row.side === side)
    .map(({ price_level, new_quantity }) => [price_level, new_quantity])
}

/** What a client was told with a type on the Exchange's feed. */
export function ofType<T = Record<string, unknown>>(client: HostClient, type: string): T[] {
  return client.with<T & { type: string }>('type').filter((message) => message.type === type)
}
