import type { RestCall } from '../../core/index.ts'
import { HttpClient, type HttpClientOptions, type SendOptions } from '../../transport/index.ts'

/** The REST of an account, where somebody else looks at its errors too. */
export class AccountHttp extends HttpClient {
  readonly #onError: (error: unknown) => void

  /** See {@link HttpClient}. */
  constructor(options: HttpClientOptions, onError: (error: unknown) => void) {
    super(options)
    this.#onError = onError
  }

  /** See {@link HttpClient.send}. */
  override send<T>(call: RestCall<T>, options?: SendOptions): Promise<T> {
    const sending = super.send(call, options)
    sending.catch(this.#onError)
    return sending
  }
}
