import type { ClientOrderId, VenueRequest } from '../../core/index.ts'

/** Orders that wait for their turn to be placed: one whose cancel comes meanwhile is not placed, as it would be overtaken. */
export class WaitingOrders {
  readonly #waiting = new Set<ClientOrderId>()
  readonly #withdrawn = new Set<ClientOrderId>()

  /** Whether a request is the cancel of an order that waits; that is not placed, then. */
  withdraws({ type, clientOrderId }: VenueRequest): boolean {
    if (type !== 'cancel' || !this.#waiting.has(clientOrderId)) return false
    this.#withdrawn.add(clientOrderId)
    return true
  }

  /**
   * Waits for the turn of requests. Returns those that were withdrawn meanwhile.
   *
   * @throws what the turn fails with
   */
  async until(
    turn: Promise<void>,
    requests: readonly VenueRequest[],
  ): Promise<readonly VenueRequest[]> {
    const placings = requests.filter(({ type }) => type === 'place')
    for (const { clientOrderId } of placings) this.#waiting.add(clientOrderId)
    try {
      await turn
      return placings.filter(({ clientOrderId }) => this.#withdrawn.has(clientOrderId))
    } finally {
      for (const { clientOrderId } of placings) {
        this.#waiting.delete(clientOrderId)
        this.#withdrawn.delete(clientOrderId)
      }
    }
  }
}
