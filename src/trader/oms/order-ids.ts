import {
  type ClientOrderId,
  ConfigError,
  clientOrderId,
  clientOrderIdParts,
} from '../../core/index.ts'

/**
 * Makes client ids, and knows every id that was ever made: of each writer, how many. So an order of ours is recognised
 * for good, at 16 bytes a writer.
 */
export class OrderIds {
  readonly #epoch: number
  /** Epoch → the next sequence number. */
  readonly #next = new Map<number, number>()
  /** The one that was made last: it is given next, and need not be read again. */
  #made: { readonly id: ClientOrderId; readonly sequence: number } | undefined

  /** Makes ids of an epoch; `known`: what other writers, and this one, made before. */
  constructor(epoch: number, known: readonly (readonly [number, number])[] = []) {
    this.#epoch = epoch
    for (const [each, next] of known) {
      this.#demand(each)
      this.#next.set(each, next)
    }
  }

  /** The next id. */
  make(): ClientOrderId {
    const sequence = this.#next.get(this.#epoch) ?? 0
    const id = clientOrderId(this.#epoch, sequence)
    this.#made = { id, sequence }
    return id
  }

  /**
   * An id was given to an order.
   *
   * @throws ConfigError `INVALID_NUMBER` where its epoch is higher than ours: another writer has taken over.
   */
  note(id: ClientOrderId): void {
    if (id === this.#made?.id) {
      this.#next.set(this.#epoch, this.#made.sequence + 1)
      return
    }
    const parts = clientOrderIdParts(id)
    if (parts === undefined) return
    this.#demand(parts.epoch)
    const next = Math.max(this.#next.get(parts.epoch) ?? 0, parts.sequence + 1)
    this.#next.set(parts.epoch, next)
  }

  /** Whether the id was given to an order of ours. */
  isOurs(id: ClientOrderId): boolean {
    const parts = clientOrderIdParts(id)
    return parts !== undefined && parts.sequence < (this.#next.get(parts.epoch) ?? 0)
  }

  /** How many ids each writer made. */
  list(): readonly (readonly [number, number])[] {
    return [...this.#next]
  }

  #demand(epoch: number): void {
    if (epoch <= this.#epoch) return
    throw new ConfigError(
      'INVALID_NUMBER',
      `Reading orders: expected no writer's epoch above our own, ${this.#epoch}, was ${epoch}`,
      { context: { found: epoch } },
    )
  }
}
