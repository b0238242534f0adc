import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { SimPeer } from '../fault-link.ts'
import { StreamHub } from '../stream-hub.ts'
import { type Dialect, jsonResponse, respond } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { ChannelNews } from './advanced-messages.ts'
import { AdvancedSession } from './advanced-session.ts'
import { AdvancedStreams } from './advanced-streams.ts'
import type { CoinbaseState } from './coinbase-state.ts'
import { ExchangeSession } from './exchange-session.ts'
import { ExchangeStreams } from './exchange-streams.ts'
import type { CoinbaseLimits } from './limits.ts'

/** The stream host of Advanced Trade's market data. */
export function advancedStreamHost(state: CoinbaseState, limits: CoinbaseLimits): Dialect {
  const streams = new AdvancedStreams(state, limits)
  const hub = new StreamHub<ChannelNews>((name) => streams.open(name)?.source)
  return socketHost(
    state,
    limits,
    (peer) => new AdvancedSession({ state, limits, hub, streams, peer }),
  )
}

/** The stream host of the Exchange's feed. */
export function exchangeStreamHost(state: CoinbaseState, limits: CoinbaseLimits): Dialect {
  const streams = new ExchangeStreams(state, limits)
  const hub = new StreamHub((name) => streams.open(name)?.source)
  return socketHost(
    state,
    limits,
    (peer) => new ExchangeSession({ state, limits, hub, streams, peer }),
  )
}

/** Neither host has a path. */
function socketHost(
  state: CoinbaseState,
  limits: CoinbaseLimits,
  open: (peer: SimPeer) => HostConnection,
): Dialect {
  const connects = new WindowBudget(state.clock, limits.connectsPerSecond, 1000)
  return {
    accept(target, _headers, peer) {
      if ((target.split('?', 1)[0] ?? '').replace(/\/$/, '') !== '') return { refuse: 404 }
      return connects.spend(1) ? open(peer) : { refuse: 429 }
    },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}
