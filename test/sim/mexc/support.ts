import { type SimulatedMexcOptions, simulatedMexc } from '../../../src/sim/mexc/index.ts'
import { decodeFrame } from '../../support/mexc-proto.ts'
import { get, HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

export type Json = Readonly<Record<string, unknown>>

/** A simulated venue with a clock of its own, and clients of it. */
export function setUp(options: Partial<SimulatedMexcOptions> = {}) {
  const ports = new ManualPorts()
  const venue = simulatedMexc({ ports, seed: 7, ...options })
  const spot = (...params: string[]) => {
    const client = new HostClient(venue.hosts['spot-ws']!, '/ws')
    if (params.length > 0) client.send({ method: 'SUBSCRIPTION', params, id: 1 })
    return client
  }
  const futures = (method = '', param: object = {}) => {
    const client = new HostClient(venue.hosts['futures-ws']!, '/edge')
    if (method !== '') client.send({ method, param })
    return client
  }
  const rest = (target: string) => get(venue.hosts['rest']!, target)
  const body = (target: string) => rest(target).body as Json
  venue.start()
  return { ports, venue, spot, futures, rest, body }
}

/** What a spot client was pushed, as protobufjs reads it. */
export function frames(client: HostClient): readonly Json[] {
  return client.raw.flatMap((frame) => (typeof frame === 'string' ? [] : [decodeFrame(frame)]))
}

/** What a futures client was pushed on a channel. */
export function pushes(client: HostClient, channel: string): readonly Json[] {
  return client.with<Json>('channel').filter((each) => each['channel'] === `push.${channel}`)
}

/** The text of the newest frame of a channel, numbers as written. */
export function newestText(client: HostClient, channel: string): string {
  const isOf = (frame: string | Uint8Array): frame is string =>
    typeof frame === 'string' && frame.includes(`"channel":"push.${channel}"`)
  return client.raw.filter(isOf).at(-1) ?? ''
}
