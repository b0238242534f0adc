import type {
  AccountProtocol,
  HttpRequest,
  MarginMode,
  OrderFrame,
  OrderProtocol,
  VenueRequest,
} from '../core/index.ts'
import type { RequestArguments } from './request-arguments.ts'
import { UsageError } from './usage.ts'

/** What a method asks for: a call, or something about an order, which may go out in two ways. */
export type Asked = HttpRequest | { readonly order: VenueRequest }

/** How a method reads its arguments, and what it makes of them: only once every one was read without a problem. */
type Method = (
  given: RequestArguments,
) => (protocol: AccountProtocol, deadlineUs: number) => readonly Asked[]

const MARGIN_MODES: readonly MarginMode[] = ['cross', 'isolated']

/** The methods of an account by name. */
export const METHODS: Readonly<Record<string, Method>> = {
  place: one(placeRequest),
  amend: one(amendRequest),
  cancel: one(cancelRequest),
  placeBatch: several(placeRequest),
  amendBatch: several(amendRequest),
  cancelBatch: several(cancelRequest),
  order: (given) => {
    const key = {
      instrument: given.instrument(),
      clientOrderId: given.clientOrderId(),
      venueOrderId: given.venueOrderId(),
    }
    return (protocol) => [protocol.queries.order(key).request]
  },
  openOrders: (given) => {
    const instrument = given.instrument()
    return (protocol) => [protocol.queries.openOrders(instrument).request]
  },
  allOpenOrders: (given) => {
    const product = given.product()
    return (protocol) => protocol.queries.allOpenOrders(product).map(({ request }) => request)
  },
  history: (given) => {
    const instrument = given.instrument()
    const sinceUs = (given.optionalCount('sinceMs') ?? 0) * 1000
    return (protocol) => [protocol.queries.history(instrument, sinceUs).request]
  },
  fills: (given) => {
    const instrument = given.instrument()
    const sinceUs = (given.optionalCount('sinceMs') ?? 0) * 1000
    return (protocol) => [protocol.queries.fills(instrument, sinceUs).request]
  },
  balances: (given) => {
    const product = given.product()
    return (protocol) => [protocol.queries.balances(product).request]
  },
  positions: (given) => {
    const product = given.product()
    return (protocol) => protocol.queries.positions?.(product).map(({ request }) => request) ?? []
  },
  feeRates: (given) => {
    const instrument = given.instrument()
    return (protocol) => [
      there(protocol.queries.feeRates, 'no word of fee rates')(instrument).request,
    ]
  },
  setLeverage: (given) => {
    const instrument = given.instrument()
    const leverage = given.count('leverage', 1)
    const mode = given.oneOf('marginMode', MARGIN_MODES)
    return (protocol) => [
      there(protocol.margin, 'no leverage').setLeverage(instrument, leverage, mode).request,
    ]
  },
  setMarginMode: (given) => {
    const instrument = given.instrument()
    const mode = given.oneOf('marginMode', MARGIN_MODES)
    return (protocol) => {
      const set = there(protocol.margin?.setMarginMode, 'no margin mode but that of each order')
      return [set(instrument, mode).request]
    }
  },
  serverTime: (given) => {
    const service = given.text('service')
    return (protocol) => [there(protocol.rest.serverTime, 'no clock')(service).request]
  },
  connect: () => (protocol) =>
    protocol.facts.streams.flatMap(({ id }) => protocol.session.connectPlan?.(id)?.request ?? []),
  renew: () => (protocol) => protocol.renewals.map(({ call }) => call().request),
  deadMansSwitch: (given) => {
    const instrument = given.instrument()
    // 0 disarms: so much must be said, never left out.
    const timeoutMs = given.count('timeoutMs')
    const { product } = instrument
    return (protocol) => {
      const arm = there(protocol.orders.deadMansSwitch, "no dead man's switch")
      return [arm({ product, instrument }, timeoutMs === 0 ? false : timeoutMs).request]
    }
  },
}

/** Reads one order request. */
type ReadRequest = (given: RequestArguments) => (deadlineUs: number) => VenueRequest

function placeRequest(given: RequestArguments): (deadlineUs: number) => VenueRequest {
  const base = { clientOrderId: given.clientOrderId(), terms: given.terms() }
  return (deadlineUs) => ({ type: 'place', ...base, request: 1, deadlineUs })
}

function amendRequest(given: RequestArguments): (deadlineUs: number) => VenueRequest {
  const terms = given.terms()
  const { price, quantity } = terms
  const base = { clientOrderId: given.clientOrderId(), venueOrderId: given.venueOrderId() }
  return (deadlineUs) => ({
    type: 'amend',
    ...base,
    request: 2,
    terms,
    deadlineUs,
    price,
    quantity,
  })
}

function cancelRequest(given: RequestArguments): (deadlineUs: number) => VenueRequest {
  const base = { clientOrderId: given.clientOrderId(), venueOrderId: given.venueOrderId() }
  const terms = given.anyTerms()
  return (deadlineUs) => ({ type: 'cancel', ...base, request: 2, deadlineUs, terms })
}

function one(read: ReadRequest): Method {
  return (given) => {
    const request = read(given)
    return (_protocol, deadlineUs) => [{ order: request(deadlineUs) }]
  }
}

/** The list `orders`, in one request. */
function several(read: ReadRequest): Method {
  return (given) => {
    const reads = given.list('orders').map(read)
    return (protocol, deadlineUs) => {
      const requests = reads.map((request) => request(deadlineUs))
      checkWords(protocol.orders, requests)
      const batch = there(protocol.orders.batch, 'no batches')
      const product = requests[0]?.terms.instrument.product
      const { maxBatch = 1, singly = [] } =
        protocol.facts.trading.find((each) => each.product === product) ?? {}
      if (maxBatch === 1) throw new UsageError([`--method: ${product} has no batches there`])
      const single = requests.find(({ type }) => singly.includes(type))
      if (single !== undefined)
        throw new UsageError([`--method: ${product} has no batches of ${single.type} there`])
      if (requests.length > maxBatch)
        throw new UsageError([
          `--json orders: expected ${maxBatch} at most, were ${requests.length}`,
        ])
      return [batch(requests).request]
    }
  }
}

/** What a venue may lack. @throws UsageError where it does */
function there<T>(found: T | undefined, lack: string): T {
  if (found === undefined) throw new UsageError([`--method: this venue has ${lack}`])
  return found
}

/** The call that asks. @throws UsageError where the venue has no words for it */
export function callFor({ orders }: AccountProtocol, asked: Asked): HttpRequest {
  if (!('order' in asked)) return asked
  checkWords(orders, [asked.order])
  return orders.call(asked.order).request
}

/** The frame that asks, and its endpoint. @throws UsageError where the venue takes it by REST alone */
export function frameFor(
  { orders, facts }: AccountProtocol,
  asked: Asked,
): { readonly endpoint: string; readonly frame: OrderFrame } {
  if (!('order' in asked))
    throw new UsageError(['--over socket: only place, amend and cancel go over sockets'])
  checkWords(orders, [asked.order])
  const { product } = asked.order.terms.instrument
  const trading = facts.trading.find((each) => each.product === product)
  const frame = orders.socket?.frame(asked.order)
  if (frame === undefined || trading === undefined || trading.orderSocket === false)
    throw new UsageError([`--over socket: ${facts.name} takes this by REST alone`])
  return { endpoint: trading.orderSocket, frame }
}

/** @throws UsageError listing what the venue has no words for */
function checkWords({ unsupported }: OrderProtocol, requests: readonly VenueRequest[]): void {
  const problems = requests.flatMap((request) => {
    const why = request.type === 'place' ? unsupported(request.terms) : undefined
    return why === undefined ? [] : [`--json: the venue cannot be asked for this: ${why}`]
  })
  if (problems.length > 0) throw new UsageError([...new Set(problems)])
}
