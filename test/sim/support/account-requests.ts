import {
  type AccountList,
  type AccountProtocol,
  type AmendRequest,
  accountId,
  type CancelRequest,
  clientOrderId,
  Decimal,
  type OrderEvent,
  type OrderTerms,
  type PlaceRequest,
  type RestCall,
  TransportError,
  unanswered,
  type VenueOrderId,
  type VenueRequest,
} from '../../../src/core/index.ts'
import type { Ports } from '../../../src/runtime/ports.ts'
import type { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import type { HttpClient } from '../../../src/transport/index.ts'

/** The account whose requests are made. */
export const ACCOUNT = accountId('main')

/** Whom requests go to, and how. */
export interface AccountLine {
  readonly runtime: VirtualRuntime
  readonly ports: Ports
  readonly protocol: AccountProtocol
  readonly http: HttpClient
}

/** Terms of an order as far as they differ: a buy with a limit, good till cancelled. */
export type GivenTerms = Partial<OrderTerms> & Pick<OrderTerms, 'instrument' | 'quantity'>

/** Makes the requests of an account, sends them, and asks for what became of them. */
export function accountRequests({ runtime, ports, protocol, http }: AccountLine) {
  let sequence = 0
  const answers: OrderEvent[] = []
  const deadlineUs = (): number => ports.wallClock.nowUs() + 3_000_000

  const place = (given: GivenTerms): PlaceRequest => {
    sequence += 1
    return {
      type: 'place',
      clientOrderId: clientOrderId(3, sequence),
      request: 1,
      deadlineUs: deadlineUs(),
      terms: {
        account: ACCOUNT,
        side: 'buy',
        type: 'limit',
        timeInForce: 'gtc',
        postOnly: false,
        reduceOnly: false,
        ...given,
      },
    }
  }
  const later = ({ terms, clientOrderId: id }: PlaceRequest) => ({
    clientOrderId: id,
    terms,
    deadlineUs: deadlineUs(),
  })
  const amend = (
    placed: PlaceRequest,
    price: Decimal | string,
    quantity: string,
    venueOrderId?: VenueOrderId,
  ): AmendRequest => ({
    ...later(placed),
    type: 'amend',
    request: 2,
    venueOrderId,
    price: new Decimal(price),
    quantity: new Decimal(quantity),
  })
  const cancel = (placed: PlaceRequest, venueOrderId?: VenueOrderId): CancelRequest => ({
    ...later(placed),
    type: 'cancel',
    request: 3,
    venueOrderId,
  })

  /** Sends requests, and lets what follows from them arrive. A failed exchange leaves them unanswered. */
  const send = async (...all: readonly VenueRequest[]): Promise<readonly OrderEvent[]> => {
    const [first] = all
    if (first === undefined) return []
    const call = all.length > 1 ? protocol.orders.batch?.(all) : protocol.orders.call(first)
    if (call === undefined) throw new Error('no batches')
    const events = await runtime.settle(http.send(call)).catch((error: unknown) => {
      if (!(error instanceof TransportError)) throw error
      return all.map((each) => unanswered(each, 'timeout', ports.wallClock.nowUs()))
    })
    answers.push(...events)
    await runtime.run({ forMs: 200 })
    return events
  }

  /** Asks to the last page. */
  const ask = async <T>(call: RestCall<AccountList<T>>): Promise<AccountList<T>> => {
    const items: T[] = []
    let isComplete = true
    let venueTimeUs: number | undefined
    for (let next: RestCall<AccountList<T>> | undefined = call; next !== undefined; ) {
      const current: RestCall<AccountList<T>> = next
      let after: RestCall<AccountList<T>> | undefined
      const paged = {
        ...current,
        parse: (...args: Parameters<typeof current.parse>) => {
          after = current.next?.(args[0])
          return current.parse(...args)
        },
      }
      const list = await runtime.settle(http.send(paged))
      items.push(...list.items)
      isComplete &&= list.isComplete
      venueTimeUs = list.venueTimeUs
      next = after
    }
    return { items, isComplete, ...(venueTimeUs === undefined ? {} : { venueTimeUs }) }
  }
  const find = async ({ clientOrderId: id, terms }: PlaceRequest) => {
    const key = { clientOrderId: id, instrument: terms.instrument }
    return (await ask(protocol.queries.order(key))).items[0]
  }
  return { place, amend, cancel, send, ask, find, answers }
}
