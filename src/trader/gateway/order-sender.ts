import {
  type AccountProtocol,
  CrossbookError,
  notSent,
  type OrderCall,
  type OrderEvent,
  type OrderFrame,
  unanswered,
  type VenueRequest,
} from '../../core/index.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { HttpClient } from '../../transport/index.ts'
import { isImpossibleAmend } from './impossible-amend.ts'
import { lostAnswer } from './lost-answer.ts'
import type { OrderBudgets, Spending } from './order-budgets.ts'
import { callOf, laneOf, NotSentError, patientCall, productOf } from './order-calls.ts'
import { groupsOf, partsThatFit } from './order-groups.ts'
import type { OrderSocket } from './order-socket.ts'
import { withPatience } from './patience.ts'
import type { VenueClock } from './venue-clock.ts'
import { WaitingOrders } from './waiting-orders.ts'

/** What is asked of the socket that takes orders. */
export type OrderWay = Pick<OrderSocket, 'has' | 'isReady' | 'send'>

/** What an {@link OrderSender} is made of. */
export interface OrderSenderParts {
  /** The venue's words. */
  readonly protocol: AccountProtocol
  /** Sends the calls. */
  readonly http: HttpClient
  /** Sends the frames; absent: everything goes by REST. */
  readonly socket?: OrderWay | undefined
  /** Whether orders go by REST while the socket is not logged in; else they are not sent. */
  readonly restFallback: boolean
  /** Limits on orders. */
  readonly budgets: OrderBudgets
  /** The venue's clock. */
  readonly clock: VenueClock
  /** Our clock, the log, and what times the steps. */
  readonly ports: Pick<Ports, 'wallClock' | 'log' | 'waterfall'>
  /** Asked right before anything leaves: whether trading is halted by somebody who cannot wait for the queue. */
  readonly isHalted: () => boolean
  /** Takes what came of requests. */
  readonly tell: (event: OrderEvent) => void
}

/**
 * Sends order requests, each once and on one way, REST or the venue's socket: those of one turn in as few messages as the venue
 * takes, cancels before all else. A request whose deadline has passed while it waited is not sent any more, nor is an order
 * whose cancel came meanwhile.
 */
export class OrderSender {
  readonly #parts: OrderSenderParts
  #pending = 0
  #settled: Promise<void> | undefined
  #onSettled: (() => void) | undefined
  readonly #closing = new AbortController()
  readonly #waiting = new WaitingOrders()

  /** Sends nothing yet. */
  constructor(parts: OrderSenderParts) {
    this.#parts = parts
  }

  /** Requests that wait for their turn or their answer. */
  get pending(): number {
    return this.#pending
  }

  /** Sends what has been committed; every request gets an event, sooner or later. */
  send(requests: readonly VenueRequest[]): void {
    for (const group of groupsOf(requests, this.#parts.protocol)) {
      this.#pending += 1
      void this.#send(group)
    }
  }

  /** Gives up what waits for its turn; resolves when every answer is there, or given up by the client. Idempotent. */
  close(): Promise<void> {
    this.#closing.abort()
    this.#settled ??= new Promise((resolve) => {
      this.#onSettled = resolve
    })
    if (this.#pending === 0) this.#onSettled?.()
    return this.#settled
  }

  async #send(requests: readonly VenueRequest[]): Promise<void> {
    try {
      const events = await this.#answers(requests)
      this.#parts.budgets.note(requests)
      for (const event of events) this.#parts.tell(event)
    } finally {
      this.#pending -= 1
      if (this.#pending === 0) this.#onSettled?.()
    }
  }

  async #answers(requests: readonly VenueRequest[]): Promise<readonly OrderEvent[]> {
    const { facts } = this.#parts.protocol
    const kept = requests.filter(
      (request) => this.#waiting.withdraws(request) || isImpossibleAmend(request, facts),
    )
    if (kept.length > 0) return this.#without(kept, requests)
    try {
      const frame = this.#frameOf(requests)
      if (frame === undefined) return await this.#byRest(requests)
      if (frame !== 'oneByOne') return await this.#bySocket(requests, frame)
      for (const request of requests) this.send([request])
      return []
    } catch (error) {
      this.#logLost(requests, error instanceof CrossbookError ? error.code : String(error))
      return this.#lost(requests, error)
    }
  }

  /** The requests as a frame; `undefined` where they go by REST. */
  #frameOf(requests: readonly VenueRequest[]): OrderFrame | 'oneByOne' | undefined {
    const { protocol, restFallback, socket } = this.#parts
    const words = protocol.orders.socket
    const product = productOf(requests)
    const [first] = requests
    if (first === undefined || words === undefined || socket?.has(product) !== true)
      return undefined
    if (restFallback && !socket.isReady(product)) return undefined
    return requests.length > 1 ? (words.batch(requests) ?? 'oneByOne') : words.frame(first)
  }

  async #byRest(requests: readonly VenueRequest[]): Promise<readonly OrderEvent[]> {
    const call = callOf(this.#parts.protocol, requests)
    const spending = { requests, spends: call.spends, lane: laneOf(requests) }
    if (this.#sendInParts(spending)) return []
    const turn = this.#parts.budgets.acquire(spending, this.#closing.signal)
    const kept = turn && (await this.#waiting.until(turn, requests))
    if (kept === undefined || kept.length === 0) return this.#post(requests, call)
    // The turn of what is left was paid for with theirs.
    const left = requests.filter((request) => !kept.includes(request))
    const told = this.#each(kept, notSent)
    if (left.length === 0) return told
    return [...told, ...(await this.#post(left, callOf(this.#parts.protocol, left)))]
  }

  /** Sends what is left of requests without some of them, and tells that those were not sent. */
  #without(
    kept: readonly VenueRequest[],
    requests: readonly VenueRequest[],
  ): readonly OrderEvent[] {
    const left = requests.filter((request) => !kept.includes(request))
    if (left.length > 0) this.send(left)
    return this.#each(kept, notSent)
  }

  /** Sends what is too much for a limit in parts; returns whether it did. */
  #sendInParts(spending: Spending): boolean {
    const parts = partsThatFit(spending, this.#parts.budgets)
    for (const part of parts ?? []) this.send(part)
    return parts !== undefined
  }

  #post(
    requests: readonly VenueRequest[],
    call: OrderCall,
  ): readonly OrderEvent[] | Promise<readonly OrderEvent[]> {
    if (this.#isTooLate(requests)) return this.#each(requests, notSent)
    const lane = laneOf(requests)
    // Between the turn in the budget and the socket there may be a wait: the last look is right before the signature.
    const guard = (): void => {
      if (this.#isTooLate(requests)) throw new NotSentError()
    }
    const { budgets, http, ports } = this.#parts
    budgets.note(requests)
    return http.send(patientCall(call, requests), { lane, guard, waterfall: ports.waterfall })
  }

  async #bySocket(
    requests: readonly VenueRequest[],
    frame: OrderFrame,
  ): Promise<readonly OrderEvent[]> {
    const { budgets, http, protocol, restFallback, socket } = this.#parts
    const { signal } = this.#closing
    const lane = laneOf(requests)
    const spending = { requests, spends: frame.spends, lane }
    if (this.#sendInParts(spending)) return []
    const turn = budgets.acquire(spending, signal)
    const kept = turn && (await this.#waiting.until(turn, requests))
    if (kept !== undefined && kept.length > 0) return this.#without(kept, requests)
    const { weight } = frame
    const weighed = weight && http.budget(weight.service).acquire(weight.units, lane, signal)
    if (weighed !== undefined) await weighed
    const product = productOf(requests)
    // It waited, and nothing of it has left: another way is as safe as the first, and has been paid for.
    if (restFallback && socket?.isReady(product) !== true)
      return this.#post(requests, callOf(protocol, requests))
    budgets.note(requests)
    const end = await socket?.send(product, {
      write: (stamp) => (this.#isTooLate(requests) ? undefined : frame.write(stamp)),
      isUrgent: lane === 'urgent',
      waitMs: this.#untilDeadlineMs(requests),
      read: (answer, localTimeUs) => this.#read(requests, frame, answer, localTimeUs),
      onLate: (events) => this.#tellEvidence(events),
    })
    if (end !== undefined && 'answer' in end) return end.answer
    const lost = end?.lost ?? 'notSent'
    if (lost === 'notSent') return this.#each(requests, notSent)
    this.#logLost(requests, lost)
    return this.#each(requests, (request, timeUs) => unanswered(request, lost, timeUs))
  }

  #read(
    requests: readonly VenueRequest[],
    frame: OrderFrame,
    answer: Uint8Array,
    localTimeUs: number,
  ): readonly OrderEvent[] {
    const { budgets, http } = this.#parts
    const refusal = frame.refusal(answer)
    if (refusal !== undefined) {
      const pauseMs = refusal.retryAfterMs ?? PAUSE_MS
      const spending = { requests, spends: frame.spends, lane: laneOf(requests) }
      budgets.pause(spending, pauseMs, refusal)
      if (frame.weight !== undefined) http.budget(frame.weight.service).pause(pauseMs, refusal)
    }
    return withPatience(frame.parse(answer, localTimeUs), requests, refusal)
  }

  /** What an answer says that was given up; that it says nothing, was told when it was given up. */
  #tellEvidence(events: readonly OrderEvent[]): void {
    for (const event of events) if (!isNoEvidence(event)) this.#parts.tell(event)
  }

  #isTooLate(requests: readonly VenueRequest[]): boolean {
    // A halt is for new risk; what takes risk away goes out.
    if (this.#parts.isHalted() && laneOf(requests) === 'normal') return true
    return this.#untilDeadlineMs(requests) <= 0
  }

  #untilDeadlineMs(requests: readonly VenueRequest[]): number {
    const { clock, ports } = this.#parts
    const venueTimeUs = clock.at(ports.wallClock.nowUs())
    let deadlineUs = Number.POSITIVE_INFINITY
    for (const request of requests) deadlineUs = Math.min(deadlineUs, request.deadlineUs)
    return (deadlineUs - venueTimeUs) / 1000
  }

  #lost(requests: readonly VenueRequest[], error: unknown): readonly OrderEvent[] {
    if (error instanceof NotSentError) return this.#each(requests, notSent)
    const lost = this.#closing.signal.aborted && isAborted(error) ? 'notSent' : lostAnswer(error)
    return this.#each(requests, (request, timeUs) =>
      lost === 'notSent' ? notSent(request, timeUs) : unanswered(request, lost, timeUs),
    )
  }

  #each(
    requests: readonly VenueRequest[],
    make: (request: VenueRequest, timeUs: number) => OrderEvent,
  ): readonly OrderEvent[] {
    const timeUs = this.#parts.ports.wallClock.nowUs()
    return requests.map((request) => make(request, timeUs))
  }

  #logLost(requests: readonly VenueRequest[], error: string): void {
    const { ports, protocol } = this.#parts
    const { venue } = protocol.facts
    ports.log.warn('An order request had no answer', () => ({
      venue,
      requests: requests.length,
      error,
    }))
  }
}

/** How long nothing is sent where the venue says that it was too much, and not for how long. */
const PAUSE_MS = 1_000

function isNoEvidence({ type }: OrderEvent): boolean {
  return type === 'outcomeUnknown' || type === 'amendUnknown' || type === 'cancelUnknown'
}

function isAborted(error: unknown): boolean {
  return error instanceof CrossbookError && error.code === 'ABORTED'
}
