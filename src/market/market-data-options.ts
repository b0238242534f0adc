import {
  ConfigError,
  type Environment,
  type ExchangeDriver,
  type Instrument,
} from '../core/index.ts'
import type { Ports } from '../runtime/ports.ts'
import { httpTuningProblems } from '../transport/http-client-options.ts'
import type { FrameTap, HttpClientTuning, OwnUrls, WSPoolTuning } from '../transport/index.ts'
import { numberProblems } from '../transport/options.ts'
import { urlProblems } from '../transport/urls.ts'
import { poolTuningProblems } from '../transport/ws-pool-options.ts'
import type { BookKeepingOptions } from './book-keeping.ts'
import { bookOptionProblems } from './book-options.ts'
import { nearestNames } from './nearest-names.ts'

/** What {@link MarketData} is opened with. */
export interface MarketDataOptions {
  /** The venue. */
  readonly driver: ExchangeDriver
  /** Everything ambient. */
  readonly ports: Ports
  /** Which installation of the venue. @defaultValue `'production'` */
  readonly environment?: Environment
  /** Which region of the installation. @defaultValue `'default'` */
  readonly region?: string
  /** URLs of one's own: a simulated venue, a proxy. */
  readonly urls?: OwnUrls
  /** Product lines whose instruments are loaded. @defaultValue all that the venue has */
  readonly products?: readonly string[]
  /** Instruments to use in place of the venue's listing; nothing is then fetched when opening. */
  readonly instruments?: readonly Instrument[]
  /** How often the listing is fetched again, in ms; `false`: never. @defaultValue 3,600,000 */
  readonly instrumentRefreshMs?: number | false
  /** Whether books are compared with the BBO feed where both are on. @defaultValue `true` */
  readonly checksBbo?: boolean
  /** Whether frames are sampled for what the driver does not know, told as `venueDrift`. @defaultValue `true` */
  readonly watchesDrift?: boolean
  /** Limits and timings of the sockets. */
  readonly pool?: Partial<WSPoolTuning>
  /** Limits and timings of REST. */
  readonly http?: Partial<HttpClientTuning>
  /** Limits and timings of the keeping of books. */
  readonly books?: Partial<BookKeepingOptions>
  /** Sees everything that passes the sockets, before anything interprets it. */
  readonly tap?: FrameTap
  /** Gives up opening when aborted; afterwards it does nothing. */
  readonly signal?: AbortSignal
}

/** The defaults of {@link MarketDataOptions}. */
export const MARKET_DATA_DEFAULTS: {
  readonly environment: Environment
  readonly instrumentRefreshMs: number | false
  readonly checksBbo: boolean
  readonly watchesDrift: boolean
} = Object.freeze({
  environment: 'production',
  instrumentRefreshMs: 3_600_000,
  checksBbo: true,
  watchesDrift: true,
})

/** The products to load. */
export function productsOf({ driver, products }: MarketDataOptions): readonly string[] {
  return products ?? driver.facts.products.map(({ id }) => id)
}

/**
 * Checks everything that can be checked before anything is sent.
 *
 * @throws ConfigError `INVALID_OPTIONS` listing every problem at once.
 */
export function checkOptions(options: MarketDataOptions): void {
  const { driver, environment = MARKET_DATA_DEFAULTS.environment, instrumentRefreshMs } = options
  const problems = [
    ...productProblems(options),
    ...(instrumentRefreshMs === false ? [] : numberProblems({ instrumentRefreshMs }, LEAST)),
    ...within('books', bookOptionProblems(options.books ?? {})),
    ...within('http', httpTuningProblems(options.http ?? {})),
    ...within('pool', poolTuningProblems(options.pool ?? {})),
    ...urlProblems({ driver, environment, ...(options.urls && { urls: options.urls }) }),
  ]
  if (problems.length === 0) return
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Opening market data of ${driver.facts.name}: ${problems.join('; ')}`,
    { context: { problems: problems.length } },
  )
}

const LEAST = { instrumentRefreshMs: 1 }

function within(place: string, problems: readonly string[]): readonly string[] {
  return problems.map((problem) => `${place}.${problem}`)
}

function productProblems({ driver, products = [] }: MarketDataOptions): readonly string[] {
  const known = driver.facts.products.map(({ id }) => id)
  const unknown = products.filter((id) => !known.includes(id))
  if (unknown.length === 0) return []
  const hint = unknown
    .map((id) => `"${id}" (nearest: ${nearestNames(id, known)[0] ?? 'none'})`)
    .join(', ')
  return [`there is no product ${hint}; there are ${known.join(', ')}`]
}
