import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { ConnectionRules } from '../connection-guard.ts'
import type { SimPeer } from '../fault-link.ts'
import { StreamHub } from '../stream-hub.ts'
import { type Dialect, jsonResponse, respond } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { UsdmStreams } from './account/usdm-stream.ts'
import type { BinanceState } from './binance-state.ts'
import { inMs, inUs } from './book-messages.ts'
import type { BinanceLimits } from './limits.ts'
import { type BinanceProduct, PRODUCTS } from './products.ts'
import { type Route, readStream, routeOf } from './stream-names.ts'
import { StreamSession } from './stream-session.ts'
import { BinanceStreams } from './streams.ts'

const ROUTES: readonly Route[] = ['public', 'market', 'private']

/** The stream host of a product: raw and combined URLs, and on USDⓈ-M the routes that a stream must be asked under. */
export function streamHost(
  state: BinanceState,
  product: BinanceProduct,
  limits: BinanceLimits,
  userData: UsdmStreams,
): Dialect {
  const rules = connectionRules(product, limits)
  const hubs = { ms: hubOf(state, product, inMs), us: hubOf(state, product, inUs) }
  const connects = new WindowBudget(state.clock, limits.connectsPer5Min, 300_000)
  return {
    accept(target: string, _headers, peer: SimPeer): HostConnection | { readonly refuse: number } {
      const place = readTarget(product, target)
      if (place === undefined) return { refuse: 404 }
      if (!connects.spend(1)) return { refuse: 429 }
      const [listenKey] = place.streams
      if (place.route === 'private' && listenKey !== undefined)
        return userData.accept(listenKey, peer, rules)
      const isServed = (stream: string): boolean => {
        const plan = readStream(product, stream)
        // A wrong route is acknowledged and silent; a connection without one still gets the book streams.
        return (
          plan !== undefined &&
          (product !== 'usdm' ||
            routeOf(plan) === (place.route === 'none' ? 'public' : place.route))
        )
      }
      const hub = place.isMicros ? hubs.us : hubs.ms
      return new StreamSession({ ...place, state, product, rules, limits, hub, peer, isServed })
    },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}

/** What the venue asks of every connection of a product. */
export function connectionRules(product: BinanceProduct, limits: BinanceLimits): ConnectionRules {
  return {
    pingEveryMs: PRODUCTS[product].pingEveryMs,
    pongWithinMs: PRODUCTS[product].pongWithinMs,
    lifetimeMs: limits.connectionLifetimeMs,
    inbound: { count: PRODUCTS[product].inboundPerSecond, perMs: 1000 },
    idleMs: false,
  }
}

function hubOf(state: BinanceState, product: BinanceProduct, time: typeof inMs): StreamHub {
  const streams = new BinanceStreams(state, product, time)
  return new StreamHub((name) => {
    const plan = readStream(product, name)
    return plan === undefined ? undefined : streams.source(plan)
  })
}

/** What the URL of a connection asks for. */
interface StreamTarget {
  /** The route, on USDⓈ-M. */
  readonly route: Route
  /** Whether messages come with the name of their stream. */
  readonly isCombined: boolean
  /** Whether times are in µs. */
  readonly isMicros: boolean
  /** Streams subscribed by the URL itself. */
  readonly streams: readonly string[]
}

/** Reads path and query of a connection; `undefined` where the venue has nothing there. */
function readTarget(product: BinanceProduct, target: string): StreamTarget | undefined {
  const url = new URL(target, 'ws://host')
  const parts = url.pathname.split('/').filter((part) => part !== '')
  const route = product === 'usdm' ? ROUTES.find((known) => known === parts[0]) : undefined
  if (route !== undefined) parts.shift()
  const form = parts.shift()
  if (form !== 'ws' && form !== 'stream') return undefined
  const key = url.searchParams.get('listenKey')
  const listed = form === 'ws' ? parts : (url.searchParams.get('streams') ?? '').split('/')
  const named = key === null ? listed : [key]
  return {
    route: route ?? 'none',
    isCombined: form === 'stream',
    isMicros:
      product === 'spot' && url.searchParams.get('timeUnit')?.toUpperCase() === 'MICROSECOND',
    streams: named.filter((stream) => stream !== '').map((stream) => decodeURIComponent(stream)),
  }
}
