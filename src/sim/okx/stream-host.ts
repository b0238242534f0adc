import type { HostConnection } from '../../runtime/virtual/host.ts'
import { StreamHub } from '../stream-hub.ts'
import { type Dialect, jsonResponse, respond } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { PrivateParts } from './account/private-parts.ts'
import type { SocketPath } from './channels.ts'
import type { OkxLimits } from './limits.ts'
import type { OkxState } from './okx-state.ts'
import { StreamSession } from './stream-session.ts'
import { OkxStreams } from './streams.ts'

const PATHS: readonly SocketPath[] = ['public', 'business', 'private']
/** First connection's name, as the venue writes them: eight hexadecimal digits. */
const FIRST_CONNECTION = 0xa4d3ae55

/** The socket host: three paths over one set of channels. */
export function streamHost(state: OkxState, limits: OkxLimits, trading: PrivateParts): Dialect {
  const streams = new OkxStreams(state, limits)
  const hub = new StreamHub((name) => streams.open(name)?.source)
  const connects = new WindowBudget(state.clock, limits.connectsPerSecond, 1000)
  let connections = 0
  return {
    accept(target, _headers, peer): HostConnection | { readonly refuse: number } {
      const { pathname } = new URL(target, 'ws://host')
      const path = PATHS.find((known) => pathname === `/ws/v5/${known}`)
      if (path === undefined) return { refuse: 404 }
      if (!connects.spend(1)) return { refuse: 429 }
      const connId = (FIRST_CONNECTION + connections).toString(16)
      connections += 1
      return new StreamSession({ state, limits, hub, streams, trading, path, peer, connId })
    },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}
