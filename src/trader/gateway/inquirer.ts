import type {
  AccountFacts,
  AccountId,
  AccountList,
  AccountProtocol,
  Fill,
  HttpRequest,
  Instrument,
  OrderEvent,
  OrderKey,
  RestCall,
  VenueOrder,
} from '../../core/index.ts'
import type { BudgetLane } from '../../runtime/call-budget.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { HttpClient } from '../../transport/index.ts'
import type { UnknownAnswer, UnknownQuestion } from '../oms/index.ts'
import { listPaceMs } from './list-pace.ts'
import { fillEvent, orderEvent } from './row-events.ts'
import { SharedLists } from './shared-lists.ts'
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
  /** Our clock, and timers. */
  readonly ports: Pick<Ports, 'wallClock' | 'timers'>
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
  readonly #lists: SharedLists<WholeList<unknown>>
  /** Orders that are asked for by name now. */
  #named = 0
  /** When the next may be asked for by name, epoch µs. */
  #nextNamedUs = 0

  /** Asks nothing yet. */
  constructor(parts: InquirerParts) {
    this.#parts = parts
    const { ports, protocol } = parts
    this.#lists = new SharedLists({
      ports,
      paceMs: (request) => listPaceMs(protocol.facts, request),
      ask: (call, onLeaving) => this.list(call, 'normal', onLeaving),
    })
  }

  /** Refuses what is not asked yet. Idempotent. */
  close(): void {
    this.#lists.close()
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
    onLeaving?: (request: HttpRequest) => void,
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
    if (question.subject === 'order' && !this.#mayName(question.instrument))
      return { type: 'failed', question: number, timeUs: nowUs() }
    try {
      if (question.subject === 'fills') {
        const fills = await this.#fills(question)
        for (const fill of fills.items) if (isOf(question, fill)) tell(fillEvent(fill, nowUs()))
        // Fills that cannot all be read prove nothing of those that are not there.
        const type = fills.isComplete ? 'answered' : 'failed'
        return { type, question: number, timeUs: nowUs() }
      }
      const list = await this.#listOf(question)
      const row = list.items.find((each) => isOf(question, each))
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
    const { subject, instrument } = question
    const { queries } = this.#parts.protocol
    if (subject === 'order') return this.#byName(question)
    const of = `${subject} ${instrument.product} ${instrument.symbol}`
    // A kind says what its lists are of.
    return this.#lists.get(of, wholeMinute(question.sinceUs), (sinceUs) =>
      subject === 'openOrders'
        ? queries.openOrders(instrument)
        : queries.history(instrument, sinceUs),
    ) as Promise<WholeList<VenueOrder>>
  }

  #fills({ instrument, sinceUs }: UnknownQuestion): Promise<WholeList<Fill>> {
    const of = `fills ${instrument.product} ${instrument.symbol}`
    return this.#lists.get(of, wholeMinute(sinceUs), (fromUs) =>
      this.#parts.protocol.queries.fills(instrument, fromUs),
    ) as Promise<WholeList<Fill>>
  }

  #mayName({ product }: Instrument): boolean {
    const { protocol, ports } = this.#parts
    const isFew = this.#named < MOST_NAMED && ports.wallClock.nowUs() >= this.#nextNamedUs
    return isFew && findsByName(protocol.facts, product)
  }

  #byName(question: UnknownQuestion): Promise<WholeList<VenueOrder>> {
    const { protocol, ports } = this.#parts
    this.#named += 1
    const onLeaving = (request: HttpRequest): void => {
      const nextUs = Math.max(this.#nextNamedUs, ports.wallClock.nowUs())
      this.#nextNamedUs = nextUs + listPaceMs(protocol.facts, request) * 1000
    }
    return this.list(protocol.queries.order(question), 'normal', onLeaving).finally(() => {
      this.#named -= 1
    })
  }
}

/** By our id where the venue repeats it; by its own else. */
export function isOf(
  { clientOrderId, venueOrderId }: OrderKey,
  row: Pick<VenueOrder | Fill, 'clientOrderId' | 'venueOrderId'>,
): boolean {
  if (row.clientOrderId !== undefined) return row.clientOrderId === clientOrderId
  return venueOrderId !== undefined && row.venueOrderId === venueOrderId
}

/** Whether one order of a product can be asked for without looking through lists. */
export function findsByName({ trading }: AccountFacts, product: string): boolean {
  return trading.find((each) => each.product === product)?.findsByName ?? true
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
function paged<T>(call: RestCall<T>, onLeaving?: (request: HttpRequest) => void): Paged<T> {
  let next: RestCall<T> | undefined
  const sign: HttpRequest['sign'] = (request, stamp) => {
    onLeaving?.(request)
    return call.request.sign?.(request, stamp) ?? request
  }
  const parse: RestCall<T>['parse'] = (response, localTimeUs) => {
    const value = call.parse(response, localTimeUs)
    next = call.next?.(response)
    return value
  }
  return { call: { ...call, request: { ...call.request, sign }, parse }, next: () => next }
}
