import type {
  AccountProtocol,
  HttpRequest,
  OrderFrame,
  OrderProtocol,
  VenueRequest,
} from '../core/index.ts'
import type { RequestArguments } from './request-arguments.ts'
import { UsageError } from './usage.ts'

/** What a method asks for: a call, or something about an order, which may go out in two ways. */
export type Asked = HttpRequest | { readonly order: VenueRequest }

/** What a method makes of its arguments; made only once every argument was read without a problem. */
type Method = (
  protocol: AccountProtocol,
  given: RequestArguments,
  deadlineUs: number,
) => () => readonly Asked[]

/** The methods of an account by name. */
export const METHODS: Readonly<Record<string, Method>> = {
  place: (_protocol, given, deadlineUs) => {
    const base = {
      type: 'place',
      clientOrderId: given.clientOrderId(),
      request: 1,
      deadlineUs,
    } as const
    const terms = given.terms()
    return () => [{ order: { ...base, terms } }]
  },
  amend: (_protocol, given, deadlineUs) => {
    const terms = given.terms()
    const clientOrderId = given.clientOrderId()
    const venueOrderId = given.venueOrderId()
    const { price, quantity } = terms
    const base = { type: 'amend', clientOrderId, venueOrderId, request: 2, deadlineUs } as const
    return () => [{ order: { ...base, terms, price, quantity } }]
  },
  cancel: (_protocol, given, deadlineUs) => {
    const terms = given.anyTerms()
    const clientOrderId = given.clientOrderId()
    const venueOrderId = given.venueOrderId()
    const base = { type: 'cancel', clientOrderId, venueOrderId, request: 2, deadlineUs } as const
    return () => [{ order: { ...base, terms } }]
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

/** The call that asks. @throws UsageError where the venue has no words for it */
export function callFor({ orders }: AccountProtocol, asked: Asked): HttpRequest {
  if (!('order' in asked)) return asked
  checkWords(orders, asked.order)
  return orders.call(asked.order).request
}

/** The frame that asks, and its endpoint. @throws UsageError where the venue takes it by REST alone */
export function frameFor(
  { orders, facts }: AccountProtocol,
  asked: Asked,
): { readonly endpoint: string; readonly frame: OrderFrame } {
  if (!('order' in asked))
    throw new UsageError(['--over socket: only place, amend and cancel go over sockets'])
  checkWords(orders, asked.order)
  const { product } = asked.order.terms.instrument
  const trading = facts.trading.find((each) => each.product === product)
  const frame = orders.socket?.frame(asked.order)
  if (frame === undefined || trading === undefined || trading.orderSocket === false)
    throw new UsageError([`--over socket: ${facts.name} takes this by REST alone`])
  return { endpoint: trading.orderSocket, frame }
}

function checkWords({ unsupported }: OrderProtocol, request: VenueRequest): void {
  const why = request.type === 'place' ? unsupported(request.terms) : undefined
  if (why !== undefined)
    throw new UsageError([`--json: the venue cannot be asked for this: ${why}`])
}
