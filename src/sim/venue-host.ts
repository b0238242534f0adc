import type { HttpResponse } from '../core/index.ts'
import type { Host, HostAnswer, HostConnection, HostRequest } from '../runtime/virtual/host.ts'
import type { FaultInjector } from './fault-injector.ts'
import { FaultLink, type SimPeer } from './fault-link.ts'
import { htmlResponse } from './html-page.ts'
import type { SimPorts } from './sim-ports.ts'

/** What a fault asks of a dialect's answer. */
export interface RequestContext {
  /** How old the book snapshots in the answer are, in ms; 0 is the book of now. */
  readonly snapshotAgeMs: number
}

/**
 * One host of a simulated venue, in its own words: handshakes, frames, REST.
 *
 * It knows nothing of sockets and nothing of faults.
 */
export interface Dialect {
  /** Takes a connection, or refuses its handshake with an HTTP status. `target` is path and query. */
  accept(
    target: string,
    headers: Readonly<Record<string, string>>,
    peer: SimPeer,
  ): HostConnection | { readonly refuse: number }
  /** Answers a request. */
  request(request: HostRequest, context: RequestContext): HostAnswer
  /** The venue's body and headers for a status that a fault script asks for. */
  failure(status: number, retryAfterSeconds: number | undefined): HttpResponse
}

/** Makes a host of a dialect, with the fault script between it and its clients. */
export function venueHost(
  name: string,
  dialect: Dialect,
  ports: SimPorts,
  faults: FaultInjector,
): Host {
  let connections = 0
  return {
    accept(target, headers, peer) {
      const handshake = { host: name, connection: 0, name: target, isControl: false }
      const refused = faults.connect(handshake)
      if (refused !== undefined) return { refuse: refused.status ?? 503 }
      connections += 1
      const link = new FaultLink(peer, faults, ports.timers, name, connections)
      const connection = dialect.accept(target, headers, link)
      return 'refuse' in connection ? connection : withClosing(connection, link)
    },
    request(request) {
      const path = request.target.split('?', 1)[0] ?? ''
      const fault = faults.http({ host: name, connection: 0, name: path, isControl: false })
      switch (fault?.kind) {
        case 'silence':
        case 'cut':
          return { kind: fault.kind }
        case 'status':
          return respond(dialect.failure(fault.status, fault.retryAfterSeconds))
        case 'htmlAnswer':
          return respond(htmlResponse())
        case 'slow':
          return later(dialect.request(request, NOTHING_ASKED), fault.delayMs)
        case 'oldSnapshot':
          return dialect.request(request, { snapshotAgeMs: fault.ageMs })
        case undefined:
          return dialect.request(request, NOTHING_ASKED)
      }
    },
  }
}

/** A response that is sent at once. */
export function respond(response: HttpResponse): HostAnswer {
  return { kind: 'response', response, delayMs: 0 }
}

/** A JSON response. */
export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
    body: new TextEncoder().encode(JSON.stringify(body)),
  }
}

const NOTHING_ASKED: RequestContext = Object.freeze({ snapshotAgeMs: 0 })

function later(answer: HostAnswer, delayMs: number): HostAnswer {
  return answer.kind === 'response' ? { ...answer, delayMs: answer.delayMs + delayMs } : answer
}

function withClosing(connection: HostConnection, link: FaultLink): HostConnection {
  return {
    onMessage: (data, isBinary) => connection.onMessage(data, isBinary),
    onPingPong: () => connection.onPingPong(),
    onClose() {
      link.closed()
      connection.onClose()
    },
  }
}
