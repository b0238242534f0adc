import { loadThreaded } from '../../../src/market/load-threaded.ts'
import type { ThreadChoice } from '../threads-plan.ts'
import { replayedCore } from './replayed-core.ts'
import { unheard } from './told.ts'
import { tradingKit } from './trading-kit.ts'
import type { TradingIncident, TradingPlan } from './trading-plan.ts'
import { drawTradingPlan } from './trading-plan.ts'
import { CHURN, type Life, TradingWorld } from './trading-world.ts'
import { differences } from './witness.ts'

/** What became of a run. */
export interface TradingOutcome {
  readonly problems: readonly string[]
  readonly counts: Readonly<Record<string, number>>
  readonly faults: Readonly<Record<string, number>>
  /** Of every event, its time, and every byte on the network. */
  readonly digest: string
}

/** Longer than any request is of force, with a margin, and longer than the latest answer takes. */
const LEAST_CALM_MS = 45_000
/** As long as a venue's scarcest budget, which may have been spent on questions: what is open or unknown then stays so. */
const MOST_CALM_MS = 660_000
const LOOK_EVERY_MS = 15_000
const SCOPE = { type: 'global' } as const

/** Runs a seed twice: compared with the venue, and with itself. */
export async function runTradingSeed(seed: number, choice: ThreadChoice): Promise<TradingOutcome> {
  const first = await runTrading(drawTradingPlan(seed, choice))
  const second = await runTrading(drawTradingPlan(seed, choice))
  if (first.digest === second.digest) return first
  return { ...first, problems: [...first.problems, 'the second run differs'] }
}

/** Runs a trader through its plan, then through a calm, and compares. */
export async function runTrading(plan: TradingPlan): Promise<TradingOutcome> {
  const { seed, faults, incidents, durability, takesAtOnce, threads, chaosMs } = plan
  const { rehearseEveryMs, snapshotEveryRecords } = plan
  if (threads !== undefined) await loadThreaded()
  const world = new TradingWorld(tradingKit(plan.kit), {
    seed,
    faults,
    durability,
    takesAtOnce,
    strategy: plan.strategy,
    orders: plan.orders,
    ...(rehearseEveryMs !== undefined && { rehearseEveryMs }),
    ...(threads && { threads }),
    ...(snapshotEveryRecords !== undefined && { trader: { snapshotEveryRecords } }),
  })
  const unknown: string[] = []
  let life = await world.start()
  const halts: [fromUs: number, toUs: number][] = []
  for (const incident of incidents) {
    const elapsedMs = world.runtime.elapsedUs() / 1000
    await world.runtime.run({ forMs: Math.max(0, incident.atMs - elapsedMs) })
    const next = await meet(world, life, incident, halts)
    if (next !== life) unknown.push(...unheardIn(world, next))
    life = next
  }
  await world.runtime.run({ forMs: Math.max(0, chaosMs - world.runtime.elapsedUs() / 1000) })
  life.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'simulation' })
  await calm(world, life)
  unknown.push(...unheardIn(world, life))
  const { liveOrders, unknownOrders } = life.trader.status()
  await world.stop(life)
  const { core } = life.trader
  const replayed = await world.runtime.settle(replayedCore(life))
  const isSame = JSON.stringify(replayed.snapshot()) === JSON.stringify(core.snapshot())
  const orders = [...core.oms.orders.values()]
  const halted = orders.filter(
    ({ placedTimeUs, status }) =>
      status !== 'denied' && halts.some(([from, to]) => placedTimeUs > from && placedTimeUs < to),
  )
  return {
    problems: [
      ...(liveOrders === 0 ? [] : [`${liveOrders} orders live after the calm`]),
      ...(unknownOrders === 0 ? [] : [`${unknownOrders} orders unknown after the calm`]),
      ...(isSame ? [] : ['the journal makes another state']),
      ...halted.map(({ clientOrderId }) => `order ${clientOrderId} was made during a halt`),
      ...(core.oms.counts.impossible === 0 ? [] : ['something happened that cannot be']),
      ...differences(world, core),
      ...unknown,
    ],
    counts: {
      orders: orders.length,
      fills: orders.reduce((sum, { fills }) => sum + fills.length, 0),
      unknowns: world.unknowns,
      lives: world.lives,
      traderThreads: threads === undefined ? 0 : 1,
      traderThreadEnds: world.threadEnds,
      rehearsals: life.rehearsal?.status().orders ?? 0,
    },
    faults: countBy(world.venue.faults.log.map(({ fault }) => fault.kind)),
    digest: world.runtime.digest(),
  }
}

/** What the strategy does not know of its orders: it is told of each change, and of each fill once, in whichever life. */
function unheardIn({ told, lives }: TradingWorld, { trader }: Life): readonly string[] {
  return unheard(told, trader.core, CHURN).map((what) => `the strategy in life ${lives}: ${what}`)
}

/** Lets nothing happen until nothing is open or unknown. */
async function calm({ runtime }: TradingWorld, { trader }: Life): Promise<void> {
  await runtime.run({ forMs: LEAST_CALM_MS })
  for (let spentMs = LEAST_CALM_MS; spentMs < MOST_CALM_MS; spentMs += LOOK_EVERY_MS) {
    const { liveOrders, unknownOrders } = trader.status()
    if (liveOrders === 0 && unknownOrders === 0) return
    await runtime.run({ forMs: LOOK_EVERY_MS })
  }
}

async function meet(
  world: TradingWorld,
  life: Life,
  { what }: TradingIncident,
  halts: [number, number][],
): Promise<Life> {
  const by = { by: 'simulation', why: 'drawn', scope: SCOPE }
  const nowUs = world.runtime.trueTimeUs()
  if (typeof what === 'object') {
    if (life.threads?.end(what.thread, what.ends)) world.threadEnds += 1
    return life
  }
  switch (what) {
    case 'kill':
    case 'powerFailure':
      if (what === 'kill') life.process.kill()
      else life.process.crash()
      return await world.start()
    case 'halt':
      life.trader.risk({ type: 'setTradingState', state: 'halted', ...by })
      halts.push([nowUs, Number.POSITIVE_INFINITY])
      return life
    case 'resume':
      life.trader.risk({ type: 'setTradingState', state: 'active', ...by })
      break
    case 'killSwitch':
      life.trader.risk({ type: 'kill', ...by })
      halts.push([nowUs, Number.POSITIVE_INFINITY])
      return life
    case 'release':
      life.trader.risk({ type: 'release', ...by })
  }
  const open = halts.find(([, to]) => to === Number.POSITIVE_INFINITY)
  if (open !== undefined) open[1] = nowUs
  return life
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
