import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { SimPeer } from '../fault-link.ts'
import { StreamHub } from '../stream-hub.ts'
import { type Dialect, jsonResponse, respond } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { PrivateParts } from './account/private-parts.ts'
import { SpotPrivateSession } from './account/spot-private-session.ts'
import { FuturesSession } from './futures-session.ts'
import { FuturesStreams } from './futures-streams.ts'
import type { KrakenState } from './kraken-state.ts'
import type { KrakenLimits } from './limits.ts'
import { SpotSession } from './spot-session.ts'
import { SpotStreams } from './spot-streams.ts'

const CONNECTS_WINDOW_MS = 600_000

/** The stream host of spot: WebSocket v2. */
export function spotStreamHost(state: KrakenState, limits: KrakenLimits): Dialect {
  const streams = new SpotStreams(state, limits)
  const hub = new StreamHub((stream) => streams.open(stream)?.source)
  return socketHost(state, limits, '/v2', (peer) => {
    return new SpotSession({ state, limits, hub, streams, peer })
  })
}

/** The host of spot's private stream. */
export function spotPrivateHost(parts: PrivateParts): Dialect {
  return socketHost(parts.state, parts.limits, '/v2', (peer) => new SpotPrivateSession(parts, peer))
}

/** The stream host of futures: Derivatives WebSocket v1. */
export function futuresStreamHost(parts: PrivateParts): Dialect {
  const { state, limits } = parts
  const streams = new FuturesStreams(state)
  const hub = new StreamHub((stream) => streams.open(stream)?.source)
  return socketHost(state, limits, '/ws/v1', (peer) => {
    return new FuturesSession({ parts, hub, streams, peer })
  })
}

function socketHost(
  state: KrakenState,
  limits: KrakenLimits,
  path: string,
  open: (peer: SimPeer) => HostConnection,
): Dialect {
  const connects = new WindowBudget(state.clock, limits.connectsPer10Min, CONNECTS_WINDOW_MS)
  return {
    accept(target, _headers, peer) {
      if (target.split('?', 1)[0]?.replace(/\/$/, '') !== path) return { refuse: 404 }
      return connects.spend(1) ? open(peer) : { refuse: 429 }
    },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}
