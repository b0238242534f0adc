import { CrossbookError } from '../../core/index.ts'
import type { StrategyFault } from './strategy-fault.ts'

/** A strategy broke the contract. Thrown and caught inside the host: whatever a strategy gives ends its turn at one place. */
export class Breach extends CrossbookError {
  /** How. */
  readonly fault: StrategyFault

  /** What was found and what was expected, in words. */
  constructor(fault: StrategyFault, found: string) {
    super('HANDLER_FAILED', found)
    this.fault = fault
  }
}
