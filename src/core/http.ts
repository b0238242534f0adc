/** An HTTP request as data: what to ask, not whom or when. */
export interface HttpRequest {
  /** Which of the venue's REST services, as named in its facts. */
  readonly service: string
  /** The method. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path from the service's base, starting with `/`. */
  readonly path: string
  /** Query parameters in order; values are percent-encoded when sent. */
  readonly query?: Readonly<Record<string, string | number>>
  /** Extra headers. */
  readonly headers?: Readonly<Record<string, string>>
  /** Body text, exactly as sent. */
  readonly body?: string
  /** Cost in the service's budget. */
  readonly weight: number
  /** Whether sending it twice is harmless; only such calls are retried. */
  readonly isIdempotent: boolean
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
  /** The call for what comes after, where the answer says that it is a page of more; absent: one answer has it all. */
  readonly next?: (response: HttpResponse) => RestCall<T> | undefined
}
