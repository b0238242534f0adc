import type { Ports, ThreadPort, TimerHandle } from '../../runtime/ports.ts'
import type { TradingCore } from '../engine/index.ts'
import type {
  HostInput,
  HostIntent,
  HostSnapshot,
  MarketInput,
  StrategyAlert,
  StrategyHost,
  StrategySetup,
} from '../strategy/index.ts'
import type { EffectRunner } from './effect-runner.ts'
import type { StrategyMarkets } from './strategy-markets.ts'
import { ThreadDesk } from './thread-desk.ts'
import { COMMAND_KIND } from './trader-state.ts'

/** What a {@link StrategyDesk} is made of. */
export interface StrategyDeskParts {
  /** Runs the strategies. */
  readonly host: StrategyHost
  /** Takes what they ask for. */
  readonly core: TradingCore
  /** Does what follows. */
  readonly runner: () => EffectRunner
  /** Has what they trade watched. */
  readonly markets: StrategyMarkets
  /** When the market data of an input arrived, epoch µs; `undefined` where it has none. */
  readonly arrivedUs: (input: HostInput) => number | undefined
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'wallClock' | 'timers' | 'waterfall'>
  /** Opens the threads of strategies; absent where none runs in one. */
  readonly threads: ThreadPort | undefined
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

/** After which nobody may trade a market any more. */
const LEAVING: ReadonlySet<HostInput['type']> = new Set<HostInput['type']>([
  'removeStrategy',
  'replaceStrategy',
])

/** Feeds strategies what happens, hands what they ask for to the core, and wakes them in time. */
export class StrategyDesk {
  /** Runs the strategies. */
  readonly host: StrategyHost
  readonly #parts: StrategyDeskParts
  readonly #threads: ThreadDesk
  /** Commands before which a thread has told what it remembers. */
  readonly #prepared = new WeakSet<HostInput>()
  /** Cancels for strategies that stopped in the past; whether they were carried out then, nobody knows. */
  #owed: HostIntent[] = []
  #timer: TimerHandle | undefined
  #isStopped = false

  /** Feeds nothing yet. */
  constructor(parts: StrategyDeskParts) {
    this.host = parts.host
    this.#parts = parts
    const { host, ports, threads, push } = parts
    this.#threads = new ThreadDesk({ host, ports: { timers: ports.timers, threads }, push })
  }

  /** Has strategies hear again what they heard in an earlier life: nothing comes of it but their memories and timers. */
  hearPast(input: HostInput, timeUs: number): void {
    const { intents, alerts } = this.host.handlePast(input, timeUs)
    if (input.type === 'startStrategy' && alerts.length === 0)
      this.#owed = this.#owed.filter(({ strategy }) => strategy !== input.strategy)
    this.#owed.push(...intents)
    for (const alert of alerts) if (alert.type === 'strategyFaulted') this.#parts.tell(alert)
  }

  /** From here on threads are asked: all of the past is processed. */
  start(): void {
    this.#threads.start()
  }

  /** From here on requests can be sent: who stopped in the past leaves no order behind, and timers run. */
  resume(): void {
    const { core, runner } = this.#parts
    const running = new Set(
      this.host.status().flatMap(({ setup, state }) => (state === 'running' ? setup.strategy : [])),
    )
    const owed = this.#owed.filter(({ strategy }) => !running.has(strategy))
    this.#owed = []
    if (owed.length > 0) runner().run(core.submit(owed, this.#nowUs()))
    this.#armTimer()
  }

  /** All inputs that waited are processed: threads are told the next. */
  onDrained(): void {
    this.#threads.onDrained()
  }

  /** Watches what a strategy trades that runs already. Why that cannot be; `undefined` where it can. */
  watch(setup: StrategySetup): string | undefined {
    return this.#parts.markets.watch(setup)
  }

  /** Has threads tell what they remember. `undefined` where there is none. */
  remember(): Promise<unknown> | undefined {
    return this.#threads.rememberAll()
  }

  /** The strategies as they are to be written down. */
  snapshot(): HostSnapshot {
    const snapshot = this.host.snapshot()
    for (const { strategy } of this.host.threads()) strategy.outbox.forgetTaken()
    return snapshot
  }

  /** Ends the threads, once they have told what they remember. Idempotent. */
  async close(): Promise<void> {
    await this.#threads.close()
  }

  /** Takes what is no market data; commands are kept, unless what they bring cannot be traded. */
  take(input: Exclude<HostInput, MarketInput>): void {
    if (TOLD.has(input.type)) {
      this.feed(input)
      return
    }
    if (this.#isDeferred(input) || this.#isRefused(input)) return
    this.#parts.runner().append(COMMAND_KIND, { ...input, timeUs: this.#nowUs() })
    this.feed(input)
    if (LEAVING.has(input.type)) this.#parts.markets.tidy()
  }

  /** Feeds the host, and hands on what came of it. */
  feed(input: HostInput): void {
    const { core, runner, tell, push, arrivedUs } = this.#parts
    const { waterfall } = this.#parts.ports
    const nowUs = this.#nowUs()
    waterfall?.turn()
    const { intents, alerts, commands } = this.host.handle(input, nowUs)
    if (intents.length > 0) {
      waterfall?.mark('evaluated')
      const sinceUs = arrivedUs(input)
      if (sinceUs !== undefined) waterfall?.turned(nowUs - sinceUs)
      const effects = core.submit(intents, nowUs)
      waterfall?.mark('checked')
      runner().run(effects, sinceUs)
    }
    waterfall?.end()
    for (const alert of alerts) tell(alert)
    for (const command of commands) push(command)
    this.#armTimer()
  }

  /** Wakes nobody any more. Idempotent. */
  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
  }

  /** What a command brings is watched before it is carried out. */
  #isRefused(input: Exclude<HostInput, MarketInput>): boolean {
    const refused = this.#parts.markets.prepare(input)
    if (refused === undefined) return false
    this.#parts.markets.tidy()
    this.#parts.tell(refused)
    return true
  }

  /** Another takes the place of one in a thread once that has told what it remembers. */
  #isDeferred(input: HostInput): boolean {
    if (input.type !== 'replaceStrategy' || input.memory === 'drop') return false
    if (this.#prepared.has(input) || !this.#threads.has(input.strategy)) return false
    this.#prepared.add(input)
    this.#threads.remember(input.strategy).then(
      () => this.#parts.push(input),
      // It never fails; were it to, the command is carried out with what was remembered last.
      () => this.#parts.push(input),
    )
    return true
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
