import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { SimPeer } from '../fault-link.ts'
import { StreamHub } from '../stream-hub.ts'
import { type Dialect, jsonResponse, respond } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { HtxState } from './htx-state.ts'
import type { HtxLimits } from './limits.ts'
import { MarketSession } from './market-session.ts'
import { NoticeSession } from './notice-session.ts'
import { HtxNotices } from './notices.ts'
import { HtxStreams } from './streams.ts'
import type { Socket } from './topics.ts'

/** A socket host: its paths, each with its own topics. */
export function streamHost(
  state: HtxState,
  limits: HtxLimits,
  sockets: Readonly<Record<string, Socket>>,
): Dialect {
  const open = new Map(
    Object.entries(sockets).map(([path, socket]) => [path, socketOf(state, limits, socket)]),
  )
  const connects = new WindowBudget(state.clock, limits.connectsPerSecond, 1000)
  return {
    accept(target, _headers, peer): HostConnection | { readonly refuse: number } {
      const accept = open.get(new URL(target, 'ws://host').pathname)
      if (accept === undefined) return { refuse: 404 }
      return connects.spend(1) ? accept(peer) : { refuse: 429 }
    },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}

function socketOf(
  state: HtxState,
  limits: HtxLimits,
  socket: Socket,
): (peer: SimPeer) => HostConnection {
  if (socket.kind === 'notification' || socket.kind === 'center') {
    const notices = new HtxNotices(state)
    const hub = new StreamHub((topic) => notices.open(topic, socket)?.source)
    return (peer) => new NoticeSession({ state, limits, hub, socket, peer }, notices)
  }
  const streams = new HtxStreams(state)
  const hub = new StreamHub((topic) => streams.open(topic, socket)?.source)
  return (peer) => new MarketSession({ state, limits, hub, streams, socket, peer })
}
