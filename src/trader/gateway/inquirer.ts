import type {
  AccountId,
  AccountList,
  AccountProtocol,
  Fill,
  OrderEvent,
  RestCall,
  VenueOrder,
} from '../../core/index.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { BudgetLane } from '../../runtime/rate-budget.ts'
import type { HttpClient } from '../../transport/index.ts'
import type { UnknownAnswer, UnknownQuestion } from '../oms/index.ts'
import { fillEvent, orderEvent } from './row-events.ts'
import type { VenueClock } from './venue-clock.ts'

/** What an {@link Inquirer} is made of. */
export interface InquirerParts {
  /** Whose account. */
  readonly account: AccountId
  /** The venue's words. */
  readonly protocol: AccountProtocol
  /** Sends the calls. */
  readonly http: HttpClient
  /** The venue's clock. */
  readonly clock: VenueClock
  /** Our clock. */
  readonly ports: Pick<Ports, 'wallClock'>
}

/** A list with all its pages, and when it was asked for. */
export interface WholeList<T> {
  /** The rows of all pages. */
  readonly items: readonly T[]
  /** When the first question left, epoch µs of our clock. */
  readonly askedTimeUs: number
  /** What the venue's clock said at least when it made the first page, epoch µs. */
  readonly venueTimeUs: number
  /** Whether it is all there is. */
  readonly isComplete: boolean
}

const MOST_PAGES = 1_000

/** Asks a venue about an account, page by page, and turns rows of orders into events. */
export class Inquirer {
  readonly #parts: InquirerParts

  /** Asks nothing yet. */
  constructor(parts: InquirerParts) {
    this.#parts = parts
  }

  /**
   * Asks for a list, all pages of it. Where the venue does not say when it answered, its time is at least that of the
   * question: nothing later is claimed.
   *
   * @throws what the calls fail with
   */
  async list<T>(
    first: RestCall<AccountList<T>>,
    lane: BudgetLane = 'normal',
  ): Promise<WholeList<T>> {
    const { http, clock, ports } = this.#parts
    const askedTimeUs = ports.wallClock.nowUs()
    const askedVenueUs = clock.at(askedTimeUs) - Math.ceil(clock.errorUs)
    const items: T[] = []
    let venueTimeUs: number | undefined
    let isComplete = true
    let call: RestCall<AccountList<T>> | undefined = first
    for (let page = 0; call !== undefined; page += 1) {
      if (page === MOST_PAGES) return { items, askedTimeUs, venueTimeUs: 0, isComplete: false }
      const { call: asked, next }: Paged<AccountList<T>> = paged(call)
      const list: AccountList<T> = await http.send(asked, { lane })
      items.push(...list.items)
      venueTimeUs ??= list.venueTimeUs
      isComplete &&= list.isComplete
      call = next()
    }
    return { items, askedTimeUs, venueTimeUs: venueTimeUs ?? askedVenueUs, isComplete }
  }

  /** Answers a question about an order: what the venue tells of it as events, then the answer. Never throws. */
  async ask(question: UnknownQuestion, tell: (event: OrderEvent) => void): Promise<UnknownAnswer> {
    const { question: number, clientOrderId } = question
    const nowUs = (): number => this.#parts.ports.wallClock.nowUs()
    try {
      if (question.subject === 'fills') {
        const fills = await this.list(
          this.#parts.protocol.queries.fills(question.instrument, question.sinceUs),
        )
        for (const fill of fills.items)
          if (this.#isOf(question, fill)) tell(fillEvent(fill, nowUs()))
        return { type: 'answered', question: number, timeUs: nowUs() }
      }
      const list = await this.list(this.#callOf(question))
      const row = list.items.find((each) => this.#isOf(question, each))
      const { venueTimeUs, isComplete, askedTimeUs } = list
      if (row === undefined)
        return { type: 'absent', question: number, timeUs: nowUs(), venueTimeUs, isComplete }
      const named = { ...row, clientOrderId }
      tell(orderEvent(this.#parts.account, named, { askedTimeUs, timeUs: nowUs() }))
      return { type: 'answered', question: number, timeUs: nowUs() }
    } catch {
      // No answer says nothing about the order; the resolver asks again, and the client has counted the failure.
      return { type: 'failed', question: number, timeUs: nowUs() }
    }
  }

  #callOf({
    subject,
    clientOrderId,
    venueOrderId,
    instrument,
    sinceUs,
  }: UnknownQuestion): RestCall<AccountList<VenueOrder>> {
    const { queries } = this.#parts.protocol
    if (subject === 'openOrders') return queries.openOrders(instrument)
    if (subject === 'history') return queries.history(instrument, sinceUs)
    return queries.order({ clientOrderId, venueOrderId, instrument })
  }

  /** By our id where the venue repeats it; by its own else. */
  #isOf(
    { clientOrderId, venueOrderId }: UnknownQuestion,
    row: Pick<VenueOrder | Fill, 'clientOrderId' | 'venueOrderId'>,
  ): boolean {
    if (row.clientOrderId !== undefined) return row.clientOrderId === clientOrderId
    return venueOrderId !== undefined && row.venueOrderId === venueOrderId
  }
}

interface Paged<T> {
  readonly call: RestCall<T>
  readonly next: () => RestCall<T> | undefined
}

/** The same call, and after its answer the one for the next page. */
function paged<T>(call: RestCall<T>): Paged<T> {
  let next: RestCall<T> | undefined
  const parse: RestCall<T>['parse'] = (response, localTimeUs) => {
    const value = call.parse(response, localTimeUs)
    next = call.next?.(response)
    return value
  }
  return { call: { ...call, parse }, next: () => next }
}
