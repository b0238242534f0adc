import { parseArgs } from 'node:util'
import type { DaemonRole } from 'crossbook/daemon'
import { SIMULATED_NAMES, type SimulatedName } from 'crossbook/sim'
import { tradedVenues } from './trading.ts'

/** What `npm start -- …` was asked to do. */
export interface StartOptions {
  /** What the daemon is for. */
  readonly role: DaemonRole
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

export const HELP = `The reference daemon: keeps books and records everything; at simulated venues it trades too.

npm start -- [options]

  --role R         monitor, trader or both (default: both; monitor where nothing can be traded)
  --for 20s        stop after this long (default: run until Ctrl-C)
  --json           NDJSON on standard output instead of a table
  --faults         the simulated venues lose frames, connections and answers to orders: watch the recovery
  --live           real venues instead of simulated ones (public data, no keys, no orders)
  --venues A,B     which venues, or all (default: binance,kraken,okx)
  --pairs A,B      which pairs (default: BTC/USDT,ETH/USDT, or what the venue trades in their place)
  --folder DIR     where to record and to keep the journal (default: a temporary folder)
  --help           this help
`

const ROLES: readonly DaemonRole[] = ['monitor', 'trader', 'both']
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
  const traded = values.live === true ? [] : tradedVenues(simulated(venues))
  const role = values.role ?? (traded.length > 0 ? 'both' : 'monitor')
  if (!isRole(role)) problems.push(`--role: expected ${ROLES.join(', ')}, was "${role}"`)
  else if (role !== 'monitor' && values.live === true)
    problems.push(`--role ${role} is for simulated venues: leave out --live`)
  else if (role !== 'monitor' && traded.length === 0)
    problems.push(
      `--role ${role}: expected one of --venues with accounts (${tradedVenues(SIMULATED_NAMES).join(', ')}), was none`,
    )
  if (problems.length > 0 || !isRole(role)) return problems.join('\n')
  return {
    role,
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
    role: text,
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

function isRole(text: string): text is DaemonRole {
  return ROLES.some((role) => role === text)
}

/** Those of the names that a simulated venue has. */
export function simulated(names: readonly string[]): readonly SimulatedName[] {
  return SIMULATED_NAMES.filter((name) => names.includes(name))
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
