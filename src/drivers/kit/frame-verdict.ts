import type { FrameFault, FrameOutcome, InstrumentSlot, MarketSink } from '../../core/index.ts'
import type { ColdResult } from './cold.ts'
import type { FrameBatch } from './frame-batch.ts'

/** Where a reader of frames stopped, of whatever encoding. */
export interface StoppedReader {
  /** What is wrong. */
  readonly fault: string
  /** Byte at which that was found. */
  readonly faultOffset: number
}

/** Why the last frame of a decoder came to nothing; every decoder has one. */
export class FrameVerdict {
  /** Why it was ignored. */
  ignoredReason = ''
  /** Why it was a fault. */
  fault: FrameFault | undefined

  /** The frame is left aside, with the reason. */
  ignore(reason: string): FrameOutcome {
    this.ignoredReason = reason
    return 'ignored'
  }

  /** The frame cannot be read beyond where the reader stopped. */
  malformed(reader: StoppedReader, slot: InstrumentSlot | undefined): FrameOutcome {
    const { fault, faultOffset } = reader
    this.fault = {
      code: 'MALFORMED_FRAME',
      message: `Reading a frame: ${fault} at byte ${faultOffset}`,
      offsetBytes: faultOffset,
      ...(slot === undefined ? {} : { slot }),
    }
    return 'fault'
  }

  /** The frame is of a wire format that the venue has retired; `detail` says which was expected. */
  legacy(detail: string): FrameOutcome {
    const message = `Reading a frame: ${detail}`
    this.fault = { code: 'LEGACY_FRAME', message, offsetBytes: 0 }
    return 'fault'
  }

  /** Takes over what a cold decoder found; its events go to the sink. */
  cold(result: ColdResult, batch: FrameBatch, sink: MarketSink, localTimeUs: number): FrameOutcome {
    if (result.outcome === 'event') {
      for (const event of result.events) batch.event(event)
      batch.flush(sink, localTimeUs)
    } else if (result.outcome === 'ignored') this.ignoredReason = result.reason
    else if (result.outcome === 'fault') this.fault = result.fault
    return result.outcome
  }
}
