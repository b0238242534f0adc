/** What the processes of a loopback bench tell each other. */

/** A way to receive: bytes and nothing else, messages and nothing else, a whole market-data client, or a peer by its module. */
export type Way = 'bare' | 'ws' | 'crossbook' | { readonly peer: string }

/** What a sender makes first. */
export interface SenderSetup {
  readonly levels: number
  readonly frames: number
}

/** Where a sender is found, and what a book begins with. */
export interface SenderPlace {
  readonly socketPort: number
  readonly streamPort: number
  readonly snapshot: string
  readonly bytesPerFrame: number
  /** The id of the last change in each frame. */
  readonly lastIds: Float64Array
}

/** Sends so many frames to the one that is connected. */
export interface SendOrder {
  readonly perSecond: number
  readonly frames: number
}

/** When each frame left, µs. */
export interface Sent {
  readonly atUs: Float64Array
}

/** What a receiver is told. */
export interface ReceiverSetup {
  readonly way: Way
  readonly place: SenderPlace
  readonly frames: number
}

/** When each frame was with the subscriber, µs; 0 where it never was. */
export interface Received {
  readonly atUs: Float64Array
  readonly count: number
}
