import type { AccountProtocol, Instrument, RestCall, VenueRequest } from '../../core/index.ts'
import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import type { HttpClient } from '../../transport/index.ts'

/** What a {@link DeadMansSwitch} is made of. */
export interface DeadMansSwitchParts {
  /** The venue's words. */
  readonly protocol: Pick<AccountProtocol, 'facts' | 'orders'>
  /** Product lines. */
  readonly products: readonly string[]
  /** Sends the calls. */
  readonly http: HttpClient
  /** Timers. */
  readonly ports: Pick<Ports, 'timers'>
  /** After how long a silence of ours the venue cancels, in ms; `false`: never. */
  readonly timeoutMs: number | false
  /** Told when it could not be armed: orders stay when we fall silent. */
  readonly onFailed: (detail: string) => void
}

interface Target {
  readonly product: string
  readonly instrument?: Instrument
}

/** A third of the time: two calls may be lost before the venue takes us for dead. */
const REFRESHES = 3

/**
 * The venue's switch that cancels our orders when we fall silent, where it has one: armed with the first order, armed again
 * while we live, disarmed when we leave in good order.
 */
export class DeadMansSwitch {
  readonly #parts: DeadMansSwitchParts
  readonly #targets = new Map<string, Target>()
  #timer: TimerHandle | undefined
  #isClosed = false

  /** Arms nothing yet. */
  constructor(parts: DeadMansSwitchParts) {
    this.#parts = parts
  }

  /** Orders are about to be sent: whatever covers them is armed, once. */
  cover(requests: readonly VenueRequest[]): void {
    if (this.#parts.timeoutMs === false || this.#isClosed) return
    for (const { type, terms } of requests) {
      if (type !== 'place') continue
      const target = this.#targetOf(terms.instrument)
      if (target === undefined) continue
      const key = `${target.product} ${target.instrument?.symbol ?? ''}`
      if (this.#targets.has(key)) continue
      this.#targets.set(key, target)
      void this.#set(target, this.#timeoutMs(target.product))
      this.#timer ??= this.#schedule()
    }
  }

  /** Disarms: whoever leaves in good order has said what becomes of its orders. Idempotent. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#timer?.cancel()
    await Promise.all([...this.#targets.values()].map((target) => this.#set(target, false)))
  }

  #targetOf(instrument: Instrument): Target | undefined {
    const { product } = instrument
    const facts = this.#factsOf(product)
    if (facts === undefined || this.#parts.protocol.orders.deadMansSwitch === undefined)
      return undefined
    return facts.covers === 'instrument' ? { product, instrument } : { product }
  }

  #factsOf(product: string) {
    const { trading } = this.#parts.protocol.facts
    const found = trading.find((each) => each.product === product)?.deadMansSwitch
    return found === false ? undefined : found
  }

  #timeoutMs(product: string): number {
    const { timeoutMs } = this.#parts
    const facts = this.#factsOf(product)
    const wanted = timeoutMs === false ? 0 : timeoutMs
    return Math.min(Math.max(wanted, facts?.minMs ?? wanted), facts?.maxMs ?? wanted)
  }

  #schedule(): TimerHandle {
    const shortest = Math.min(
      ...[...this.#targets.values()].map(({ product }) => this.#timeoutMs(product)),
    )
    return this.#parts.ports.timers.after(shortest / REFRESHES, () => {
      if (this.#isClosed) return
      this.#timer = this.#schedule()
      for (const target of this.#targets.values())
        void this.#set(target, this.#timeoutMs(target.product))
    })
  }

  async #set(target: Target, timeoutMs: number | false): Promise<void> {
    const { protocol, http, onFailed } = this.#parts
    const call: RestCall<void> | undefined = protocol.orders.deadMansSwitch?.(target, timeoutMs)
    if (call === undefined) return
    try {
      await http.send(call, { lane: 'urgent' })
    } catch (error) {
      const what = timeoutMs === false ? 'disarmed' : 'armed'
      const why = error instanceof Error ? error.message : String(error)
      onFailed(`the dead man's switch of ${target.product} could not be ${what}: ${why}`)
    }
  }
}
