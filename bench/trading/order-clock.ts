/** How long orders took from the update that they answer to the socket; both ends are told, in either order. */
export class OrderClock {
  readonly #arrivedUs = new Map<string, number>()
  readonly #sentUs = new Map<string, number>()
  #latencyUs: number[] = []

  /** An order answers an update that arrived at a time, epoch µs. */
  decided(id: string, arrivedUs: number): void {
    this.#arrivedUs.set(id, arrivedUs)
    this.#settle(id)
  }

  /** An order was handed to the socket. */
  sent(id: string, sentUs: number): void {
    this.#sentUs.set(id, sentUs)
    this.#settle(id)
  }

  /** Forgets what was measured. */
  restart(): void {
    this.#latencyUs = []
  }

  /** What was measured, µs. */
  latencyUs(): readonly number[] {
    return [...this.#latencyUs]
  }

  /** Orders that were decided on and have not left. */
  unsent(): number {
    return this.#arrivedUs.size
  }

  #settle(id: string): void {
    const arrivedUs = this.#arrivedUs.get(id)
    const sentUs = this.#sentUs.get(id)
    if (arrivedUs === undefined || sentUs === undefined) return
    this.#latencyUs.push(sentUs - arrivedUs)
    this.#arrivedUs.delete(id)
    this.#sentUs.delete(id)
  }
}
