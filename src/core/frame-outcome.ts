import type { ErrorCode } from './error-codes.ts'
import type { InstrumentSlot } from './instrument.ts'

/** What became of one frame. */
export type FrameOutcome = 'event' | 'control' | 'ignored' | 'fault'

/** Why a frame could not be read. */
export interface FrameFault {
  /** Stable code. */
  readonly code: ErrorCode
  /** What was expected and what was found. */
  readonly message: string
  /** Byte at which reading stopped. */
  readonly offsetBytes: number
  /** The instrument, where it was read before the fault. */
  readonly slot?: InstrumentSlot
}
