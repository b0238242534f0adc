import type { Ports } from '../../runtime/ports.ts'
import type { TradingCore } from '../engine/index.ts'
import type { Changes } from './changes.ts'
import type { EffectRunner } from './effect-runner.ts'

/** What {@link cancelWorking} needs. */
export interface CancelWorkingParts {
  /** The orders. */
  readonly core: TradingCore
  /** Sends the cancels. */
  readonly runner: EffectRunner
  /** Tells when anything has happened. */
  readonly changes: Changes
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'wallClock' | 'timers'>
  /** How long to wait, in ms. */
  readonly withinMs: number
}

/** Asks for the end of every order of ours, and waits for the venues' word on it and for all its fills, for a while. */
export async function cancelWorking(parts: CancelWorkingParts): Promise<void> {
  const { core, runner, changes, ports, withinMs } = parts
  const { routes, world } = core
  const owners = new Set([...world.orders(), ...routes.working()].map(({ strategy }) => strategy))
  const intents = [...owners].map((strategy) => ({ type: 'cancelAll' as const, strategy }))
  runner.run(core.submit(intents, ports.wallClock.nowUs()))
  let isLate = false
  const timer = ports.timers.after(withinMs, () => {
    isLate = true
    changes.tell()
  })
  // An order that has ended may still miss fills: its venue is being asked for them.
  while (!isLate && !runner.hasFailed && core.oms.active.size > 0) await changes.next()
  timer.cancel()
}
