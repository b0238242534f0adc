import type { HostConnection } from '../../runtime/virtual/host.ts'
import { StreamHub } from '../stream-hub.ts'
import { type Dialect, jsonResponse, respond } from '../venue-host.ts'
import type { CoinexState } from './coinex-state.ts'
import type { CoinexLimits } from './limits.ts'
import type { CoinexMarket } from './products.ts'
import { StreamSession } from './stream-session.ts'
import { CoinexStreams } from './streams.ts'

const PATH = /^\/v2\/(spot|futures)\/?$/

/** The socket host: a path for each half of the venue. */
export function streamHost(state: CoinexState, limits: CoinexLimits): Dialect {
  const half = (market: CoinexMarket) => {
    const streams = new CoinexStreams(state, limits, market)
    return { market, streams, hub: new StreamHub((name) => streams.open(name)?.source) }
  }
  const halves = { spot: half('spot'), futures: half('futures') }
  return {
    accept(target, _headers, peer): HostConnection | { readonly refuse: number } {
      const { pathname } = new URL(target, 'ws://host')
      const market = PATH.exec(pathname)?.[1]
      if (market !== 'spot' && market !== 'futures') return { refuse: 404 }
      return new StreamSession({ state, limits, peer, ...halves[market] })
    },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}
