import type {
  AccountId,
  AccountList,
  AccountProtocol,
  Fill,
  HttpRequest,
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
/** Most orders that are asked for by name at once. */
const MOST_NAMED = 4
const MINUTE_US = 60_000_000

/** Asks a venue about an account, page by page, and turns rows of orders into events. */
export class Inquirer {
  readonly #parts: InquirerParts
  /** Orders that are asked for by name now. */
  #named = 0
  /** Lists that wait for their turn, by what they are of: whoever asks for the same meanwhile gets the same answer. */
  readonly #waiting = new Map<string, Promise<WholeList<unknown>>>()

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
    onLeaving?: () => void,
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
      const { call: asked, next }: Paged<AccountList<T>> = paged(call, onLeaving)
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
    // Of many orders the lists say the same in a few calls; a venue that counts calls would answer one by one for minutes.
    if (question.subject === 'order' && this.#named >= MOST_NAMED)
      return { type: 'failed', question: number, timeUs: nowUs() }
    try {
      if (question.subject === 'fills') {
        const { instrument } = question
        const sinceUs = wholeMinute(question.sinceUs)
        const of = `fills ${instrument.product} ${instrument.symbol} ${sinceUs}`
        const fills = await this.#shared(of, () =>
          this.#parts.protocol.queries.fills(instrument, sinceUs),
        )
        for (const fill of fills.items)
          if (this.#isOf(question, fill)) tell(fillEvent(fill, nowUs()))
        return { type: 'answered', question: number, timeUs: nowUs() }
      }
      const list = await this.#listOf(question)
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

  #listOf(question: UnknownQuestion): Promise<WholeList<VenueOrder>> {
    const { subject, clientOrderId, venueOrderId, instrument } = question
    const sinceUs = wholeMinute(question.sinceUs)
    const { queries } = this.#parts.protocol
    const of = `${subject} ${instrument.product} ${instrument.symbol}`
    if (subject === 'openOrders') return this.#shared(of, () => queries.openOrders(instrument))
    if (subject === 'history')
      return this.#shared(`${of} ${sinceUs}`, () => queries.history(instrument, sinceUs))
    this.#named += 1
    return this.list(queries.order({ clientOrderId, venueOrderId, instrument })).finally(() => {
      this.#named -= 1
    })
  }

  /**
   * Asks for a list, together with all who want the same before it leaves. Not with those who ask later: what is asked for
   * first has to be answered before what is asked for next leaves, or an order could be in neither.
   */
  #shared<T>(of: string, call: () => RestCall<AccountList<T>>): Promise<WholeList<T>> {
    const known = this.#waiting.get(of)
    // A key says what its lists are of.
    if (known !== undefined) return known as Promise<WholeList<T>>
    const forget = (): void => void this.#waiting.delete(of)
    const asking = this.list(call(), 'normal', forget)
    this.#waiting.set(of, asking)
    asking.then(forget, forget)
    return asking
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

/** A list that reaches further back serves those who asked for less: orders of one minute share theirs. */
function wholeMinute(sinceUs: number): number {
  return sinceUs - (sinceUs % MINUTE_US)
}

interface Paged<T> {
  readonly call: RestCall<T>
  readonly next: () => RestCall<T> | undefined
}

/** The same call, and after its answer the one for the next page. */
function paged<T>(call: RestCall<T>, onLeaving?: () => void): Paged<T> {
  let next: RestCall<T> | undefined
  const sign: HttpRequest['sign'] = (request, stamp) => {
    onLeaving?.()
    return call.request.sign?.(request, stamp) ?? request
  }
  const parse: RestCall<T>['parse'] = (response, localTimeUs) => {
    const value = call.parse(response, localTimeUs)
    next = call.next?.(response)
    return value
  }
  return { call: { ...call, request: { ...call.request, sign }, parse }, next: () => next }
}
