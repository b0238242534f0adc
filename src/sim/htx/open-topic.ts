import type { StreamSource } from '../stream-hub.ts'

/** A topic: what it says from now on, and what it says first to who subscribes. */
export interface OpenTopic {
  /** What it says from now on, to all who listen. */
  readonly source: StreamSource<Uint8Array>
  /** What it says to one who subscribes now; `undefined` where it waits for something to happen. */
  readonly first: () => Uint8Array | undefined
}
