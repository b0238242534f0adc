import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import type { TradingCore } from '../engine/index.ts'
import type { HostInput, MarketInput, StrategyAlert, StrategyHost } from '../strategy/index.ts'
import type { EffectRunner } from './effect-runner.ts'
import { COMMAND_KIND } from './trader-state.ts'

/** What a {@link StrategyDesk} is made of. */
export interface StrategyDeskParts {
  /** Runs the strategies. */
  readonly host: StrategyHost
  /** Takes what they ask for. */
  readonly core: TradingCore
  /** Does what follows. */
  readonly runner: () => EffectRunner
  /** When the market data of an input arrived, epoch µs; `undefined` where it has none. */
  readonly arrivedUs: (input: HostInput) => number | undefined
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'wallClock' | 'timers'>
  /** Told what somebody should look at. */
  readonly tell: (alert: StrategyAlert) => void
  /** Takes what the host is to be fed in its turn. */
  readonly push: (input: Exclude<HostInput, MarketInput>) => void
}

/** What is no command: it follows from what is kept already. */
const TOLD: ReadonlySet<HostInput['type']> = new Set<HostInput['type']>([
  'order',
  'fill',
  'route',
  'time',
])

/** Feeds strategies what happens, hands what they ask for to the core, and wakes them in time. */
export class StrategyDesk {
  /** Runs the strategies. */
  readonly host: StrategyHost
  readonly #parts: StrategyDeskParts
  #timer: TimerHandle | undefined
  #isStopped = false

  /** Feeds nothing yet. */
  constructor(parts: StrategyDeskParts) {
    this.host = parts.host
    this.#parts = parts
  }

  /** Takes what is no market data; commands are kept. */
  take(input: Exclude<HostInput, MarketInput>): void {
    if (!TOLD.has(input.type)) this.#parts.runner().append(COMMAND_KIND, input)
    this.feed(input)
  }

  /** Feeds the host, and hands on what came of it. */
  feed(input: HostInput): void {
    const { core, runner, tell, push, arrivedUs } = this.#parts
    const nowUs = this.#nowUs()
    const { intents, alerts, commands } = this.host.handle(input, nowUs)
    if (intents.length > 0) runner().run(core.submit(intents, nowUs), arrivedUs(input))
    for (const alert of alerts) tell(alert)
    for (const command of commands) push(command)
    this.#armTimer()
  }

  /** Wakes nobody any more. Idempotent. */
  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
  }

  #armTimer(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    const atUs = this.host.nextTimerUs
    if (atUs === undefined || this.#isStopped) return
    const delayMs = Math.max(0, Math.ceil((atUs - this.#nowUs()) / 1000))
    this.#timer = this.#parts.ports.timers.after(delayMs, () => this.#parts.push({ type: 'time' }))
  }

  #nowUs(): number {
    return this.#parts.ports.wallClock.nowUs()
  }
}
