/**
 * What happened in a virtual run, as a running digest: two runs with equal digests did the same things in the same order
 * at the same virtual times, with the same bytes on their wires.
 */
export class History {
  readonly #trace: ((line: string) => void) | undefined
  #high = 0x811c9dc5 | 0
  #low = 0x01000193
  #count = 0

  /** Starts an empty history; `trace` is called with a line of text for each thing noted. */
  constructor(trace?: (line: string) => void) {
    this.#trace = trace
  }

  /** Notes that something happened, with the bytes it carried, if any. */
  note(timeUs: number, what: string, bytes?: Uint8Array): void {
    this.#count += 1
    this.#mix(timeUs | 0)
    this.#mix(Math.floor(timeUs / 4_294_967_296))
    for (let i = 0; i < what.length; i += 1) this.#mix(what.charCodeAt(i))
    if (bytes !== undefined) for (const byte of bytes) this.#mix(byte)
    if (this.#trace === undefined) return
    this.#trace(
      bytes === undefined ? `${timeUs} ${what}` : `${timeUs} ${what} ${bytes.length} bytes`,
    )
  }

  /** How many things were noted. */
  count(): number {
    return this.#count
  }

  /** The digest so far, 16 hexadecimal digits. */
  digest(): string {
    return hex(this.#high) + hex(this.#low)
  }

  #mix(value: number): void {
    this.#high = Math.imul(this.#high ^ value, 0x01000193)
    this.#low = (Math.imul(this.#low, 0x5bd1e995) + (value ^ (this.#high >>> 15))) | 0
  }
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0')
}
