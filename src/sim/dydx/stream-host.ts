import type { HostConnection } from '../../runtime/virtual/host.ts'
import { StreamHub } from '../stream-hub.ts'
import { type Dialect, jsonResponse, respond } from '../venue-host.ts'
import type { DydxState } from './dydx-state.ts'
import { StreamSession } from './stream-session.ts'
import { DydxStreams } from './streams.ts'

/** What connection ids begin with. */
const CONNECTION = '004a1efa-21bb-4b19-a2e9-'

/** The socket host: one path. */
export function streamHost(state: DydxState): Dialect {
  const streams = new DydxStreams(state)
  const hub = new StreamHub((name) => streams.open(name)?.source)
  let connections = 0
  return {
    accept(target, _headers, peer): HostConnection | { readonly refuse: number } {
      const { pathname } = new URL(target, 'ws://host')
      if (pathname !== '/v4/ws') return { refuse: 404 }
      connections += 1
      const connectionId = CONNECTION + connections.toString(16).padStart(12, '0')
      return new StreamSession({ state, hub, streams, peer, connectionId })
    },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}
