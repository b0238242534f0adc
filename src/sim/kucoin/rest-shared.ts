import type { BookLevels } from '../change-log.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { EndpointCall } from './endpoint-call.ts'

/** A book and its id as a snapshot tells it. */
export interface BookView {
  /** Levels, cut to what was asked for. */
  readonly book: BookLevels
  /** Its id. */
  readonly updateId: number
}

/** The book of now, or where a fault asks for it one of the past. */
export function bookView(
  live: LiveInstrument,
  { state, context }: EndpointCall,
  depth: number,
): BookView {
  const { snapshotAgeMs } = context
  const agedId = snapshotAgeMs > 0 ? live.updateIdAt(state.nowUs - snapshotAgeMs * 1000) : undefined
  const updateId = agedId ?? live.updateId
  const { bids, asks } = live.bookAt(updateId) ?? live.book()
  return { updateId, book: { bids: bids.slice(0, depth), asks: asks.slice(0, depth) } }
}

/** The token of a classic connection, and where it is good for. */
export function bullet({ tokens, socketUrl, limits }: EndpointCall): unknown {
  return {
    token: tokens.issue(),
    instanceServers: [
      {
        endpoint: socketUrl,
        encrypt: true,
        protocol: 'websocket',
        pingInterval: limits.pingIntervalMs,
        pingTimeout: 10_000,
      },
    ],
  }
}
