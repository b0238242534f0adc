const SECTOR_BYTES = 512

/** The bytes of one file, and how many of them are on the device. */
export class VirtualFile {
  #bytes = new Uint8Array(0)
  #sizeBytes = 0
  #syncedBytes = 0
  // Bytes from here on were to be synced by a sync that failed: later ones no longer know of them.
  #spoiledFrom = Number.POSITIVE_INFINITY

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

  /** A sync failed: what it was for is never on the device, whatever later syncs say. */
  spoil(): void {
    this.#spoiledFrom = Math.min(this.#spoiledFrom, this.#syncedBytes)
  }

  /** Cuts it, or fills it up with zeros, to a length; durably. */
  truncate(sizeBytes: number): void {
    if (sizeBytes > this.#sizeBytes) this.append(new Uint8Array(sizeBytes - this.#sizeBytes))
    this.#sizeBytes = sizeBytes
    this.sync()
  }

  /**
   * Keeps `kept` of the unsynced bytes; the rest is cut away, or turned into zeros where `isZeroed`: from the border of a sector
   * on, for a device writes no less.
   */
  crash(kept: number, isZeroed: boolean): void {
    const surest = Math.min(this.#syncedBytes, this.#spoiledFrom)
    const end = Math.min(this.#syncedBytes + kept, this.#spoiledFrom)
    if (!isZeroed) this.#sizeBytes = end
    else if (end < this.#sizeBytes)
      this.#bytes.fill(0, Math.max(surest, end - (end % SECTOR_BYTES)), this.#sizeBytes)
    this.sync()
  }
}
