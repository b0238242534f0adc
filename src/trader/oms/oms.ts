import type {
  Approved,
  ClientOrderId,
  Denied,
  Instrument,
  OrderEvent,
  OrderInput,
  OrderIntent,
  PlaceIntent,
  StrategyId,
} from '../../core/index.ts'
import { judgeAmend, judgeCancel } from './judge-request.ts'
import { LostOrders } from './lost-orders.ts'
import { inOrder, type OmsEffect } from './oms-effect.ts'
import { type OmsOptions, resolveOmsOptions } from './oms-options.ts'
import type { OmsInput, OmsRecord } from './oms-record.ts'
import { type OmsCounts, type OmsSnapshot, readSnapshot, writeSnapshot } from './oms-snapshot.ts'
import { hasHole, newOrder, type Order } from './order.ts'
import { addressOf } from './order-event.ts'
import { OrderIds } from './order-ids.ts'
import { fromPlain, InstrumentPool } from './order-json.ts'
import { OrderStore, venueKey } from './order-store.ts'
import { reduceOrder } from './reduce-order.ts'
import { venueRequest } from './venue-request.ts'

/**
 * All orders of one writer. Pure: no clock, no I/O; the time comes with each input, and what is to be done is returned.
 *
 * Each call answers effects for the shell to do in order. A `record` has to be durable before anything after it is sent:
 * dying in between leaves an order to ask the venue about, never one that nobody knows. The same records, applied in the
 * same order to the same state, give the same state and the same effects.
 */
export class Oms {
  readonly #options: Required<OmsOptions>
  readonly #pool = new InstrumentPool()
  readonly #store: OrderStore
  readonly #ids: OrderIds
  readonly #lost: LostOrders
  #counts: Record<keyof OmsCounts, number> = { applied: 0, doubled: 0, late: 0, impossible: 0 }

  /**
   * Starts without orders, or with those of a snapshot.
   *
   * @throws ConfigError `INVALID_OPTIONS`, or `INVALID_NUMBER` where the snapshot is of a later writer.
   */
  constructor(options: OmsOptions, snapshot?: OmsSnapshot) {
    this.#options = resolveOmsOptions(options)
    this.#store = new OrderStore(this.#options)
    this.#ids = new OrderIds(this.#options.epoch, snapshot?.epochs)
    this.#lost = new LostOrders(this.#store.evicted, this.#ids)
    if (snapshot === undefined) return
    readSnapshot(snapshot, this.#store, this.#pool)
    this.#counts = { ...snapshot.counts }
  }

  /** What the events were, by the outcome of their cells. */
  get counts(): OmsCounts {
    return { ...this.#counts }
  }

  /** The latest time that was told, epoch µs; 0 before the first. */
  get timeUs(): number {
    return this.#store.nowUs
  }

  /** The orders that are kept whole, in the order in which they were made. */
  get orders(): ReadonlyMap<ClientOrderId, Order> {
    return this.#store.orders
  }

  /** Orders of which something may still come: that have not ended, or that have, but miss fills. */
  get active(): ReadonlyMap<ClientOrderId, Order> {
    return this.#store.active
  }

  /** The orders about which the venue has to be asked, in the order in which they were made. */
  unresolved(): readonly Order[] {
    return [...this.orders.values()].filter((order) => order.isLookupWanted || hasHole(order))
  }

  /**
   * Carries out an intent that risk has let pass. An amend or a cancel of an order that has moved on meanwhile is
   * `refused`; `cancelAll` takes the orders of its strategy that have not ended, and no other.
   */
  submit(intent: Approved<OrderIntent>, timeUs: number): readonly OmsEffect[] {
    switch (intent.type) {
      case 'place':
        return this.#place(intent, timeUs)
      case 'amend': {
        const order = this.orders.get(intent.clientOrderId)
        const { event, reason } = judgeAmend(order, intent, timeUs, this.#deadlineUs(timeUs))
        if (event === undefined) return [{ type: 'refused', intent, reason }]
        return this.#take({ type: 'event', event })
      }
      case 'cancel': {
        const order = this.orders.get(intent.clientOrderId)
        const { event, reason } = judgeCancel(order, intent, timeUs, this.#deadlineUs(timeUs))
        if (event === undefined) return [{ type: 'refused', intent, reason }]
        return this.#take({ type: 'event', event })
      }
      case 'cancelAll':
        return this.#cancelAll(intent.strategy, intent.instrument, timeUs)
    }
  }

  /** Keeps what risk has denied. A new order gets an id, so that it can be referred to; it is never sent. */
  deny(denied: Denied, timeUs: number): readonly OmsEffect[] {
    const base = { type: 'deny', denied, timeUs } as const
    if (denied.intent.type !== 'place') return this.#take(base)
    return this.#take({ ...base, clientOrderId: this.#ids.make() })
  }

  /** Takes what a venue said of an order, or what became of a request. */
  receive(event: OrderEvent): readonly OmsEffect[] {
    return this.#take({ type: 'event', event })
  }

  /**
   * The process that made the requests is gone, and their answers with it: whatever is in flight is unknown from now on.
   * To be called once after the records were applied, before anything else.
   */
  restarted(timeUs: number): readonly OmsEffect[] {
    const effects: OmsEffect[] = []
    for (const { status, amend, cancelRequest, clientOrderId } of [...this.orders.values()]) {
      const base = { order: { clientOrderId }, timeUs, cause: 'restarted' } as const
      if (status === 'inFlight') effects.push(...this.receive({ ...base, type: 'outcomeUnknown' }))
      if (amend?.isUnknown === false)
        effects.push(...this.receive({ ...base, type: 'amendUnknown', request: amend.request }))
      if (status === 'cancelInFlight' && cancelRequest !== undefined)
        effects.push(...this.receive({ ...base, type: 'cancelUnknown', request: cancelRequest }))
    }
    return inOrder(effects)
  }

  /**
   * Applies a record of before. The effects are what they were then, bit for bit; a replay does not send.
   *
   * @throws ConfigError `INVALID_NUMBER` where the record is of a later writer.
   */
  apply(record: OmsRecord): readonly OmsEffect[] {
    // An instrument stands in a record whole.
    return this.#take(fromPlain<OmsInput>(record, (told) => this.#pool.share(told as Instrument)))
  }

  /** Everything, as plain JSON data with exact decimal text. */
  snapshot(): OmsSnapshot {
    return writeSnapshot(this.#store, this.#ids.list(), this.counts)
  }

  #place(intent: PlaceIntent, timeUs: number): readonly OmsEffect[] {
    const deadlineUs = this.#deadlineUs(timeUs)
    return this.#take({
      type: 'place',
      clientOrderId: this.#ids.make(),
      intent,
      timeUs,
      deadlineUs,
    })
  }

  #cancelAll(
    strategy: StrategyId,
    instrument: Instrument | undefined,
    timeUs: number,
  ): readonly OmsEffect[] {
    const effects: OmsEffect[] = []
    for (const order of [...this.orders.values()]) {
      const { clientOrderId, terms } = order
      const isMeant = instrument === undefined || isSame(terms.instrument, instrument)
      if (!isMeant || order.strategy !== strategy) continue
      const intent = { type: 'cancel', strategy, clientOrderId } as const
      const { event } = judgeCancel(order, intent, timeUs, this.#deadlineUs(timeUs))
      if (event !== undefined) effects.push(...this.#take({ type: 'event', event }))
    }
    return inOrder(effects)
  }

  #take(input: OmsInput): readonly OmsEffect[] {
    if (input.type === 'event') return this.#takeEvent(input.event)
    const { clientOrderId, timeUs } = input
    this.#store.passTime(timeUs)
    const record = { type: 'record', record: input } as const
    if (clientOrderId !== undefined) this.#ids.note(clientOrderId)
    if (input.type === 'place') {
      const { deadlineUs } = input
      const intent = this.#shared(input.intent)
      const order = newOrder({ clientOrderId: input.clientOrderId, intent, timeUs, deadlineUs })
      this.#store.put(order)
      const request = venueRequest(order, 'place')
      return [record, { type: 'send', request }, { type: 'publish', order }]
    }
    const { denied } = input
    const { intent, reason: code, found, limit } = denied
    if (clientOrderId === undefined || intent.type !== 'place')
      return [record, { type: 'denied', denied }]
    const refusal = { by: 'risk', code, text: `found ${found}, limit ${limit}` } as const
    const order = newOrder({
      clientOrderId,
      intent: this.#shared(intent),
      timeUs,
      deadlineUs: timeUs,
      refusal,
    })
    this.#store.put(order)
    this.#store.makeRoom()
    return [record, { type: 'denied', clientOrderId, denied }, { type: 'publish', order }]
  }

  #takeEvent(event: OrderInput): readonly OmsEffect[] {
    const { clientOrderId, venueOrderId, account, instrument } = addressOf(event)
    const isByVenue =
      venueOrderId !== undefined && account !== undefined && instrument !== undefined
    const key = isByVenue ? venueKey(account, instrument, venueOrderId) : undefined
    const byVenue = key === undefined ? undefined : this.#store.idOf(key)
    const order = this.#find(clientOrderId) ?? this.#find(byVenue)
    const found = order === undefined ? this.#lost.judge(event, clientOrderId, key) : undefined
    if (found?.isForeign === true) return found.effects
    this.#store.passTime(event.timeUs)
    const effects: OmsEffect[] = [{ type: 'record', record: { type: 'event', event } }]
    if (order === undefined) {
      this.#count(found?.outcome ?? 'late')
      effects.push(...(found?.effects ?? []))
      return effects
    }
    if (clientOrderId !== undefined && byVenue !== undefined && byVenue !== clientOrderId)
      effects.push({ type: 'lostOrder', code: 'TWO_ORDERS_MEANT', clientOrderId, event })
    const reduced = reduceOrder(order, this.#sharedEvent(event))
    for (const { transition } of reduced.steps) this.#count(transition.outcome)
    if (reduced.order !== order) this.#store.put(reduced.order)
    // Here, and not where an order is made: that one is not to wait until others are tidied away.
    this.#store.makeRoom()
    effects.push(...reduced.effects)
    return inOrder(effects)
  }

  /** Equal instruments are one object, as they are after a replay: a snapshot writes each once. */
  #shared(intent: PlaceIntent): PlaceIntent {
    const instrument = this.#pool.share(intent.terms.instrument)
    if (instrument === intent.terms.instrument) return intent
    return { ...intent, terms: { ...intent.terms, instrument } }
  }

  #sharedEvent(event: OrderInput): OrderInput {
    if (event.type !== 'fill') return event
    const instrument = this.#pool.share(event.fill.instrument)
    if (instrument === event.fill.instrument) return event
    return { ...event, fill: { ...event.fill, instrument } }
  }

  #find(clientOrderId: ClientOrderId | undefined): Order | undefined {
    return clientOrderId === undefined ? undefined : this.orders.get(clientOrderId)
  }

  #count(outcome: keyof OmsCounts): void {
    this.#counts[outcome] += 1
  }

  #deadlineUs(timeUs: number): number {
    return timeUs + this.#options.deadlineMs * 1000
  }
}

function isSame(a: Instrument, b: Instrument): boolean {
  return a.venue === b.venue && a.market === b.market && a.symbol === b.symbol
}
