import type { HostConnection } from '../../runtime/virtual/host.ts'
import { StreamHub } from '../stream-hub.ts'
import { type Dialect, jsonResponse, respond } from '../venue-host.ts'
import type { GateState } from './gate-state.ts'
import type { GateLimits } from './limits.ts'
import { type GateProduct, productAt } from './products.ts'
import { StreamSession } from './stream-session.ts'
import { GateStreams } from './streams.ts'
import { type SizeMode, sizeModeOf } from './wire-text.ts'

/** First connection's name, as the venue writes them: sixteen hexadecimal digits. */
const FIRST_CONNECTION = 0xb61f70b2e6bccn

interface Lane {
  readonly streams: GateStreams
  readonly hub: StreamHub
}

/** A socket host: the product is that of the path, sizes are written as the handshake's headers ask. */
export function streamHost(
  state: GateState,
  products: readonly GateProduct[],
  limits: GateLimits,
): Dialect {
  const lanes = new Map<string, Lane>()
  const laneOf = (product: GateProduct, mode: SizeMode): Lane => {
    const key = `${product} ${mode}`
    const known = lanes.get(key)
    if (known !== undefined) return known
    const streams = new GateStreams(state, product, mode)
    const made = { streams, hub: new StreamHub((name) => streams.source(name)) }
    lanes.set(key, made)
    return made
  }
  let accepted = 0
  let open = 0
  return {
    accept(target, headers, peer): HostConnection | { readonly refuse: number } {
      const product = productAt(new URL(target, 'ws://host').pathname)
      if (product === undefined || !products.includes(product)) return { refuse: 404 }
      if (open >= limits.connections) return { refuse: 429 }
      open += 1
      accepted += 1
      const connId = (FIRST_CONNECTION + BigInt(accepted)).toString(16).padStart(16, '0')
      // Spot writes sizes in one way, whatever is asked.
      const lane = laneOf(product, product === 'spot' ? 'decimal' : sizeModeOf(headers))
      const onGone = (): void => {
        open -= 1
      }
      return new StreamSession({ state, limits, ...lane, peer, connId, onGone })
    },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}
