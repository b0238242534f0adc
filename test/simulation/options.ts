import { SIMULATED_NAMES, type SimulatedName } from '../../src/sim/index.ts'
import type { SeedPart } from './seed-run.ts'
import type { ThreadChoice } from './threads-plan.ts'

/** What of the house seeds are run through. */
const PARTS: readonly SeedPart[] = ['all', 'market', 'trading']
const THREADS: readonly ThreadChoice[] = ['drawn', 'always', 'never']

/** What the program was asked for. */
export interface SimulationOptions {
  /** Which seeds, in order. */
  readonly seeds: readonly number[]
  readonly venues: readonly SimulatedName[]
  /** Whether a venue that has no simulator yet counts as a failure: it does unless venues were named. */
  readonly isAll: boolean
  readonly jobs: number
  readonly part: SeedPart
  readonly threads: ThreadChoice
  readonly isVerbose: boolean
}

export const USAGE = `npm run test:simulation -- [--seeds N] [--from S] [--seed S] [--venues a,b] [--part P]
  [--threads T] [--jobs J] [--verbose]

  --seeds N     run N seeds (20), each with up to four venues
  --from S      start at seed S (1)
  --seed S      run this seed only
  --venues a,b  only these venues: ${SIMULATED_NAMES.join(', ')}; without it all, and one that is missing
                fails
  --part P      all (the default), market: books and records of a monitor, or trading: orders and money
                of a trader
  --threads T   drawn (the default): one seed in two keeps its market data in threads, which end in the
                middle of it; always or never: all seeds or none
  --jobs J      processes beside each other (as many as there are cores)
  --verbose     with --seed: print the script and the tape around the first problem`

/** Reads the command line; a text is what is wrong with it. */
export function readOptions(args: readonly string[], cores: number): SimulationOptions | string {
  const values = new Map<string, string>()
  let isVerbose = false
  for (let i = 0; i < args.length; i += 1) {
    const [name = '', inline] = (args[i] ?? '').split('=', 2)
    if (name === '--verbose') isVerbose = true
    else if (name === '--all') continue
    else if (
      ['--seeds', '--from', '--seed', '--venues', '--part', '--threads', '--jobs'].includes(name)
    ) {
      if (inline === undefined) i += 1
      values.set(name, inline ?? args[i] ?? '')
    } else return `There is no option ${name}`
  }
  const numbers = new Map<string, number>()
  for (const name of ['--seeds', '--from', '--seed', '--jobs']) {
    const text = values.get(name)
    if (text === undefined) continue
    const value = Number(text)
    if (text === '' || !Number.isSafeInteger(value) || value < 0) {
      return `${name}: expected a whole number, was "${text}"`
    }
    numbers.set(name, value)
  }
  const named = values.get('--venues')?.split(',')
  const unknown = named?.find((name) => !SIMULATED_NAMES.some((known) => known === name))
  if (unknown !== undefined) return `--venues: there is no simulated venue "${unknown}"`
  const part = PARTS.find((each) => each === (values.get('--part') ?? 'all'))
  if (part === undefined)
    return `--part: expected ${PARTS.join(', ')}, was "${values.get('--part')}"`
  const threads = THREADS.find((each) => each === (values.get('--threads') ?? 'drawn'))
  if (threads === undefined)
    return `--threads: expected ${THREADS.join(', ')}, was "${values.get('--threads')}"`
  const seed = numbers.get('--seed')
  const from = numbers.get('--from') ?? 1
  const count = numbers.get('--seeds') ?? 20
  return {
    seeds: seed === undefined ? Array.from({ length: count }, (_, i) => from + i) : [seed],
    venues: SIMULATED_NAMES.filter((name) => named?.includes(name) ?? true),
    isAll: named === undefined,
    jobs: Math.max(1, numbers.get('--jobs') ?? cores),
    isVerbose,
    part,
    threads,
  }
}
