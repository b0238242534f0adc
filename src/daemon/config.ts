import { z } from 'zod'
import { ConfigError } from '../core/index.ts'
import { KNOWN_VENUES } from '../drivers/registry.ts'
import { readTasks } from '../tasks/index.ts'

const urls = z.strictObject({
  streams: z.record(z.string(), z.string()).optional(),
  rest: z.record(z.string(), z.string()).optional(),
})

const venue = z.strictObject({
  venue: z.enum(KNOWN_VENUES as [string, ...string[]]),
  environment: z.enum(['production', 'testnet', 'demo']).default('production'),
  region: z.string().optional(),
  urls: urls.optional(),
  products: z.array(z.string()).min(1).optional(),
  redundancy: z.union([z.literal(1), z.literal(2)]).default(1),
})

const storage = z.strictObject({
  folder: z.string().min(1),
  snapshotEveryMs: z.int().min(100).default(60_000),
  maxAgeMs: z.int().min(1).max(60_000).default(1_000),
  compression: z.enum(['thread', 'inline']).default('thread'),
})

const config = z
  .strictObject({
    role: z.literal('monitor').default('monitor'),
    venues: z.array(venue).min(1),
    subscriptions: z.unknown().optional(),
    taskFile: z.string().optional(),
    storage: z.union([storage, z.literal(false)]).default(false),
  })
  .superRefine((value, context) => {
    if (value.subscriptions === undefined && value.taskFile === undefined) {
      context.addIssue({
        code: 'custom',
        path: [],
        message: 'expected subscriptions or taskFile, was neither',
      })
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
  })

/** What a daemon is to do; every default filled in. */
export type DaemonConfig = z.output<typeof config>

/** A configuration as a person writes it. */
export type DaemonConfigInput = z.input<typeof config>

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
