import { type HttpRequest, queryText, type Stamp } from '../../../core/index.ts'
import { signedRequest } from '../../kit/signed-request.ts'
import { RECV_WINDOW_MS, SERVICE } from './facts.ts'
import { type Signer, signedHeaders } from './sign.ts'

/** Makes signed requests. */
export class SignedCalls {
  readonly #signer: Signer

  /** Requests of one key. */
  constructor(signer: Signer) {
    this.#signer = signer
  }

  /** A question; it has no body, not even an empty one. */
  get(path: string, query: Readonly<Record<string, string | number>>): HttpRequest {
    return {
      service: SERVICE,
      method: 'GET',
      path,
      query,
      weight: 1,
      isIdempotent: true,
      sign: (request, { venueTimeUs }) => {
        const window = { timestampMs: Math.floor(venueTimeUs / 1000), recvWindowMs: RECV_WINDOW_MS }
        return this.#signed(request, window, queryText(request.query ?? {}))
      },
    }
  }

  /** A setting, which is of force as long as a question, and may be made twice. */
  setting(path: string, body: unknown): HttpRequest {
    const text = JSON.stringify(body)
    return {
      service: SERVICE,
      method: 'POST',
      path,
      body: text,
      weight: 1,
      isIdempotent: true,
      sign: (request, { venueTimeUs }) => {
        const window = { timestampMs: Math.floor(venueTimeUs / 1000), recvWindowMs: RECV_WINDOW_MS }
        return this.#signed(request, window, text)
      },
    }
  }

  /** An order request; the venue refuses it after its deadline, epoch µs of the venue's clock. */
  post(path: string, body: unknown, deadlineUs: number): HttpRequest {
    const text = JSON.stringify(body)
    return {
      service: SERVICE,
      method: 'POST',
      path,
      body: text,
      weight: 1,
      isIdempotent: false,
      sign: (request, stamp) => this.#signed(request, timeWindow(stamp, deadlineUs), text),
    }
  }

  #signed(
    request: HttpRequest,
    { timestampMs, recvWindowMs }: TimeWindow,
    payload: string,
  ): HttpRequest {
    const hasBody = request.body !== undefined
    const headers = signedHeaders(this.#signer, { timestampMs, recvWindowMs, payload, hasBody })
    return signedRequest(request, { headers })
  }
}

/** When a request is of force. */
export interface TimeWindow {
  /** From when on, epoch ms of the venue's clock. */
  readonly timestampMs: number
  /** For how long, in ms. */
  readonly recvWindowMs: number
}

/** Until the deadline, and never longer: of a deadline that has passed the window has passed too. */
export function timeWindow({ venueTimeUs }: Stamp, deadlineUs: number): TimeWindow {
  const deadlineMs = Math.floor(deadlineUs / 1000)
  const timestampMs = Math.min(Math.floor(venueTimeUs / 1000), deadlineMs - 1)
  return { timestampMs, recvWindowMs: deadlineMs - timestampMs }
}
