import type { HttpResponse } from '../../core/index.ts'
import { type Dialect, jsonResponse } from '../venue-host.ts'
import { BridgeSession } from './bridge-session.ts'
import { symbolRow, tickRow } from './messages.ts'
import type { Terminal } from './terminal.ts'

/** The bridge: one socket path, and the calls beside it. Every session that is open is in `sessions`. */
export function bridgeHost(terminal: Terminal, sessions: Set<BridgeSession>): Dialect {
  return {
    accept(target, _headers, peer) {
      if (new URL(target, 'ws://host').pathname !== '/v1') return { refuse: 404 }
      const session = new BridgeSession(terminal, peer)
      sessions.add(session)
      return {
        onMessage: (data) => session.onMessage(data),
        onPingPong: () => session.onPingPong(),
        onClose() {
          sessions.delete(session)
          session.onClose()
        },
      }
    },
    request({ method, target }) {
      const response = method === 'GET' ? answer(terminal, target) : refusal(405, 'BAD_MSG')
      return { kind: 'response', response, delayMs: terminal.limits.restDelayMs }
    },
    failure: (status) => refusal(status, status === 503 ? 'TERMINAL_OFFLINE' : 'BUSY'),
  }
}

function refusal(status: number, code: string): HttpResponse {
  return jsonResponse(status, { t: 'err', code, msg: code.toLowerCase().replace('_', ' ') })
}

function answer(terminal: Terminal, target: string): HttpResponse {
  const { pathname, searchParams } = new URL(target, 'http://host')
  const { token, srvOff } = terminal
  switch (pathname) {
    case '/v1/time':
      return jsonResponse(200, { t: 'time', now: terminal.nowMs(), srvOff, token })
    case '/v1/symbols': {
      const k = terminal.market.instruments().map(symbolRow)
      return jsonResponse(200, { t: 'syms', k, token })
    }
    case '/v1/ticks': {
      const s = searchParams.get('s') ?? ''
      const live = terminal.find(s)
      if (live === undefined) return refusal(404, 'UNKNOWN_SYMBOL')
      if (!terminal.isConnected) return refusal(503, 'TERMINAL_OFFLINE')
      const [from, to] = ['from', 'to'].map((key) => Number(searchParams.get(key)) + srvOff * 1000)
      const k = terminal.ticks(live, from ?? 0, to ?? 0).map(tickRow)
      return jsonResponse(200, { t: 'ticks', s, srvOff, k, token })
    }
    default:
      return refusal(404, 'BAD_MSG')
  }
}
