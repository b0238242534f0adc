import {
  CrossbookError,
  type HttpResponse,
  type OrderFrame,
  type OrderSocketFrame,
  type OrderSocketProtocol,
  type Stamp,
  type VenueRequest,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { isObject, optionalIntegerAt, parseJson } from '../../kit/fields.ts'
import { jsonText } from '../../kit/json-text.ts'
import { readAnswer } from './answers.ts'
import { stopError } from './errors.ts'
import { type Keys, timeWindow } from './signed-request.ts'
import { writeOrder } from './write-order.ts'

/** Parameters that are JSON numbers: whole ones. All others are text. */
const WHOLE: ReadonlySet<string> = new Set(['orderId', 'algoId', 'goodTillDate'])

/**
 * Orders on the WebSocket APIs of spot and USDⓈ-M: what REST takes as a query, each frame signed for itself. Neither has
 * batches. docs/venues/binance.md §Trading; checked 2026-11-27.
 */
export function orderSocket(keys: Keys): OrderSocketProtocol {
  return { frame: (request) => frameOf(keys, request), batch: () => undefined, read }
}

function frameOf(keys: Keys, request: VenueRequest): OrderFrame | undefined {
  const { product, operation, query, spends } = writeOrder(request)
  const { socketMethod: method, weight } = operation
  if (method === undefined) return undefined
  return {
    spends,
    ...(weight > 0 && { weight: { service: product, units: weight } }),
    write: (stamp) => {
      const params = signedParams(keys, query, stamp, request.deadlineUs)
      return JSON.stringify({ id: stamp.nonce, method, params })
    },
    parse: (answer, localTimeUs) => readAnswer(request, asByRest(answer), localTimeUs),
    refusal: (answer) => stopError(asByRest(answer), product),
  }
}

/** Signed is the text of all parameters in the order of their names, not percent-encoded. */
function signedParams(
  { apiKey, signer }: Keys,
  query: Readonly<Record<string, string>>,
  { venueTimeUs }: Stamp,
  deadlineUs: number,
): Readonly<Record<string, string | number>> {
  const all = { ...query, apiKey, ...timeWindow(venueTimeUs, deadlineUs) }
  const sorted = Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const signature = signer(sorted.map(([name, value]) => `${name}=${value}`).join('&'))
  const params = sorted.map(([name, value]) => [name, WHOLE.has(name) ? whole(value) : value])
  return { ...Object.fromEntries(params), signature }
}

/** A whole number that does not fit is sent as text: better refused than another. */
function whole(value: string | number): string | number {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/**
 * `{"id":…,"status":200,"result":{…}}` or `{"id":…,"status":400,"error":{"code":…,"msg":"…","data":{…}}}` as if it had come by
 * REST. What cannot be read has no status, and leaves everything open.
 */
function asByRest(answer: Uint8Array): HttpResponse {
  try {
    const message = parseJson(answer)
    if (isObject(message)) {
      const { result, error } = message
      return {
        status: optionalIntegerAt(message, 'status') ?? 0,
        headers: isObject(error) ? waitOf(error) : {},
        body: new TextEncoder().encode(jsonText(error ?? result ?? null)),
      }
    }
  } catch (error) {
    if (!(error instanceof CrossbookError)) throw error
  }
  return { status: 0, headers: {}, body: answer }
}

/** When to come back stands in the answer, epoch ms beside the venue's time; over REST it is a header, in seconds. */
function waitOf({ data }: JsonObject): HttpResponse['headers'] {
  if (!isObject(data)) return {}
  const atMs = optionalIntegerAt(data, 'retryAfter')
  const nowMs = optionalIntegerAt(data, 'serverTime')
  if (atMs === undefined || nowMs === undefined) return {}
  return { 'retry-after': String(Math.max(0, Math.ceil((atMs - nowMs) / 1000))) }
}

/** Requests of ours have a number; without one it is the server that speaks, or says that it could not read. */
function read(frame: Uint8Array): OrderSocketFrame {
  try {
    const message = parseJson(frame)
    if (!isObject(message)) return 'ignored'
    return optionalIntegerAt(message, 'id') ?? 'control'
  } catch (error) {
    if (error instanceof CrossbookError) return 'fault'
    throw error
  }
}
