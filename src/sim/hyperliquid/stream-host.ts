import type { HostConnection } from '../../runtime/virtual/host.ts'
import { StreamHub } from '../stream-hub.ts'
import { type Dialect, jsonResponse, respond } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { HyperliquidState } from './hyperliquid-state.ts'
import type { HyperliquidLimits } from './limits.ts'
import { type SessionParts, StreamSession } from './stream-session.ts'
import { HyperliquidStreams } from './streams.ts'
import type { Plan } from './subscriptions.ts'

const MINUTE_MS = 60_000

/** The socket host: one path for everything. */
export function streamHost(state: HyperliquidState, limits: HyperliquidLimits): Dialect {
  const streams = new HyperliquidStreams(state, limits)
  const plans = new Map<string, Plan>()
  const hub = new StreamHub((name) => {
    const plan = plans.get(name)
    return plan === undefined ? undefined : streams.open(plan)?.source
  })
  const connects = new WindowBudget(state.clock, limits.connectsPerMinute, MINUTE_MS)
  const messages = new WindowBudget(state.clock, limits.messagesPerMinute, MINUTE_MS)
  const open = new Set<StreamSession>()
  const parts: Omit<SessionParts, 'peer' | 'onClosed'> = {
    state,
    limits,
    hub,
    streams,
    plans,
    messages,
    subscriptions: () => [...open].reduce((sum, session) => sum + session.subscriptionCount, 0),
  }
  return {
    accept(target, _headers, peer): HostConnection | { readonly refuse: number } {
      if (new URL(target, 'ws://host').pathname !== '/ws') return { refuse: 404 }
      if (open.size >= limits.connections || !connects.spend(1)) return { refuse: 429 }
      const session: StreamSession = new StreamSession({
        ...parts,
        peer,
        onClosed: () => open.delete(session),
      })
      open.add(session)
      return session
    },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}
