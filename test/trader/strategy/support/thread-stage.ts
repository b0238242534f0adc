import { Decimal, fillId, type StrategyId, venueOrderId } from '../../../../src/core/index.ts'
import { nodeTimers } from '../../../../src/runtime/node/index.ts'
import type { ThreadPort } from '../../../../src/runtime/ports.ts'
import {
  type HostInput,
  type HostIntent,
  type StrategyAlert,
  type StrategyDefinition,
  StrategyHost,
} from '../../../../src/trader/index.ts'
import { ThreadDesk } from '../../../../src/trader/shell/thread-desk.ts'
import { threads } from '../../../runtime/support/threads.ts'
import { NOON_US } from './toy-host.ts'
import { A, type ToyWorld } from './toy-world.ts'

/** A host with a desk of threads, over a toy world in which every order that is asked for is open at once. */
export class ThreadStage {
  readonly host: StrategyHost
  readonly desk: ThreadDesk
  readonly intents: HostIntent[] = []
  readonly alerts: StrategyAlert[] = []
  /** Everything that the host was fed: commands, and what threads told, are JSON data. */
  readonly tape: { readonly input: HostInput; readonly nowUs: number }[] = []
  readonly world: ToyWorld
  nowUs = NOON_US
  #waiting: HostInput[] = []
  #isDraining = false
  #wake: () => void = () => undefined

  constructor(
    definitions: readonly StrategyDefinition[],
    world: ToyWorld,
    options: { readonly snapshot?: unknown; readonly threads?: ThreadPort } = {},
  ) {
    this.world = world
    const clock = { nowNs: () => 0 }
    this.host = new StrategyHost({ world, definitions, monotonicClock: clock }, options.snapshot)
    this.desk = new ThreadDesk({
      host: this.host,
      ports: { timers: nodeTimers({ keepAlive: true }), threads: options.threads ?? threads },
      push: (input) => this.feed(input),
    })
    this.desk.start()
  }

  /** Feeds inputs, and what follows from them, as the loop of a trader does. */
  feed(...inputs: readonly HostInput[]): void {
    this.#waiting.push(...inputs)
    if (this.#isDraining) return
    this.#isDraining = true
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      this.tape.push({ input: next, nowUs: this.nowUs })
      const { intents, alerts } = this.host.handle(next, this.nowUs)
      this.alerts.push(...alerts)
      for (const intent of intents) this.#carryOut(intent)
    }
    this.#isDraining = false
    this.desk.onDrained()
    this.#wake()
  }

  /** Feeds inputs, and waits until threads have decided on them and on all that followed. */
  async settle(...inputs: readonly HostInput[]): Promise<void> {
    this.feed(...inputs)
    const waits = () => this.host.threads().some(({ strategy }) => strategy.outbox.size > 0)
    for (;;) {
      const [wasWaiting, before] = [waits(), this.intents.length]
      await this.desk.rememberAll()
      if (!wasWaiting && !waits() && this.intents.length === before) return
    }
  }

  /** Waits for an alert. */
  async alert(type: StrategyAlert['type']): Promise<StrategyAlert> {
    for (;;) {
      const found = this.alerts.find((alert) => alert.type === type)
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  #carryOut(intent: HostIntent): void {
    this.intents.push(intent)
    if (intent.type !== 'place') return
    const order = this.world.open(intent.strategy, intent.terms)
    this.#waiting.push({ type: 'order', order })
  }
}

/** A fill of an order of that strategy. */
export function fillOf(world: ToyWorld, strategy: StrategyId = A): HostInput | undefined {
  const order = world.orders(strategy).at(-1)
  if (order === undefined) return undefined
  const { clientOrderId, terms } = order
  const { account, instrument, side } = terms
  const fill = {
    fillId: fillId(`f${clientOrderId}`),
    account,
    clientOrderId,
    venueOrderId: venueOrderId('v'),
    instrument,
    side,
    price: new Decimal('100.000000000000000001'),
    quantity: new Decimal('0.1'),
    fee: { amount: new Decimal('0.0001'), asset: 'USDT' },
    venueTimeUs: 1,
  }
  return { type: 'fill', strategy, clientOrderId, fill }
}
