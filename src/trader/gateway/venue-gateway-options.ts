import type { AccountId, AccountProtocol, Environment, Instrument } from '../../core/index.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { HttpClientTuning, OwnUrls, WSPoolTuning } from '../../transport/index.ts'

/** What a `VenueGateway` is made of. */
export interface VenueGatewayOptions {
  /** The account's name. */
  readonly account: AccountId
  /** The venue's words, with the keys. */
  readonly protocol: AccountProtocol
  /** Product lines, one at least; all must trade from one wallet (`TradingFacts.wallet`). */
  readonly products: readonly string[]
  /** What may be traded, and may show up: the listing. */
  readonly instruments: readonly Instrument[]
  /** Which installation. */
  readonly environment: Environment
  /** Which region. */
  readonly region?: string
  /** URLs of one's own: a simulated venue, a proxy. */
  readonly urls?: OwnUrls
  /** Limits and timings of REST. */
  readonly http?: Partial<HttpClientTuning>
  /** Limits and timings of the sockets. */
  readonly pool?: Partial<WSPoolTuning>
  /** How often the venue's clock is read, in ms. @defaultValue 60,000 */
  readonly clockEveryMs?: number
  /** After how long a silence of ours the venue cancels our orders, in ms; `false`: never. @defaultValue 60,000 */
  readonly deadMansSwitchMs?: number | false
  /**
   * How orders go out: by REST, or over the venue's socket for them where it has one. What a venue takes by REST alone goes so
   * in either case. @defaultValue `rest`
   */
  readonly orders?: 'rest' | 'socket'
  /** Whether orders go by REST while their socket is not logged in; else they are not sent. @defaultValue true */
  readonly restFallback?: boolean
  /** Everything ambient. */
  readonly ports: Ports
  /** Asked right before anything leaves. */
  readonly isHalted: () => boolean
}
