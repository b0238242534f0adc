import type { HostConnection } from '../../runtime/virtual/host.ts'
import { StreamHub } from '../stream-hub.ts'
import { type Dialect, jsonResponse, respond } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { PrivateParts } from './account/private-parts.ts'
import { PrivateSession } from './account/private-session.ts'
import { TradeSession } from './account/trade-session.ts'
import { PRODUCTS } from './products.ts'
import { type SocketPath, StreamSession } from './stream-session.ts'
import { BybitStreams, type OpenTopic, STATUS_TOPIC } from './streams.ts'

const PATHS: Readonly<Record<string, SocketPath>> = {
  '/v5/public/spot': 'spot',
  '/v5/public/linear': 'linear',
  '/v5/public/inverse': 'inverse',
  '/v5/public/misc/status': 'status',
}
const PRIVATE_PATH = '/v5/private'
const TRADE_PATH = '/v5/trade'
const CONNECT_WINDOW_MS = 300_000

/** The socket host: a path for each product line, one for the platform's state, one for accounts' news, and one for their orders. */
export function streamHost(parts: PrivateParts): Dialect {
  const { state, limits } = parts
  const streams = new BybitStreams(state, limits)
  const open = (name: string): OpenTopic | undefined => {
    const [path = '', topic = ''] = name.split(' ')
    if (path === 'status') return topic === STATUS_TOPIC ? streams.status() : undefined
    const product = PRODUCTS.find((each) => each === path)
    return product === undefined ? undefined : streams.open(product, topic)
  }
  const hub = new StreamHub((name) => open(name)?.source)
  const connects = new WindowBudget(state.clock, limits.connectsPerFiveMinutes, CONNECT_WINDOW_MS)
  let connections = 0
  return {
    accept(target, _headers, peer): HostConnection | { readonly refuse: number } {
      const { pathname } = new URL(target, 'ws://host')
      const path = PATHS[pathname]
      const isPrivate = pathname === PRIVATE_PATH || pathname === TRADE_PATH
      if (path === undefined && !isPrivate) return { refuse: 404 }
      if (!connects.spend(1)) return { refuse: 403 }
      connections += 1
      const connId = `cejreaspqfm9se7usbrg-${connections.toString(36)}`
      if (pathname === TRADE_PATH) return new TradeSession(parts, peer, connId)
      if (path === undefined) return new PrivateSession(parts, peer, connId)
      return new StreamSession({ state, limits, hub, open, path, peer, connId })
    },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}
