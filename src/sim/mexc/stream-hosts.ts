import { StreamHub } from '../stream-hub.ts'
import { type Dialect, jsonResponse, respond } from '../venue-host.ts'
import { FuturesSession } from './futures-session.ts'
import { type FuturesPlan, FuturesStreams } from './futures-streams.ts'
import type { MexcLimits } from './limits.ts'
import type { MexcState } from './mexc-state.ts'
import { SpotSession } from './spot-session.ts'
import { SpotStreams } from './spot-streams.ts'

/** The stream host of spot. */
export function spotStreamHost(state: MexcState, limits: MexcLimits): Dialect {
  const streams = new SpotStreams(state)
  const hub = new StreamHub<Uint8Array>((channel) => streams.source(channel))
  const exists = (channel: string): boolean => streams.source(channel) !== undefined
  return socketHost('/ws', (peer) => new SpotSession({ state, limits, hub, exists, peer }))
}

/** The stream host of futures. */
export function futuresStreamHost(state: MexcState, limits: MexcLimits): Dialect {
  const streams = new FuturesStreams(state)
  // A stream's name is its plan, written down.
  const hub = new StreamHub((name) => streams.source(JSON.parse(name) as FuturesPlan))
  return socketHost('/edge', (peer) => new FuturesSession({ state, limits, hub, peer }))
}

function socketHost(
  path: string,
  open: (peer: Parameters<Dialect['accept']>[2]) => SpotSession | FuturesSession,
): Dialect {
  return {
    accept: (target, _headers, peer) =>
      target.split('?', 1)[0] === path ? open(peer) : { refuse: 404 },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}
