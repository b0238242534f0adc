import { repeat } from '../sim-ports.ts'
import type { StreamSource } from '../stream-hub.ts'
import type { KucoinState } from './kucoin-state.ts'

/** A channel: what it says from now on, and what it says first to one who subscribes. */
export interface OpenChannel {
  /** What it says from now on, to all who listen. */
  readonly source: StreamSource
  /** What it says to one who subscribes now; absent where it waits for something to happen. */
  readonly first?: () => string | undefined
  /** Whether nothing else may be told to one before that first message, which takes its time. */
  readonly isSnapshotFirst?: boolean
}

/** A channel told again and again, every `everyMs` ms where `seen` changed since, or in any case without it. */
export function repeated(
  state: KucoinState,
  everyMs: number,
  message: () => string | undefined,
  seen?: () => string,
): OpenChannel {
  const source: StreamSource = (emit) => {
    let told = seen?.()
    const timer = repeat(state.ports.timers, everyMs, () => {
      const now = seen?.()
      if (now !== undefined && now === told) return
      told = now
      const text = message()
      if (text !== undefined) emit(text)
    })
    return () => timer.cancel()
  }
  return { source }
}
