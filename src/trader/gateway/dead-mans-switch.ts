import type { AccountProtocol, Instrument, RestCall, VenueRequest } from '../../core/index.ts'
import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import type { HttpClient } from '../../transport/index.ts'
import type { OpenOrders } from './account-gateway.ts'

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
  /** Tells which orders of ours may be open; `undefined` where nobody knows of any. */
  readonly openOrders: () => OpenOrders | undefined
  /** Told when it could not be armed, so that orders stay when we fall silent, and when orders are left to it. */
  readonly onFault: (detail: string) => void
}

interface Target {
  readonly product: string
  readonly instrument?: Instrument
}

/** A third of the time: two calls may be lost before the venue takes us for dead. */
const REFRESHES = 3

/** It was closed before a call could leave. */
class OvertakenError extends Error {}

/**
 * The venue's switch that cancels our orders when we fall silent, where it has one: armed on start where orders are open, and
 * with the first order, armed again while we live and can cancel, disarmed when we leave in good order. Orders that are open
 * then against our will are left to it.
 */
export class DeadMansSwitch {
  readonly #parts: DeadMansSwitchParts
  readonly #targets = new Map<string, Target>()
  /** Calls that arm it and have no answer yet. */
  readonly #arming = new Set<Promise<void>>()
  #timer: TimerHandle | undefined
  #isClosed = false

  /** Arms nothing yet. */
  constructor(parts: DeadMansSwitchParts) {
    this.#parts = parts
  }

  /** Arms what covers the orders that are open from before, once: where we died, the time that was set then runs out. */
  start(): void {
    for (const { instrument } of this.#parts.openOrders()?.orders ?? []) this.#cover(instrument)
  }

  /** Orders are about to be sent: whatever covers them is armed, once. */
  cover(requests: readonly VenueRequest[]): void {
    for (const { type, terms } of requests) if (type === 'place') this.#cover(terms.instrument)
  }

  /**
   * Disarms what covers no open order, or orders that are to stay. What covers others stays armed, and this is told; so are
   * orders that nothing covers. Where nothing can be cancelled any more, none is left behind on purpose. Idempotent.
   */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#timer?.cancel()
    // One that arrived after the call that disarms would arm it for good.
    await Promise.all(this.#arming)
    const open = this.#parts.openOrders()
    const left = open === undefined || (open.areKept && open.canCancel) ? [] : open.orders
    const targets = [...this.#targets.values()]
    this.#tellUncovered(left.filter((order) => !targets.some((target) => covers(target, order))))
    await Promise.all(
      targets.map(async (target) => {
        if (!left.some((order) => covers(target, order))) return this.#disarm(target)
        const forMs = this.#timeoutMs(target.product)
        const { product, instrument } = target
        this.#parts.onFault(
          `closed with open orders of ${instrument?.symbol ?? product}: the dead man's switch stays armed, the venue cancels them within ${forMs} ms`,
        )
      }),
    )
  }

  #tellUncovered(orders: OpenOrders['orders']): void {
    if (orders.length === 0) return
    const names = orders.map((order) => `${order.clientOrderId} of ${order.instrument.symbol}`)
    this.#parts.onFault(
      `closed with open orders that no dead man's switch covers: ${names.join(', ')}; they stay open at the venue until somebody cancels them`,
    )
  }

  #cover(instrument: Instrument): void {
    if (this.#parts.timeoutMs === false || this.#isClosed) return
    const target = this.#targetOf(instrument)
    if (target === undefined) return
    const key = `${target.product} ${target.instrument?.symbol ?? ''}`
    if (this.#targets.has(key)) return
    this.#targets.set(key, target)
    this.#arm(target)
    this.#timer ??= this.#schedule()
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
      if (this.#parts.openOrders()?.canCancel === false) {
        this.#parts.onFault(
          "nothing can be cancelled any more: the dead man's switch is not armed again, so that the venue cancels what is open",
        )
        return
      }
      this.#timer = this.#schedule()
      for (const target of this.#targets.values()) this.#arm(target)
    })
  }

  #arm(target: Target): void {
    const arming: Promise<void> = this.#set(target, this.#timeoutMs(target.product), () => {
      if (this.#isClosed) throw new OvertakenError()
    }).finally(() => this.#arming.delete(arming))
    this.#arming.add(arming)
  }

  #disarm(target: Target): Promise<void> {
    return this.#set(target, false, () => {})
  }

  /** `guard` is asked right before anything leaves. */
  async #set(target: Target, timeoutMs: number | false, guard: () => void): Promise<void> {
    const { protocol, http, onFault } = this.#parts
    const call: RestCall<void> | undefined = protocol.orders.deadMansSwitch?.(target, timeoutMs)
    if (call === undefined) return
    try {
      await http.send(call, { lane: 'urgent', guard })
    } catch (error) {
      if (error instanceof OvertakenError) return
      const what = timeoutMs === false ? 'disarmed' : 'armed'
      const why = error instanceof Error ? error.message : String(error)
      onFault(`the dead man's switch of ${target.product} could not be ${what}: ${why}`)
    }
  }
}

/** One of a whole account covers its other products too. */
function covers(
  { instrument }: Target,
  { instrument: { product, symbol } }: OpenOrders['orders'][number],
): boolean {
  return (
    instrument === undefined || (instrument.product === product && instrument.symbol === symbol)
  )
}
