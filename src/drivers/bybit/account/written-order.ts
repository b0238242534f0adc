import { ConfigError, type OrderCall, type VenueRequest } from '../../../core/index.ts'
import { ACCOUNT_FACTS, type TradedProduct } from './facts.ts'
import {
  amendBody,
  type Body,
  cancelBody,
  categoryOf,
  type OpenBody,
  placeBody,
  unsupported,
} from './order-body.ts'

/** An order request in the venue's words, for whichever way it goes. */
export interface WrittenOrder {
  /** Its parameters. */
  readonly body: unknown
  /** What it costs. */
  readonly spends: OrderCall['spends']
  /** When it stops to be of force, epoch µs of the venue's clock. */
  readonly deadlineUs: number
}

/** Made once: what every order spends is no object of its own. */
const SPENDS = { spot: spendsIn('spot'), linear: spendsIn('linear') } as const

/** Writes one request. @throws ConfigError `UNSUPPORTED` */
export function writeOrder(request: VenueRequest): WrittenOrder {
  const category = writable(request)
  const { type, deadlineUs } = request
  return {
    body: bodyOf(request, { category }),
    spends: SPENDS[category][type],
    deadlineUs,
  }
}

/** Writes several of one kind and product. @throws ConfigError `UNSUPPORTED` */
export function writeBatch(
  requests: readonly VenueRequest[],
): WrittenOrder & { readonly type: VenueRequest['type'] } {
  const { category, type } = checkedBatch(requests)
  return {
    type,
    body: { category, request: requests.map((request) => bodyOf(request, {})) },
    spends: { [`${category}.${type}Batch`]: requests.length },
    deadlineUs: Math.min(...requests.map((request) => request.deadlineUs)),
  }
}

function spendsIn(
  category: TradedProduct,
): Readonly<Record<VenueRequest['type'], OrderCall['spends']>> {
  return {
    place: { [`${category}.place`]: 1 },
    amend: { [`${category}.amend`]: 1 },
    cancel: { [`${category}.cancel`]: 1 },
  }
}

/** What a request says, after what stands in the body already. */
function bodyOf(request: VenueRequest, body: OpenBody): Body {
  switch (request.type) {
    case 'place':
      return placeBody(request, body)
    case 'amend':
      return amendBody(request, body)
    case 'cancel':
      return cancelBody(request, body)
  }
}

/** The product of a request. What is at the venue can be changed and ended, whatever its terms are. */
function writable({ type, terms }: VenueRequest): TradedProduct {
  const category = categoryOf(terms)
  const reason = type === 'place' || category === undefined ? unsupported(terms) : undefined
  if (reason === undefined && category !== undefined) return category
  throw unwritable(reason ?? 'its product is not traded')
}

function checkedBatch(requests: readonly VenueRequest[]): {
  readonly category: TradedProduct
  readonly type: VenueRequest['type']
} {
  const [first] = requests
  if (first === undefined) throw unwritable('a batch has at least one request')
  const category = writable(first)
  const most = ACCOUNT_FACTS.trading.find(({ product }) => product === category)?.maxBatch ?? 1
  if (requests.length > most)
    throw unwritable(`a batch of ${category} has at most ${most} requests, was ${requests.length}`)
  if (requests.some((each) => each.type !== first.type || writable(each) !== category))
    throw unwritable('the requests of a batch are of one kind and one product')
  return { category, type: first.type }
}

function unwritable(reason: string): ConfigError {
  return new ConfigError('UNSUPPORTED', `Writing an order for Bybit: ${reason}`)
}
