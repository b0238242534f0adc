import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { HttpResponse } from '../../core/index.ts'
import { BodyTooLargeError } from './http-body.ts'

const NO_HEADERS = Object.freeze({})

/**
 * Asks undici once, and collects what it tells of the answer, as it came.
 *
 * undici's `request` makes a stream and three promises before it writes anything: three times as long (decision 0041).
 */
export class HttpAnswer implements Dispatcher.DispatchHandler {
  readonly #maxBytes: number
  readonly #parts: Uint8Array[] = []
  #bytes = 0
  #status = 0
  #headers: Readonly<Record<string, string>> = NO_HEADERS
  #controller: Dispatcher.DispatchController | undefined
  #givenUp: Error | undefined
  #resolve: ((response: HttpResponse) => void) | undefined
  #reject: ((cause: unknown) => void) | undefined

  /** Takes at most so many bytes of body. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Whether a connection was found and the request handed to it: from there on bytes of it may have left, before not. */
  get hasStarted(): boolean {
    return this.#controller !== undefined
  }

  /** Sends the request; at most once for each answer. */
  ask(dispatcher: Dispatcher, options: Dispatcher.DispatchOptions): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      if (this.#givenUp === undefined) dispatcher.dispatch(options, this)
      else reject(this.#givenUp)
    })
  }

  /** Ends it, and its connection where it has one. It fails at once; after the answer nothing happens. */
  giveUp(why: string): void {
    const cause = new Error(why)
    this.#givenUp = cause
    this.#controller?.abort(cause)
    this.#reject?.(cause)
  }

  /** undici is about to write the request. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It waited for a connection and was told not to be sent: undici writes nothing then.
    if (this.#givenUp === undefined) this.#controller = controller
    else controller.abort(this.#givenUp)
  }

  /** Its head arrived, or one that says that another will follow. */
  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return
    this.#status = status
    this.#headers = plainHeaders(headers)
  }

  /** A part of its body arrived. */
  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#bytes += chunk.length
    if (this.#bytes > this.#maxBytes) controller.abort(new BodyTooLargeError(this.#maxBytes))
    else this.#parts.push(chunk)
  }

  /** All of it arrived. */
  onResponseEnd(): void {
    const [first] = this.#parts
    const isWhole = this.#parts.length === 1 && first !== undefined
    const body = isWhole ? first : Buffer.concat(this.#parts, this.#bytes)
    this.#resolve?.({ status: this.#status, headers: this.#headers, body })
  }

  /** There will be none. */
  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#reject?.(error)
  }
}

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined)
      plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return plain
}
