import {
  type SimulatedHyperliquidOptions,
  simulatedHyperliquid,
} from '../../../src/sim/hyperliquid/index.ts'
import { HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

export interface Level {
  readonly px: string
  readonly sz: string
  readonly n: number
}

export interface Book {
  readonly coin: string
  readonly time: number
  readonly levels: readonly [readonly Level[], readonly Level[]]
  readonly fast?: boolean
  readonly spread?: string
}

export const GREETING = 'Websocket connection established.'

/** A simulated venue with a clock of its own, and clients of its socket and of `POST /info`. */
export function setUp(options: Partial<SimulatedHyperliquidOptions> = {}) {
  const ports = new ManualPorts()
  const venue = simulatedHyperliquid({ ports, seed: 7, ...options })
  const connect = (path = '/ws') => new HostClient(venue.hosts['ws']!, path)
  const subscribe = (...subscriptions: object[]) => {
    const client = connect()
    for (const subscription of subscriptions) client.send({ method: 'subscribe', subscription })
    return client
  }
  const send = (method: string, target: string, body: string) => {
    const answer = venue.hosts['rest']!.request({ method, target, headers: {}, body })
    if (answer.kind !== 'response') throw new Error(`no response: ${answer.kind}`)
    return { ...answer.response, text: new TextDecoder().decode(answer.response.body) }
  }
  /** The body of an answer of status 200. */
  const info = (question: object): unknown => {
    const { status, text } = send('POST', '/info', JSON.stringify(question))
    if (status !== 200) throw new Error(`status ${status}: ${text}`)
    return JSON.parse(text)
  }
  venue.start()
  return { ports, venue, connect, subscribe, send, info }
}

/** What a client was told on a channel. */
export function told<Data>(client: HostClient, channel: string): readonly Data[] {
  return client
    .with<{ channel: string; data: Data }>('channel')
    .filter((message) => message.channel === channel)
    .map(({ data }) => data)
}

/** Levels as the simulator's truth spells them. */
export function plain(levels: readonly Level[]): readonly (readonly [string, string])[] {
  const trimmed = (text: string): string => text.replace(/\.0$/, '')
  return levels.map(({ px, sz }) => [trimmed(px), trimmed(sz)] as const)
}
