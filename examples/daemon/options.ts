import { parseArgs } from 'node:util'

/** What `npm start -- …` was asked to do. */
export interface StartOptions {
  /** How long to run, in ms; without end where absent. */
  readonly forMs?: number
  /** NDJSON for programs in place of a table for people. */
  readonly isJson: boolean
  /** Whether the simulated venues misbehave. */
  readonly hasFaults: boolean
  /** The real venues in place of simulated ones. */
  readonly isLive: boolean
  /** Venues by name. */
  readonly venues: readonly string[]
  /** Pairs; each venue's own choice where absent. */
  readonly pairs?: readonly string[]
  /** Folder for the recording; a temporary one where absent. */
  readonly folder?: string
}

export const HELP = `The reference daemon, role monitor: keeps books, records everything.

npm start -- [options]

  --for 20s        stop after this long (default: run until Ctrl-C)
  --json           NDJSON on standard output instead of a table
  --faults         the simulated venues lose frames and drop connections: watch the recovery
  --live           real venues instead of simulated ones (public data, no keys)
  --venues A,B     which venues, or all (default: binance,kraken,okx)
  --pairs A,B      which pairs (default: BTC/USDT,ETH/USDT, or what the venue trades in their place)
  --folder DIR     where to record (default: a temporary folder)
  --help           this help
`

/** As many as a table shows at a glance. */
const DEFAULT_VENUES = ['binance', 'kraken', 'okx']
/** Two that most venues trade. */
const DEFAULT_PAIRS = ['BTC/USDT', 'ETH/USDT']
/** What is watched where neither is traded. */
const OTHER_PAIRS: Readonly<Record<string, readonly string[]>> = {
  amm: ['ETH/USDC', 'BTC/ETH'],
  bybit: ['BTC/USDT', 'BTC/USDT:USDT'],
  coinbase: ['BTC/USD', 'BONK/USD'],
  dydx: ['BTC/USDC:USDC', 'ETH/USDC:USDC'],
  hyperliquid: ['BTC/USDC:USDC', 'HYPE/USDC'],
  mexc: ['BTC/USDT', 'PEPE/USDT'],
}

/** The pairs to watch at a venue. */
export function pairsAt(venue: string, { pairs }: StartOptions): readonly string[] {
  return pairs ?? OTHER_PAIRS[venue] ?? DEFAULT_PAIRS
}

/** Reads the command line; a text is a problem to show. */
export function readStartOptions(
  argv: readonly string[],
  known: readonly string[],
): StartOptions | string {
  const problems: string[] = []
  let values: ReturnType<typeof parse>
  try {
    values = parse(argv)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  if (values.help === true) return HELP
  const forMs = values.for === undefined ? undefined : durationMs(values.for)
  if (values.for !== undefined && forMs === undefined)
    problems.push(`--for: expected a duration such as 20s, was "${values.for}"`)
  const venues = values.venues === 'all' ? known : (list(values.venues) ?? DEFAULT_VENUES)
  for (const venue of venues.filter((name) => !known.includes(name))) {
    problems.push(`--venues: there is no "${venue}"; there are ${known.join(', ')}`)
  }
  if (values.live === true && values.faults === true)
    problems.push('--faults is for simulated venues: leave out --live')
  if (problems.length > 0) return problems.join('\n')
  return {
    ...(forMs === undefined ? {} : { forMs }),
    isJson: values.json === true,
    hasFaults: values.faults === true,
    isLive: values.live === true,
    venues,
    ...(values.pairs === undefined ? {} : { pairs: list(values.pairs) ?? [] }),
    ...(values.folder === undefined ? {} : { folder: values.folder }),
  }
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const options = {
    for: text,
    json: flag,
    faults: flag,
    live: flag,
    venues: text,
    pairs: text,
    folder: text,
    help: flag,
  }
  return parseArgs({ args: [...argv], options, strict: true }).values
}

function list(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function durationMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text)
  const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
  return match === null ? undefined : Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0)
}
