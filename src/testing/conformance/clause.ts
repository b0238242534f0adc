import type { ExchangeDriver } from '../../core/index.ts'
import type { ConformanceBench } from './bench.ts'

/** A clause before it meets a subject. */
export interface Clause {
  /** See {@link ConformanceCheck}. */
  readonly id: string
  /** A sentence that a driver keeps or breaks. */
  readonly text: string
  /** Whether a simulated venue is needed. */
  readonly needsVenue: boolean
  /** Why it cannot apply to a driver; `undefined` where it can. */
  readonly exempt?: (driver: ExchangeDriver) => string | undefined
  /** Throws where the driver breaks it. */
  readonly check: (bench: ConformanceBench) => Promise<void> | void
}
