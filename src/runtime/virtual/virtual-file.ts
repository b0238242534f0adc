/** The bytes of one file, and how many of them are on the device. */
export class VirtualFile {
  #bytes = new Uint8Array(0)
  #sizeBytes = 0
  #syncedBytes = 0

  /** Size in bytes. */
  sizeBytes(): number {
    return this.#sizeBytes
  }

  /** How many of its first bytes no crash can take. */
  syncedBytes(): number {
    return this.#syncedBytes
  }

  /** A copy of its content. */
  content(): Uint8Array {
    return this.#bytes.slice(0, this.#sizeBytes)
  }

  /** Adds bytes at the end. */
  append(bytes: Uint8Array): void {
    const sizeBytes = this.#sizeBytes + bytes.length
    if (sizeBytes > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(sizeBytes, this.#bytes.length * 2, 256))
      grown.set(this.#bytes.subarray(0, this.#sizeBytes))
      this.#bytes = grown
    }
    this.#bytes.set(bytes, this.#sizeBytes)
    this.#sizeBytes = sizeBytes
  }

  /** Puts all of it on the device. */
  sync(): void {
    this.#syncedBytes = this.#sizeBytes
  }

  /** Cuts it, or fills it up with zeros, to a length; durably. */
  truncate(sizeBytes: number): void {
    if (sizeBytes > this.#sizeBytes) this.append(new Uint8Array(sizeBytes - this.#sizeBytes))
    this.#sizeBytes = sizeBytes
    this.sync()
  }

  /** Keeps `kept` of the unsynced bytes; the rest is cut away, or turned into zeros where `isZeroed`. */
  crash(kept: number, isZeroed: boolean): void {
    const end = this.#syncedBytes + kept
    if (isZeroed) this.#bytes.fill(0, end, this.#sizeBytes)
    else this.#sizeBytes = end
    this.sync()
  }
}
