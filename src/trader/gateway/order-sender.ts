import {
  type AccountProtocol,
  CrossbookError,
  notSent,
  type OrderCall,
  type OrderEvent,
  unanswered,
  type VenueRequest,
} from '../../core/index.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { HttpClient } from '../../transport/index.ts'
import { lostAnswer } from './lost-answer.ts'
import type { OrderBudgets } from './order-budgets.ts'
import type { VenueClock } from './venue-clock.ts'

/** What an {@link OrderSender} is made of. */
export interface OrderSenderParts {
  /** The venue's words. */
  readonly protocol: AccountProtocol
  /** Sends the calls. */
  readonly http: HttpClient
  /** Limits on orders. */
  readonly budgets: OrderBudgets
  /** The venue's clock. */
  readonly clock: VenueClock
  /** Our clock, and the log. */
  readonly ports: Pick<Ports, 'wallClock' | 'log'>
  /** Asked right before anything leaves: whether trading is halted by somebody who cannot wait for the queue. */
  readonly isHalted: () => boolean
  /** Takes what came of requests. */
  readonly tell: (event: OrderEvent) => void
}

/**
 * Sends order requests, each once: those of one turn in as few calls as the venue takes, cancels before all else. A request
 * whose deadline has passed while it waited is not sent any more.
 */
export class OrderSender {
  readonly #parts: OrderSenderParts
  readonly #pending = new Set<Promise<void>>()
  readonly #closing = new AbortController()

  /** Sends nothing yet. */
  constructor(parts: OrderSenderParts) {
    this.#parts = parts
  }

  /** Requests that wait for their turn or their answer. */
  get pending(): number {
    return this.#pending.size
  }

  /** Sends what has been committed; every request gets an event, sooner or later. */
  send(requests: readonly VenueRequest[]): void {
    for (const group of groupsOf(requests, this.#parts.protocol)) {
      const sending = this.#send(group)
      this.#pending.add(sending)
      void sending.finally(() => this.#pending.delete(sending))
    }
  }

  /** Gives up what waits for its turn; resolves when every answer is there, or given up by the client. Idempotent. */
  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.allSettled(this.#pending)
  }

  async #send(requests: readonly VenueRequest[]): Promise<void> {
    const { http, budgets, ports, protocol, tell } = this.#parts
    const [first] = requests
    if (first === undefined) return
    const isCancel = first.type === 'cancel'
    const lane = isCancel ? 'urgent' : 'normal'
    let events: readonly OrderEvent[]
    try {
      const call = callOf(protocol, requests)
      await budgets.acquire(call.spends, lane, this.#closing.signal)
      events = this.#isTooLate(requests)
        ? this.#each(requests, notSent)
        : await http.send(withPatience(this.#checked(call, requests), requests), { lane })
    } catch (error) {
      events = this.#lost(requests, error)
      const { venue } = protocol.facts
      ports.log.warn('An order request had no answer', () => ({
        venue,
        requests: requests.length,
        error: error instanceof CrossbookError ? error.code : String(error),
      }))
    }
    for (const event of events) tell(event)
  }

  /** Between the turn in the budget and the socket there may be a wait: the last look is right before the signature. */
  #checked(call: OrderCall, requests: readonly VenueRequest[]): OrderCall {
    const { sign } = call.request
    if (sign === undefined) return call
    const request = {
      ...call.request,
      sign: (...asked: Parameters<typeof sign>) => {
        if (this.#isTooLate(requests)) throw new NotSentError()
        return sign(...asked)
      },
    }
    return { ...call, request }
  }

  #isTooLate(requests: readonly VenueRequest[]): boolean {
    const { clock, ports, isHalted } = this.#parts
    const venueTimeUs = clock.at(ports.wallClock.nowUs())
    const isCancel = requests.every(({ type }) => type === 'cancel')
    // A halt is for new risk; what takes risk away goes out.
    if (isHalted() && !isCancel) return true
    return requests.some(({ deadlineUs }) => deadlineUs <= venueTimeUs)
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
}

/**
 * A cancel that was refused for now, by a limit or for maintenance, is not refused for good: its order lives, and its end is
 * still wanted. It counts as unanswered, so that the order is looked up and its end asked for again.
 */
function withPatience(call: OrderCall, requests: readonly VenueRequest[]): OrderCall {
  const parse: OrderCall['parse'] = (response, localTimeUs) => {
    const events = call.parse(response, localTimeUs)
    if (call.refusal?.(response)?.retry !== 'safe') return events
    return events.map((event) => {
      const request = event.type === 'cancelRejected' ? requestOf(event, requests) : undefined
      return request === undefined ? event : unanswered(request, 'rateLimited', event.timeUs)
    })
  }
  return { ...call, parse }
}

function requestOf(
  { order }: OrderEvent,
  requests: readonly VenueRequest[],
): VenueRequest | undefined {
  return requests.find(({ clientOrderId }) => clientOrderId === order.clientOrderId)
}

/** A request was held back right before it would have left. */
class NotSentError extends Error {}

function isAborted(error: unknown): boolean {
  return error instanceof CrossbookError && error.code === 'ABORTED'
}

function callOf({ orders }: AccountProtocol, requests: readonly VenueRequest[]): OrderCall {
  const [first] = requests
  if (requests.length > 1 && orders.batch !== undefined) return orders.batch(requests)
  if (first === undefined) throw new NotSentError()
  return orders.call(first)
}

/** Requests of one kind and product together, as many as a batch holds; cancels first. */
function groupsOf(
  requests: readonly VenueRequest[],
  { facts, orders }: AccountProtocol,
): readonly (readonly VenueRequest[])[] {
  const groups = new Map<string, VenueRequest[]>()
  for (const request of requests) {
    const key = `${request.type} ${request.terms.instrument.product}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [request])
    else group.push(request)
  }
  const inTurn = [...groups.values()].toSorted(
    ([a], [b]) => Number(a?.type !== 'cancel') - Number(b?.type !== 'cancel'),
  )
  return inTurn.flatMap((group) => {
    const product = group[0]?.terms.instrument.product
    const { maxBatch = 1 } = facts.trading.find((each) => each.product === product) ?? {}
    return chunks(group, orders.batch === undefined ? 1 : maxBatch)
  })
}

function chunks<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = []
  for (let from = 0; from < items.length; from += most) parts.push(items.slice(from, from + most))
  return parts
}
