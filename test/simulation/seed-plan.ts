import type { ChannelKind, DepthChoice } from '../../src/core/index.ts'
import { type CrashKind, type DiskFault, SeededRandom } from '../../src/runtime/virtual/index.ts'
import type { FaultScript, SimInstrumentOptions, SimulatedName } from '../../src/sim/index.ts'
import { drawFaults } from './fault-plan.ts'
import {
  drawThreads,
  type ThreadChoice,
  type ThreadEnding,
  type ThreadsPlan,
} from './threads-plan.ts'
import type { Listed, VenueKit } from './venue-kit.ts'

/** One line of the daemon's task file. */
export interface TaskLine {
  readonly venue: SimulatedName
  readonly pair: string
  readonly channels: readonly {
    readonly channel: ChannelKind
    readonly depth?: DepthChoice
    readonly interval?: '1m'
  }[]
}

/** What is done to the world at one moment, beside the venues' own fault scripts. */
export type Incident =
  | { readonly kind: 'partition' | 'refuse'; readonly origin: string; readonly forMs: number }
  | { readonly kind: 'cut' | 'cutInside'; readonly origin: string }
  | { readonly kind: 'disk'; readonly fault: DiskFault; readonly forMs: number }
  | { readonly kind: 'crash'; readonly how: CrashKind | 'kill'; readonly forMs: number }
  | { readonly kind: 'clockStep'; readonly stepMs: number }
  | { readonly kind: 'clockDrift'; readonly ppm: number }
  | { readonly kind: 'goodbye'; readonly venue: SimulatedName }
  | { readonly kind: 'threadEnds'; readonly how: ThreadEnding; readonly thread: number }
  | { readonly kind: 'tasks'; readonly tasks: readonly TaskLine[] }

/** One venue of a seed. */
interface VenuePlan {
  readonly name: SimulatedName
  readonly instruments: readonly SimInstrumentOptions[]
  readonly redundancy: 1 | 2
  /** Age at which connections end; the driver's facts say the same. */
  readonly lifetimeMs: number | false
  readonly latency: { readonly leastMs: number; readonly mostMs: number; readonly jitterMs: number }
  readonly faults: FaultScript
}

/** Everything that a seed decides, as data: printing it is reading the script of the run. */
export interface SeedPlan {
  readonly seed: number
  /** Things go wrong for this long. */
  readonly chaosMs: number
  readonly snapshotEveryMs: number
  /** Where market data are kept in threads: those. */
  readonly threads: ThreadsPlan | undefined
  readonly venues: readonly VenuePlan[]
  readonly tasks: readonly TaskLine[]
  readonly incidents: readonly { readonly atMs: number; readonly what: Incident }[]
}

/** Bounds of what seeds draw. */
export interface PlanScale {
  readonly leastChaosMs: number
  readonly mostChaosMs: number
  readonly instrumentsPerVenue: number
}

export const FULL_SCALE: PlanScale = {
  leastChaosMs: 90_000,
  mostChaosMs: 210_000,
  instrumentsPerVenue: 3,
}

const DEPTHS: readonly DepthChoice[] = ['full', 'full', 'full', 50, 20, 'bbo']
/** Beside books, BBO and trades. */
const OTHERS: readonly ChannelKind[] = ['ticker', 'candle', 'funding', 'markPrice', 'liquidation']

/** Venues that one seed brings together. */
const VENUES_A_SEED = 4

/** The venues of a seed: one by turn, so that none is left out for long, and others by chance. */
export function kitsOf(seed: number, kits: readonly VenueKit[]): readonly VenueKit[] {
  const first = kits[seed % kits.length]
  const others = kits.filter((kit) => kit !== first)
  const random = new SeededRandom(`venues ${seed}`)
  const drawn = [
    ...(first === undefined ? [] : [first]),
    ...drawSome(random, others, VENUES_A_SEED - 1),
  ]
  return kits.filter((kit) => drawn.includes(kit))
}

/** Draws what a seed does. */
export function drawPlan(
  seed: number,
  kits: readonly VenueKit[],
  scale: PlanScale,
  choice: ThreadChoice = 'drawn',
): SeedPlan {
  const random = new SeededRandom(`plan ${seed}`)
  const chaosMs = Math.round(random.between(scale.leastChaosMs, scale.mostChaosMs))
  const chosen = kits.map((kit) => ({
    kit,
    listed: joinedFirst(kit, drawSome(random, kit.listed, scale.instrumentsPerVenue)),
  }))
  const drawTasks = (): readonly TaskLine[] =>
    chosen.flatMap(({ kit, listed }) =>
      listed.flatMap((each, i) =>
        i > 0 && random.chance(0.2) ? [] : [drawTask(random, kit, each, i === 0)],
      ),
    )
  const venues = chosen.map(({ kit, listed }) => drawVenue(random, kit, listed, chaosMs))
  const tasks = drawTasks()
  const changes = Array.from({ length: 1 + random.below(3) }, () => ({
    atMs: Math.round(random.between(0.1, 0.95) * chaosMs),
    what: { kind: 'tasks', tasks: drawTasks() } as const,
  }))
  const threads = drawThreads(seed, choice, chaosMs)
  const ends = (threads?.ends ?? []).map(({ atMs, ...how }) => ({
    atMs,
    what: { kind: 'threadEnds', ...how } as const,
  }))
  const incidents = [...changes, ...drawIncidents(random, kits, chaosMs), ...ends]
  return {
    seed,
    chaosMs,
    snapshotEveryMs: Math.round(random.between(2_000, 30_000)),
    threads,
    venues,
    tasks,
    incidents: incidents.sort((a, b) => a.atMs - b.atMs),
  }
}

function drawVenue(
  random: SeededRandom,
  kit: VenueKit,
  listed: readonly Listed[],
  chaosMs: number,
): VenuePlan {
  const redundancy = random.chance(0.4) ? 2 : 1
  const lifetimeMs = random.chance(0.5) ? Math.round(random.between(40_000, 120_000)) : false
  const leastMs = random.between(0.2, 40)
  const rate = random.between(8, 35)
  return {
    name: kit.name,
    instruments: listed.map(({ spec }) => ({
      ...spec,
      flow: {
        eventsPerSecond: rate * random.between(0.4, 1.6),
        levels: 20 + random.below(60),
        tradeShare: random.between(0.05, 0.3),
        sweepShare: random.between(0, 0.02),
        hasPhases: random.chance(0.5),
      },
    })),
    redundancy,
    lifetimeMs,
    latency: {
      leastMs,
      mostMs: leastMs + (random.chance(0.3) ? random.between(50, 400) : random.between(0, 40)),
      jitterMs: random.chance(0.3) ? random.between(5, 60) : random.between(0, 3),
    },
    faults: drawFaults(random, kit, listed[0], chaosMs),
  }
}

function drawTask(
  random: SeededRandom,
  kit: VenueKit,
  { instrument }: Listed,
  isFirst: boolean,
): TaskLine {
  const offered = kit.driver.facts.channels.filter(({ product }) => product === instrument.product)
  const has = (kind: ChannelKind): boolean => offered.some(({ channel }) => channel === kind)
  const drawn = pick(random, DEPTHS)
  // One book that is joined from REST, where there are such, so that faults of snapshots have something to strike.
  const depth = isFirst && kit.snapshotPath !== undefined ? 'full' : drawn
  const book = { channel: 'book', depth } as const
  const others = (['bbo', 'trade', pick(random, OTHERS)] as const).filter(
    (kind) => random.chance(0.5) && has(kind),
  )
  return {
    venue: kit.name,
    pair: instrument.pair,
    channels: [
      book,
      ...others.map((channel) =>
        channel === 'candle' ? ({ channel, interval: '1m' } as const) : { channel },
      ),
    ],
  }
}

function drawIncidents(
  random: SeededRandom,
  kits: readonly VenueKit[],
  chaosMs: number,
): { readonly atMs: number; readonly what: Incident }[] {
  const incidents: { readonly atMs: number; readonly what: Incident }[] = []
  const origins = kits.flatMap((kit) => kit.origins)
  const add = (count: number, draw: () => Incident): void => {
    for (let i = 0; i < count; i += 1)
      incidents.push({ atMs: Math.round(random.between(0.05, 0.9) * chaosMs), what: draw() })
  }
  const origin = (): string => pick(random, origins)
  const forMs = (least: number, most: number): number => Math.round(random.between(least, most))
  add(1 + random.below(3), () => ({
    kind: 'partition',
    origin: origin(),
    forMs: forMs(500, 40_000),
  }))
  add(random.below(3), () => ({ kind: 'cut', origin: origin() }))
  add(random.below(2), () => ({ kind: 'cutInside', origin: origin() }))
  add(random.below(2), () => ({ kind: 'refuse', origin: origin(), forMs: forMs(1_000, 15_000) }))
  add(random.below(2), () => ({ kind: 'goodbye', venue: pick(random, kits).name }))
  add(random.below(2), () => ({
    kind: 'disk',
    fault: random.chance(0.5) ? 'full' : 'broken',
    forMs: forMs(500, 10_000),
  }))
  add(random.chance(0.6) ? 1 : 0, () => ({
    kind: 'crash',
    how: pick(random, ['kill', 'lost', 'torn', 'zeroed'] as const),
    forMs: forMs(100, 8_000),
  }))
  add(random.chance(0.2) ? 1 : 0, () => ({ kind: 'clockStep', stepMs: forMs(-3_000, 3_000) }))
  add(random.chance(0.2) ? 1 : 0, () => ({ kind: 'clockDrift', ppm: forMs(-200, 200) }))
  return incidents
}

/** The first one's book is joined from REST, where the venue has such books: see {@link drawTask}. */
function joinedFirst({ listed }: VenueKit, drawn: readonly Listed[]): readonly Listed[] {
  const first = drawn.find(({ isJoined }) => isJoined) ?? listed.find(({ isJoined }) => isJoined)
  if (first === undefined || first === drawn[0]) return drawn
  return [first, ...drawn.filter((each) => each !== first)].slice(0, drawn.length)
}

function drawSome<T>(random: SeededRandom, all: readonly T[], count: number): readonly T[] {
  const left = [...all]
  const drawn: T[] = []
  while (drawn.length < count && left.length > 0) {
    drawn.push(...left.splice(random.below(left.length), 1))
  }
  return drawn
}

function pick<T>(random: SeededRandom, all: readonly T[]): T {
  const found = all[random.below(all.length)]
  if (found === undefined) throw new Error('Drawing one of nothing')
  return found
}
