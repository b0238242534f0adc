import type { FrameSink, PolledFeed, RestCall } from '../core/index.ts'
import type { Log, TimerHandle, Timers } from '../runtime/ports.ts'

/** What {@link readInTurns} is made of. */
export interface PolledReaderOptions {
  /** The topic's name, for the log. */
  readonly name: string
  /** Time from a whole reading to the next one in ms. */
  readonly everyMs: number
  /** What is read. */
  readonly feed: PolledFeed
  /** Takes what the answers say. */
  readonly sink: FrameSink
  /** Makes a call. */
  readonly send: <T>(call: RestCall<T>) => Promise<T>
  /** What was told to the sink is complete for now. */
  readonly endBatch: () => void
  /** Later. */
  readonly timers: Timers
  /** Log lines. */
  readonly log: Log
}

/** A channel that is being read. */
export interface PolledReader {
  /** Ends the reading; an answer on its way is not told. Idempotent. */
  close(): void
}

/**
 * Reads a polled channel: one call at a time, so that answers are told in the order they were asked for.
 *
 * A call that fails puts the books of the channel in doubt until a later answer replaces them: silence proves nothing.
 */
export function readInTurns(options: PolledReaderOptions): PolledReader {
  const { feed, sink, everyMs, timers } = options
  let isClosed = false
  let timer: TimerHandle | undefined
  const later = (): void => {
    timer = timers.after(everyMs, turn)
  }
  const fail = (error: unknown): void => {
    if (isClosed) return
    feed.failed?.(error)
    sink.lost('poll failed')
    options.endBatch()
    options.log.warn('Polling a channel failed', () => ({
      topic: options.name,
      error: error instanceof Error ? error.message : String(error),
    }))
    later()
  }
  const turn = (): void => {
    if (isClosed) return
    options.send(feed.next()).then((answer) => {
      if (isClosed) return
      answer.tell(sink)
      options.endBatch()
      if (answer.asksOn) turn()
      else later()
    }, fail)
  }
  turn()
  return {
    close(): void {
      isClosed = true
      timer?.cancel()
    },
  }
}
