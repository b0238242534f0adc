import type { AccessRenewal, AccountProtocol } from '../../core/index.ts'
import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import type { HttpClient } from '../../transport/index.ts'

/** What {@link Renewals} are made of. */
export interface RenewalsParts {
  /** The venue's words. */
  readonly protocol: Pick<AccountProtocol, 'facts' | 'renewals'>
  /** Sends the calls. */
  readonly http: HttpClient
  /** Timers and the log. */
  readonly ports: Pick<Ports, 'timers' | 'log'>
  /** Whether an endpoint has an open connection: what nobody uses is not renewed. */
  readonly isConnected: (endpoint: string) => boolean
  /** Told that access could not be renewed: the next connection asks for a new one. */
  readonly onFailed: (endpoint: string) => void
}

/** Keeps access alive while it is used: venues that hand out keys for a time take them back else. */
export class Renewals {
  readonly #parts: RenewalsParts
  readonly #timers = new Map<AccessRenewal, TimerHandle>()

  /** Renews nothing before {@link start}. */
  constructor(parts: RenewalsParts) {
    this.#parts = parts
  }

  /** Starts the timers. */
  start(): void {
    for (const renewal of this.#parts.protocol.renewals) this.#schedule(renewal)
  }

  /** Ends them. Idempotent. */
  close(): void {
    for (const timer of this.#timers.values()) timer.cancel()
    this.#timers.clear()
  }

  #schedule(renewal: AccessRenewal): void {
    const { timers } = this.#parts.ports
    this.#timers.set(
      renewal,
      timers.after(renewal.everyMs, () => {
        this.#schedule(renewal)
        if (this.#parts.isConnected(renewal.endpoint)) void this.#renew(renewal)
      }),
    )
  }

  async #renew(renewal: AccessRenewal): Promise<void> {
    const { http, ports, protocol, onFailed } = this.#parts
    try {
      await http.send(renewal.call())
    } catch (error) {
      ports.log.warn('Access to a private stream could not be renewed', () => ({
        venue: protocol.facts.venue,
        endpoint: renewal.endpoint,
        error: error instanceof Error ? error.message : String(error),
      }))
      onFailed(renewal.endpoint)
    }
  }
}
