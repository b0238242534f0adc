/** What a venue sent: a frame, or the answer of a REST call where `url` is given. */
export interface FleetMessage {
  /** The place of the venue. */
  readonly venue: number
  /** The call; `''` of frames. */
  readonly url: string
  /** The bytes. */
  readonly bytes: Uint8Array
}

const HEAD_BYTES = 8

/** A message as bytes of a pipe: venue, length of the URL, length of the rest, then both. */
export function packed({ venue, url, bytes }: FleetMessage): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt16LE(venue, 0)
  head.writeUInt16LE(Buffer.byteLength(url), 2)
  head.writeUInt32LE(bytes.length, 4)
  return Buffer.concat([head, Buffer.from(url), bytes])
}

/** Takes messages out of chunks of a pipe. */
export class Unpacker {
  #rest: Buffer = Buffer.alloc(0)

  /** Calls `take` for each message that is whole now. */
  add(chunk: Buffer, take: (venue: number, url: string, bytes: Uint8Array) => void): void {
    const all = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let at = 0
    while (all.length - at >= HEAD_BYTES) {
      const urlEnd = at + HEAD_BYTES + all.readUInt16LE(at + 2)
      const end = urlEnd + all.readUInt32LE(at + 4)
      if (end > all.length) break
      take(
        all.readUInt16LE(at),
        all.toString('utf8', at + HEAD_BYTES, urlEnd),
        all.subarray(urlEnd, end),
      )
      at = end
    }
    this.#rest = all.subarray(at)
  }
}
