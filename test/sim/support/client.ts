import type { Host, HostConnection, HostPeer } from '../../../src/runtime/virtual/host.ts'

/** A client joined to a host without a network: what it received, parsed. */
export class HostClient {
  readonly received: unknown[] = []
  readonly raw: (string | Uint8Array)[] = []
  readonly refused: number | undefined
  pings = 0
  closed: { code: number; reason: string } | undefined
  readonly #connection: HostConnection | undefined

  /** Joins a host; answers pings, as every socket library does, unless told not to. */
  constructor(host: Host, target: string, answersPings = true) {
    const peer: HostPeer = {
      send: (data) => {
        this.raw.push(data)
        if (typeof data === 'string') this.received.push(parsed(data))
      },
      ping: () => {
        this.pings += 1
        if (answersPings) this.pong()
      },
      close: (code, reason) => this.#close(code, reason),
      terminate: () => this.#close(1006, ''),
    }
    const accepted = host.accept(target, {}, peer)
    if ('refuse' in accepted) this.refused = accepted.refuse
    else this.#connection = accepted
  }

  send(message: unknown): void {
    const text = typeof message === 'string' ? message : JSON.stringify(message)
    this.#connection?.onMessage(new TextEncoder().encode(text), false)
  }

  pong(): void {
    this.#connection?.onPingPong()
  }

  leave(): void {
    this.#connection?.onClose()
  }

  /** Received objects that have this field, typed by the caller. */
  with<T>(field: string): T[] {
    const has = (each: unknown): boolean =>
      typeof each === 'object' && each !== null && field in each
    return this.received.filter(has) as T[]
  }

  #close(code: number, reason: string): void {
    if (this.closed !== undefined) return
    this.closed = { code, reason }
    this.#connection?.onClose()
  }
}

/** The JSON body of a GET. */
export function get(
  host: Host,
  target: string,
): { status: number; headers: Readonly<Record<string, string>>; body: unknown } {
  const answer = host.request({ method: 'GET', target, headers: {}, body: '' })
  if (answer.kind !== 'response') throw new Error(`no response: ${answer.kind}`)
  const { status, headers, body } = answer.response
  return { status, headers, body: parsed(new TextDecoder().decode(body)) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
