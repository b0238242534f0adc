import type { AccountProtocol, HttpRequest, VenueRequest } from '../core/index.ts'
import type { RequestArguments } from './request-arguments.ts'
import { UsageError } from './usage.ts'

/** Which requests a method makes of its arguments; made only once every argument was read without a problem. */
type Method = (
  protocol: AccountProtocol,
  given: RequestArguments,
  deadlineUs: number,
) => () => readonly HttpRequest[]

/** The methods of an account by name. */
export const METHODS: Readonly<Record<string, Method>> = {
  place: (protocol, given, deadlineUs) => {
    const base = {
      type: 'place',
      clientOrderId: given.clientOrderId(),
      request: 1,
      deadlineUs,
    } as const
    const terms = given.terms()
    return () => [orderRequest(protocol, { ...base, terms })]
  },
  amend: (protocol, given, deadlineUs) => {
    const terms = given.terms()
    const clientOrderId = given.clientOrderId()
    const venueOrderId = given.venueOrderId()
    const { price, quantity } = terms
    return () => [
      orderRequest(protocol, {
        type: 'amend',
        clientOrderId,
        venueOrderId,
        request: 2,
        terms,
        deadlineUs,
        price,
        quantity,
      }),
    ]
  },
  cancel: (protocol, given, deadlineUs) => {
    const terms = given.anyTerms()
    const clientOrderId = given.clientOrderId()
    const venueOrderId = given.venueOrderId()
    const base = { type: 'cancel', clientOrderId, venueOrderId, request: 2, deadlineUs } as const
    return () => [orderRequest(protocol, { ...base, terms })]
  },
  order: (protocol, given) => {
    const key = {
      instrument: given.instrument(),
      clientOrderId: given.clientOrderId(),
      venueOrderId: given.venueOrderId(),
    }
    return () => [protocol.queries.order(key).request]
  },
  openOrders: (protocol, given) => {
    const instrument = given.instrument()
    return () => [protocol.queries.openOrders(instrument).request]
  },
  allOpenOrders: (protocol, given) => {
    const product = given.product()
    return () => protocol.queries.allOpenOrders(product).map(({ request }) => request)
  },
  history: (protocol, given) => {
    const instrument = given.instrument()
    const sinceUs = given.count('sinceMs', 0) * 1000
    return () => [protocol.queries.history(instrument, sinceUs).request]
  },
  fills: (protocol, given) => {
    const instrument = given.instrument()
    const sinceUs = given.count('sinceMs', 0) * 1000
    return () => [protocol.queries.fills(instrument, sinceUs).request]
  },
  balances: (protocol, given) => {
    const product = given.product()
    return () => [protocol.queries.balances(product).request]
  },
  positions: (protocol, given) => {
    const product = given.product()
    return () => protocol.queries.positions?.(product).map(({ request }) => request) ?? []
  },
  deadMansSwitch: (protocol, given) => {
    const instrument = given.instrument()
    const timeoutMs = given.count('timeoutMs', 0)
    const { product } = instrument
    return () => {
      const arm = protocol.orders.deadMansSwitch
      if (arm === undefined) throw new UsageError(["--method: this venue has no dead man's switch"])
      return [arm({ product, instrument }, timeoutMs === 0 ? false : timeoutMs).request]
    }
  },
}

function orderRequest(protocol: AccountProtocol, request: VenueRequest): HttpRequest {
  const why = request.type === 'place' ? protocol.orders.unsupported(request.terms) : undefined
  if (why !== undefined)
    throw new UsageError([`--json: the venue cannot be asked for this: ${why}`])
  return protocol.orders.call(request).request
}
