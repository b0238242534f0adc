/** Memory that the ladders of several books may take together, beyond what each of them has from its start. */
export class LadderRoom {
  #leftBytes: number

  /** Room for so many bytes. */
  constructor(bytes: number) {
    this.#leftBytes = bytes
  }

  /** What is left. */
  get leftBytes(): number {
    return this.#leftBytes
  }

  /** Takes what a ladder grows by; `false` where it may not grow. */
  take(bytes: number): boolean {
    if (bytes > this.#leftBytes) return false
    this.#leftBytes -= bytes
    return true
  }

  /** Takes back what the ladder of a closed book had. */
  give(bytes: number): void {
    this.#leftBytes += bytes
  }
}
