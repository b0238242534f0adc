import { z } from 'zod'
import { ConfigError, type Environment } from '../core/index.ts'
import { KNOWN_VENUES } from '../drivers/registry.ts'
import type { MarketThreads } from '../market/index.ts'
import { readTasks } from '../tasks/index.ts'
import type { TradingConfig, TradingConfigInput } from './trading-config.ts'
import { tradingSchema } from './trading-schema.ts'
import { type UrlsConfig, urlsSchema } from './urls-config.ts'

/** What a daemon is for: it records markets, it trades in them, or both on the same market data. */
export type DaemonRole = 'monitor' | 'trader' | 'both'

/** One venue of a daemon. */
export interface VenueConfig {
  /** Its id. */
  readonly venue: string
  /** Which installation. */
  readonly environment: Environment
  /** Which region of it; absent: the default one. */
  readonly region?: string | undefined
  /** URLs of one's own by stream endpoint and REST service. */
  readonly urls?: UrlsConfig | undefined
  /** Product lines whose instruments are loaded; absent: all. */
  readonly products?: readonly string[] | undefined
  /** Sockets for each topic: with 2, what one loses the other may still bring. */
  readonly redundancy: 1 | 2
}

/** Where and how a daemon records. */
export interface StorageConfig {
  /** The folder; made where missing. */
  readonly folder: string
  /** Time between two snapshots of a live book, in ms. */
  readonly snapshotEveryMs: number
  /** Longest time that a row waits for its batch, in ms. */
  readonly maxAgeMs: number
  /** Where batches are compressed; a virtual runtime needs `inline`. */
  readonly compression: 'thread' | 'inline'
}

/** How much of what passes stays in memory. */
export interface HistoryConfig {
  /** Most memory of all histories, in MB of 10^6 bytes; the oldest goes first. */
  readonly megabytes: number
}

/** Where market data are kept: beside all else, or in threads of their own. */
export type ThreadsConfig = 'single' | Pick<MarketThreads, 'marketData' | 'waiting'>

/** What a daemon is to do; every default filled in. What its role does not need is left alone: a file may serve several. */
export interface DaemonConfig {
  /** What it is for. */
  readonly role: DaemonRole
  /** The venues, each once. */
  readonly venues: readonly VenueConfig[]
  /** Tasks that never change, in the form of a task file's `subscriptions`. */
  readonly subscriptions?: unknown
  /** A watched file of tasks. */
  readonly taskFile?: string | undefined
  /** Where it records; `false`: nowhere. */
  readonly storage: StorageConfig | false
  /** Whether the last minutes of what tasks ask for stay in memory; `false`: nothing does. */
  readonly history: HistoryConfig | false
  /** What it trades; never looked at by a monitor. */
  readonly trading?: TradingConfig | undefined
  /** Where market data are kept. */
  readonly threads: ThreadsConfig
}

/** A configuration as a person writes it: what has a default may be left out. */
export interface DaemonConfigInput
  extends Partial<Omit<DaemonConfig, 'venues' | 'storage' | 'trading'>> {
  /** The venues, each once. */
  readonly venues: readonly (Pick<VenueConfig, 'venue'> & Partial<VenueConfig>)[]
  /** Where it records; `false`: nowhere. @defaultValue `false` */
  readonly storage?: (Pick<StorageConfig, 'folder'> & Partial<StorageConfig>) | false
  /** What it trades. */
  readonly trading?: TradingConfigInput
}

const venue = z.strictObject({
  venue: z.enum(KNOWN_VENUES),
  environment: z.enum(['production', 'testnet', 'demo']).default('production'),
  region: z.string().optional(),
  urls: urlsSchema.optional(),
  products: z.array(z.string()).min(1).optional(),
  redundancy: z.union([z.literal(1), z.literal(2)]).default(1),
})

const storage = z.strictObject({
  folder: z.string().min(1),
  snapshotEveryMs: z.int().min(100).default(60_000),
  maxAgeMs: z.int().min(1).max(60_000).default(1_000),
  compression: z.enum(['thread', 'inline']).default('thread'),
})

const history = z.strictObject({ megabytes: z.number().positive() })

const threads = z.union([
  z.literal('single'),
  z.strictObject({
    marketData: z.int().min(1).max(64),
    waiting: z.enum(['wait', 'yield', 'spin']).default('wait'),
  }),
])

const config: z.ZodType<DaemonConfig> = z
  .strictObject({
    role: z.enum(['monitor', 'trader', 'both']).default('monitor'),
    venues: z.array(venue).min(1),
    subscriptions: z.unknown().optional(),
    taskFile: z.string().optional(),
    storage: z.union([storage, z.literal(false)]).default(false),
    history: z.union([history, z.literal(false)]).default(false),
    trading: tradingSchema.optional(),
    threads: threads.default('single'),
  })
  .superRefine((value, context) => {
    const { role, subscriptions, taskFile, trading } = value
    if (role !== 'trader' && subscriptions === undefined && taskFile === undefined) {
      const message = 'expected subscriptions or taskFile, was neither'
      context.addIssue({ code: 'custom', path: [], message })
    }
    if (role !== 'monitor' && trading === undefined) {
      const message = `expected accounts and strategies in role ${role}, was none`
      context.addIssue({ code: 'custom', path: ['trading'], message })
    }
    if (value.subscriptions !== undefined) {
      const read = readTasks({ subscriptions: value.subscriptions })
      for (const { path, message } of read.type === 'problems' ? read.problems : []) {
        context.addIssue({ code: 'custom', path: [path], message })
      }
    }
    const names = value.venues.map((each) => each.venue)
    for (const name of new Set(names.filter((each, i) => names.indexOf(each) !== i))) {
      context.addIssue({ code: 'custom', path: ['venues'], message: `${name} stands there twice` })
    }
    for (const [place, { venue: at }] of (trading?.accounts ?? []).entries()) {
      if (names.some((name) => name === at)) continue
      const message = `expected one of venues (${names.join(', ')}), was ${at}`
      context.addIssue({ code: 'custom', path: ['trading', 'accounts', place, 'venue'], message })
    }
  })

/**
 * Reads a configuration.
 *
 * @throws ConfigError `INVALID_OPTIONS` listing every problem at once, each with its place.
 */
export function readDaemonConfig(value: unknown): DaemonConfig {
  const result = config.safeParse(value)
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) => {
    const place = path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('')
    return `${place.replace(/^\./, '') || 'the configuration'}: ${message}`
  })
  throw new ConfigError('INVALID_OPTIONS', `Reading the configuration: ${problems.join('; ')}`, {
    context: { problems: problems.length },
  })
}
