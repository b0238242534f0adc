import type { VenueError } from './errors.ts'

/** What a signature needs beside the keys, at the moment of sending. */
export interface Stamp {
  /** Now, by the venue's clock as far as it is known, epoch µs. */
  readonly venueTimeUs: number
  /** A whole number below 2^53 that is higher than any given before with the same keys. */
  readonly nonce: number
  /** What the venue gave this connection to be shown again: a token, a challenge. Only on sockets. */
  readonly grant?: string
}

/** An HTTP request as data: what to ask, not whom or when. */
export interface HttpRequest {
  /** Which of the venue's REST services, as named in its facts. */
  readonly service: string
  /** The method. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path from the service's base, starting with `/`. */
  readonly path: string
  /** Query parameters in order; values are percent-encoded when sent. */
  readonly query?: Readonly<Record<string, string | number>> | undefined
  /** The query in place of {@link HttpRequest.query}, exactly as sent: where it was signed. */
  readonly queryText?: string | undefined
  /** Extra headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Body text, exactly as sent. */
  readonly body?: string | undefined
  /** Cost in the service's budget. */
  readonly weight: number
  /** Whether sending it twice is harmless; only such calls are retried. */
  readonly isIdempotent: boolean
  /** Makes the request as it is sent, signed; asked again for each attempt. Absent: it is sent as it is. */
  readonly sign?: ((request: HttpRequest, stamp: Stamp) => HttpRequest) | undefined
}

/** Query text: names and values percent-encoded, in their order, without `?`. */
export function queryText(query: Readonly<Record<string, string | number>>): string {
  let text = ''
  for (const name of Object.keys(query)) {
    if (text !== '') text += '&'
    text += `${encoded(name)}=${encoded(String(query[name]))}`
  }
  return text
}

/** What needs no encoding: nearly everything that is sent. */
const PLAIN = /^[\w.-]*$/

function encoded(text: string): string {
  return PLAIN.test(text) ? text : encodeURIComponent(text)
}

/** An HTTP answer, whole. */
export interface HttpResponse {
  /** Status code. */
  readonly status: number
  /** Headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Body bytes. */
  readonly body: Uint8Array
}

/** A REST call as data: its request, and how its answer reads. */
export interface RestCall<T> {
  /** What to send. */
  readonly request: HttpRequest
  /**
   * Reads a 2xx answer.
   *
   * @throws ProtocolError `MALFORMED_RESPONSE` when the body is not what the venue documents.
   * @throws VenueError when the venue reports an error inside a 2xx answer.
   */
  readonly parse: (response: HttpResponse, localTimeUs: number) => T
  /**
   * The refusal in an answer, of whatever status. Where it is given, `parse` reads every answer, refusals included, and this
   * is asked only whether the venue told us to stop.
   */
  readonly refusal?: (response: HttpResponse) => VenueError | undefined
  /**
   * Whether the venue refused it for its nonce alone: another call overtook it. Nothing else of it was looked at, so it is signed
   * anew and sent again, whatever it asks for.
   */
  readonly isOvertaken?: (response: HttpResponse) => boolean
  /** The call for what comes after, where the answer says that it is a page of more; absent: one answer has it all. */
  readonly next?: (response: HttpResponse) => RestCall<T> | undefined
}
