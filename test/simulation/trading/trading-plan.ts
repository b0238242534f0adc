import { SeededRandom } from '../../../src/runtime/virtual/index.ts'
import type { Fault, FaultRule } from '../../../src/sim/index.ts'
import {
  drawThreads,
  type ThreadChoice,
  type ThreadEnding,
  type ThreadsPlan,
} from '../threads-plan.ts'
import { TRADING_KITS, type TradingKit } from './trading-kit.ts'

/** One thing that happens to the trader from outside. */
export interface TradingIncident {
  readonly atMs: number
  readonly what:
    | 'kill'
    | 'powerFailure'
    | 'halt'
    | 'resume'
    | 'killSwitch'
    | 'release'
    | { readonly thread: number; readonly ends: ThreadEnding }
}

/** A run of a trader, drawn from a seed. */
export interface TradingPlan {
  readonly seed: number
  readonly kit: string
  readonly faults: readonly FaultRule[]
  readonly incidents: readonly TradingIncident[]
  /** What trades. */
  readonly strategy: 'churn' | 'marketMaking'
  /** How orders go out: by REST where the wallet's product has no socket for them. */
  readonly orders: 'rest' | 'socket'
  /** What the journal survives: power failures only where it is made for them. */
  readonly durability: 'process' | 'power'
  /** Whether the disk takes records at once, as a real one does where nothing is synced. */
  readonly takesAtOnce: boolean
  /** After how many records the state is written down whole; absent: not before the end. */
  readonly snapshotEveryRecords?: number
  /** How often orders are rehearsed meanwhile, in ms; absent: never. */
  readonly rehearseEveryMs?: number
  /** Where market data are kept in threads: those. */
  readonly threads?: ThreadsPlan
  /** How long it trades through faults and incidents, in ms. */
  readonly chaosMs: number
}

const LEAST_CHAOS_MS = 8_000
const MOST_CHAOS_MS = 20_000
const PRIVATE = { contains: 'private' }
const ORDERS = { contains: 'order' }

/** Every way to lose sight of an order, and how often a run of it strikes. */
const KINDS: readonly (readonly [Fault, FaultRule['where'], number])[] = [
  [{ kind: 'acceptThenSilence' }, undefined, 0.2],
  [{ kind: 'acceptThenCut' }, undefined, 0.2],
  [{ kind: 'acceptThenStatus' }, undefined, 0.2],
  [{ kind: 'lateAck' }, undefined, 0.1],
  [{ kind: 'fillBeforeAck' }, undefined, 0.3],
  [{ kind: 'cancelRacesFill' }, undefined, 0.3],
  [{ kind: 'cancelRacesFill', isPartial: true }, undefined, 0.3],
  [{ kind: 'duplicateIdRefused', accepts: true }, undefined, 0.2],
  [{ kind: 'refuseWithStatus', status: 503 }, undefined, 0.2],
  [{ kind: 'refuseWithStatus', status: 429, retryAfterSeconds: 1 }, undefined, 0.05],
  [{ kind: 'maintenance' }, undefined, 0.1],
  [{ kind: 'silence' }, ORDERS, 0.05],
  [{ kind: 'slow', delayMs: 3_000 }, ORDERS, 0.1],
  [{ kind: 'drop' }, PRIVATE, 0.2],
  [{ kind: 'double' }, PRIVATE, 0.3],
  [{ kind: 'reorder' }, PRIVATE, 0.2],
  [{ kind: 'delay', delayMs: 800 }, PRIVATE, 0.05],
  [{ kind: 'cutMidFrame' }, PRIVATE, 0.03],
  [{ kind: 'stall', forMs: 4_000 }, PRIVATE, 0.03],
  [{ kind: 'corrupt', how: 'syntax' }, PRIVATE, 0.05],
]

/** Draws a run. The same seed gives the same plan for ever, as long as the kits and kinds stay. */
export function drawTradingPlan(seed: number, choice: ThreadChoice = 'drawn'): TradingPlan {
  const random = new SeededRandom(`trading ${seed}`)
  const kit = TRADING_KITS[seed % TRADING_KITS.length]
  if (kit === undefined) throw new Error('there is no trading kit')
  const chaosMs = Math.round(LEAST_CHAOS_MS + random.next() * (MOST_CHAOS_MS - LEAST_CHAOS_MS))
  const faults = KINDS.filter(() => random.next() < 0.3).map(([fault, where, probability]) => ({
    fault,
    when: { fromMs: 1_500, untilMs: chaosMs, probability },
    ...(where && { where }),
  }))
  const durability = random.next() < 0.3 ? 'power' : 'process'
  const threads = drawThreads(seed, choice, chaosMs)
  const ends = (threads?.ends ?? []).map(({ atMs, thread, how }) => ({
    atMs,
    what: { thread, ends: how },
  }))
  const incidents = [...drawIncidents(random, chaosMs, durability), ...ends].sort(
    (a, b) => a.atMs - b.atMs,
  )
  const orders = hasSocket(kit) && isLikely(`orders ${seed}`) ? 'socket' : 'rest'
  const strategy = isLikely(`strategy ${seed}`) ? 'marketMaking' : 'churn'
  const takesAtOnce = isLikely(`disk ${seed}`)
  const rehearsals = isLikely(`rehearsals ${seed}`) ? { rehearseEveryMs: 400 } : {}
  const snapshots = isLikely(`snapshots ${seed}`) ? { snapshotEveryRecords: 50 } : {}
  const disk = { durability, takesAtOnce, ...snapshots } as const
  return {
    seed,
    kit: kit.name,
    strategy,
    orders,
    faults,
    incidents,
    ...disk,
    ...rehearsals,
    ...(threads && { threads }),
    chaosMs,
  }
}

function hasSocket({ protocol, product }: TradingKit): boolean {
  const facts = protocol.facts.trading.find((each) => each.product === product)
  return facts !== undefined && facts.orderSocket !== false
}

/** One of two, drawn by itself, so that everything else of a seed is as it was. */
function isLikely(name: string): boolean {
  return new SeededRandom(name).next() < 0.5
}

function drawIncidents(
  random: SeededRandom,
  chaosMs: number,
  durability: TradingPlan['durability'],
): readonly TradingIncident[] {
  const incidents: TradingIncident[] = []
  const at = (): number => Math.round(1_000 + random.next() * (chaosMs - 1_000))
  const deaths = Math.floor(random.next() * 4)
  for (let death = 0; death < deaths; death += 1)
    incidents.push({ atMs: at(), what: durability === 'power' ? 'powerFailure' : 'kill' })
  if (random.next() < 0.4) {
    const atMs = at()
    incidents.push({ atMs, what: 'halt' }, { atMs: atMs + 1_500, what: 'resume' })
  }
  if (random.next() < 0.3) {
    const atMs = at()
    incidents.push({ atMs, what: 'killSwitch' }, { atMs: atMs + 1_500, what: 'release' })
  }
  return incidents
}
