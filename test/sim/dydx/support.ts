import { type SimulatedDydxOptions, simulatedDydx } from '../../../src/sim/dydx/index.ts'
import { get, HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

/** A message as the venue sends them. */
export interface Message {
  type: string
  connection_id: string
  message_id: number
  id?: string
  channel?: string
  version?: string
  message?: string
  contents?: unknown
}

export interface BookContents {
  bids?: readonly (readonly [string, string] | { price: string; size: string })[]
  asks?: readonly (readonly [string, string] | { price: string; size: string })[]
}

export interface TradeRow {
  id: string
  side: string
  size: string
  price: string
  type: string
  createdAt: string
  createdAtHeight: string
}

/** A simulated venue with a clock of its own, and clients that have asked for something. */
export function setUp(options: Partial<SimulatedDydxOptions> = {}) {
  const ports = new ManualPorts()
  const venue = simulatedDydx({ ports, seed: 7, ...options })
  const connect = (path = '/v4/ws') => new HostClient(venue.hosts['ws']!, path)
  const subscribe = (channel: string, id?: string, more: object = {}) => {
    const client = connect()
    client.send({ type: 'subscribe', channel, ...(id !== undefined && { id }), ...more })
    return client
  }
  const rest = (target: string) => get(venue.hosts['rest']!, `/v4/${target}`)
  venue.start()
  return { ports, venue, connect, subscribe, rest }
}

/** What a client was sent of one type and channel. */
export function messages(client: HostClient, type: string, channel?: string): Message[] {
  return (client.received as Message[]).filter(
    (each) => each.type === type && (channel === undefined || each.channel === channel),
  )
}

/** Levels as pairs, whichever way they are written. */
export function pairs(side: BookContents['bids'] = []): string[][] {
  return side.map((level) => ('price' in level ? [level.price, level.size] : [...level]))
}
