import { type Credentials, type HttpRequest, queryText, type Stamp } from '../../../core/index.ts'
import type { Operation, Product } from './operations.ts'
import { type Signer, signerOf } from './sign.ts'

/** How old a question may be when the venue takes it, in ms: what the venue assumes where it is not told. */
const QUERY_WINDOW_MS = 5_000
/** The longest window that the venue takes, in ms. */
const MAX_WINDOW_MS = 60_000

const PLAIN = /^\w+$/

/** What requests are signed with. */
export interface Keys {
  /** The public part, in a header. */
  readonly apiKey: string
  /** The secret part. */
  readonly signer: Signer
}

/** A request without its signature. */
export interface RequestParts {
  /** The product line, which is the REST service. */
  readonly product: Product
  /** What is asked for. */
  readonly operation: Operation
  /** Its parameters in order; all travel in the query, whatever the method. */
  readonly query: Readonly<Record<string, string | number>>
  /** When the venue shall refuse it, epoch µs of its clock; absent: 5 s after it was sent. */
  readonly deadlineUs?: number
  /** Whether sending it twice is harmless. */
  readonly isIdempotent: boolean
}

/** Reads the keys of an account. @throws ConfigError `INVALID_OPTIONS` where the secret is a PEM that cannot be read. */
export function readKeys({ key, secret }: Credentials): Keys {
  return { apiKey: key, signer: signerOf(secret) }
}

/** A request that shows the key and nothing else: all that listen keys need. */
export function keyedRequest(keys: Keys, parts: RequestParts): HttpRequest {
  const { product, operation, query, isIdempotent } = parts
  const { method, path, weight } = operation
  const headers = keyHeader(keys)
  return { service: product, method, path, query, headers, weight, isIdempotent }
}

/** A request that is signed as it is sent. The signed text is the query as it travels, percent-encoded, and comes last. */
export function signedRequest(keys: Keys, parts: RequestParts): HttpRequest {
  const { product: service, operation, query, deadlineUs, isIdempotent } = parts
  const { method, path, weight } = operation
  const headers = keyHeader(keys)
  const asked = queryText(query)
  const sign = (_unsigned: HttpRequest, { venueTimeUs }: Stamp): HttpRequest => {
    const { recvWindow, timestamp } = timeWindow(venueTimeUs, deadlineUs)
    const window = `recvWindow=${recvWindow}&timestamp=${timestamp}`
    const text = asked === '' ? window : `${asked}&${window}`
    const signature = keys.signer(text)
    // Hexadecimal digits, as of most keys, stand as they are.
    const signed = `${text}&signature=${PLAIN.test(signature) ? signature : encodeURIComponent(signature)}`
    // Written out: on the way of every order a spread takes as long as the signature.
    return { service, method, path, queryText: signed, headers, weight, isIdempotent }
  }
  return { service, method, path, query, headers, weight, isIdempotent, sign }
}

function keyHeader({ apiKey }: Keys): Readonly<Record<string, string>> {
  return { 'X-MBX-APIKEY': apiKey }
}

/**
 * When a request is valid, in ms. The venue refuses it after `timestamp + recvWindow`, which is never after the deadline:
 * a deadline that has passed leaves a window that has passed too.
 */
export function timeWindow(
  venueTimeUs: number,
  deadlineUs: number = venueTimeUs + QUERY_WINDOW_MS * 1000,
): { readonly recvWindow: number; readonly timestamp: number } {
  const deadlineMs = Math.floor(deadlineUs / 1000)
  const timestamp = Math.min(Math.floor(venueTimeUs / 1000), deadlineMs - 1)
  return { recvWindow: Math.min(deadlineMs - timestamp, MAX_WINDOW_MS), timestamp }
}
