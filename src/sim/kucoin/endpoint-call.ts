import type { LiveInstrument } from '../live-instrument.ts'
import type { RequestContext } from '../venue-host.ts'
import type { ClassicSequences } from './classic-sequences.ts'
import type { KucoinState } from './kucoin-state.ts'
import type { KucoinLimits } from './limits.ts'
import type { KucoinMarket } from './products.ts'
import { RestRefusal } from './rest-error.ts'
import type { Tokens } from './tokens.ts'

/** One request as an endpoint sees it. */
export interface EndpointCall {
  /** What the hosts share. */
  readonly state: KucoinState
  /** The venue's limits. */
  readonly limits: KucoinLimits
  /** Whose host it is. */
  readonly market: KucoinMarket
  /** Tokens of its classic sockets. */
  readonly tokens: Tokens
  /** Numbers of contract books. */
  readonly sequences: ClassicSequences
  /** Where its classic sockets are, as the client reaches them. */
  readonly socketUrl: string
  /** The query. */
  readonly query: URLSearchParams
  /** What stands in the path in place of a parameter. */
  readonly part: string
  /** What a fault asks of the answer. */
  readonly context: RequestContext
}

/** One endpoint: its method, what a call costs, and what it says. */
export interface Endpoint {
  /** Method. @defaultValue `'GET'` */
  readonly method?: 'GET' | 'POST'
  /** Cost in the public pool. */
  readonly weight: number
  /** `data` of the answer. @throws RestRefusal with the venue's code. */
  answer(call: EndpointCall): unknown
}

/** A parameter that must be there. */
export function asked({ query }: EndpointCall, name: string): string {
  const value = query.get(name)
  if (value === null || value === '') {
    throw new RestRefusal('400100', `Bad Request: ${name} is required`, 400)
  }
  return value
}

/** A parameter that is a number. */
export function numberOf({ query }: EndpointCall, name: string, otherwise: number): number {
  const text = query.get(name)
  const value = text === null || text === '' ? otherwise : Number(text)
  if (Number.isNaN(value)) throw new RestRefusal('400100', `Bad Request: ${name} is wrong`, 400)
  return value
}

/** The instrument that `symbol` names, of the host's market unless told otherwise. */
export function liveOf(
  call: EndpointCall,
  market: KucoinMarket = call.market,
  symbol: string = asked(call, 'symbol'),
): LiveInstrument {
  const live = call.state.find(market, symbol)
  if (live !== undefined) return live
  throw market === 'spot'
    ? new RestRefusal('900001', 'The symbol not exists.')
    : new RestRefusal('100003', 'Contract parameter invalid')
}

/** Seconds or ms of a query as a filter on moments. */
export function isWithin(timeMs: number, fromMs: number, toMs: number): boolean {
  return timeMs >= fromMs && timeMs <= toMs
}
