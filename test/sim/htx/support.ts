import { gunzipSync } from 'node:zlib'
import { type SimulatedHtxOptions, simulatedHtx } from '../../../src/sim/htx/index.ts'
import { get, HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

/** A message of the venue. */
export type Message = Readonly<Record<string, unknown>>

/** A client whose frames are gzip members. */
class HtxClient {
  readonly #client: HostClient

  constructor(client: HostClient) {
    this.#client = client
  }

  get refused(): number | undefined {
    return this.#client.refused
  }

  get closed(): HostClient['closed'] {
    return this.#client.closed
  }

  /** Text of every frame; each must be one gzip member. */
  get texts(): readonly string[] {
    return this.#client.raw.map((frame) => {
      if (typeof frame === 'string') throw new Error(`a text frame: ${frame}`)
      return gunzipSync(frame).toString('utf8')
    })
  }

  get received(): readonly Message[] {
    return this.texts.map((text) => JSON.parse(text) as Message)
  }

  send(message: unknown): void {
    this.#client.send(message)
  }

  /** What was pushed on a topic. */
  pushes<Body>(topic: string): readonly { readonly ts: number; readonly tick: Body }[] {
    return this.received.filter(({ ch }) => ch === topic) as never
  }

  /** What was told on a topic of a notification socket. */
  notices<Row>(topic: string): readonly { readonly event?: string; readonly data: Row }[] {
    return this.received.filter(
      (each) => each['op'] === 'notify' && each['topic'] === topic,
    ) as never
  }
}

/** A simulated venue with a clock of its own, and clients that have asked for some topics. */
export function setUp(options: Partial<SimulatedHtxOptions> = {}) {
  const ports = new ManualPorts()
  const venue = simulatedHtx({ ports, seed: 7, ...options })
  const hostOf = (name: string) => {
    const host = venue.hosts[name]
    if (host === undefined) throw new Error(`no host ${name}`)
    return host
  }
  const connect = (endpoint: string) => {
    const place = venue.streams[endpoint]
    return new HtxClient(new HostClient(hostOf(place?.host ?? 'spot-ws'), place?.path ?? endpoint))
  }
  const subscribe = (endpoint: string, ...topics: readonly string[]) => {
    const client = connect(endpoint)
    for (const [i, topic] of topics.entries()) {
      client.send(
        topic.startsWith('public.')
          ? { op: 'sub', cid: String(i + 1), topic }
          : { sub: topic, id: String(i + 1), data_type: 'incremental' },
      )
    }
    return client
  }
  const rest = (service: 'spot' | 'futures', target: string) =>
    get(hostOf(`${service}-rest`), target).body as Message
  venue.start()
  return { ports, venue, connect, subscribe, rest }
}
