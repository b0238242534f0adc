import type { HostConnection } from '../../runtime/virtual/host.ts'
import { StreamHub } from '../stream-hub.ts'
import { type Dialect, jsonResponse, respond } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { ClassicSequences } from './classic-sequences.ts'
import { ClassicSession } from './classic-session.ts'
import { ClassicStreams } from './classic-streams.ts'
import type { KucoinState } from './kucoin-state.ts'
import type { KucoinLimits } from './limits.ts'
import type { KucoinMarket } from './products.ts'
import { failureResponse } from './rest-error.ts'
import { answerRequest } from './rest-host.ts'
import { Tokens } from './tokens.ts'
import { UnifiedSession } from './unified-session.ts'
import { UnifiedStreams } from './unified-streams.ts'

const MINUTE_MS = 60_000
const POOL_MS = 30_000

/** A unified push host: no path, no token, no REST. */
export function unifiedHost(
  state: KucoinState,
  limits: KucoinLimits,
  market: KucoinMarket,
): Dialect {
  const streams = new UnifiedStreams(state, market)
  const hub = new StreamHub((name) => streams.open(name).source)
  const connects = new WindowBudget(state.clock, limits.unifiedConnectsPer5Min, 5 * MINUTE_MS)
  let connections = 0
  return {
    accept(_target, _headers, peer): HostConnection | { readonly refuse: number } {
      if (!connects.spend(1)) return { refuse: 429 }
      connections += 1
      const sessionId = `${market}-${connections}`
      return new UnifiedSession({ state, limits, market, hub, streams, peer, sessionId })
    },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => failureResponse(status),
  }
}

/** The public pool that both REST hosts draw from. */
export function publicPool(state: KucoinState, limits: KucoinLimits): WindowBudget {
  return new WindowBudget(state.clock, limits.weightPer30S, POOL_MS)
}

/**
 * A REST host and, behind its tokens, the classic sockets of its market. On the venue they are two hosts; here they are
 * one, so that a token call can say where the sockets are wherever the host is served.
 */
export function classicHost(
  state: KucoinState,
  limits: KucoinLimits,
  market: KucoinMarket,
  shared: { readonly sequences: ClassicSequences; readonly pool: WindowBudget },
): Dialect {
  const { sequences, pool } = shared
  const streams = new ClassicStreams(state, market, sequences)
  const hub = new StreamHub((name) => streams.open(name).source)
  const tokens = new Tokens(state.clock, market, limits.tokenLifetimeMs)
  const connects = new WindowBudget(state.clock, limits.classicConnectsPerMin, MINUTE_MS)
  const parts = { state, limits, market, tokens, sequences }
  return {
    accept(target, _headers, peer): HostConnection | { readonly refuse: number } {
      if (!connects.spend(1)) return { refuse: 429 }
      const { searchParams } = new URL(target, 'ws://host')
      const connectId = searchParams.get('connectId') ?? 'unnamed'
      const hasToken = tokens.isGood(searchParams.get('token') ?? '')
      return new ClassicSession({ state, limits, market, hub, peer, connectId, hasToken })
    },
    request: (request, context) => ({
      kind: 'response',
      response: answerRequest(parts, pool, request, context),
      delayMs: limits.restDelayMs,
    }),
    failure: (status) => failureResponse(status),
  }
}
