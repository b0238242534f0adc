import type { FrameOutcome } from '../core/index.ts'

/** Where a frame came from. One object per connection: it may be compared and used as a key. */
export interface FrameSource {
  /** The venue's stream endpoint. */
  readonly endpoint: string
  /** Number of the connection within its endpoint; never used again. */
  readonly connection: number
  /** The URL of the socket. */
  readonly url: string
}

/**
 * Takes a frame and says what became of it. Called synchronously in arrival order; must not throw.
 *
 * `frame` is borrowed: its bytes may be reused after the call. `localTimeUs` is epoch µs, stamped once.
 */
export type FrameHandler = (
  frame: Uint8Array,
  localTimeUs: number,
  source: FrameSource,
) => FrameOutcome

/** Hears of a message that leaves a connection, right before it does. Must not throw. */
export type SentHandler = (frame: string | Uint8Array, source: FrameSource) => void

/** Sees everything that passes a socket, before anything interprets it. Must not throw. */
export interface FrameTap {
  /** A message arrived. The bytes are borrowed; `localTimeUs` is the stamp that its events will carry. */
  incoming(frame: Uint8Array, isBinary: boolean, localTimeUs: number, source: FrameSource): void
  /** A message left. */
  outgoing(frame: string | Uint8Array, localTimeUs: number, source: FrameSource): void
}
