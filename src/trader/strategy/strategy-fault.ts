/**
 * How a strategy broke the contract.
 *
 * - `THREW`: a call, or the making of it, threw
 * - `INVALID_DECISION`: what it returned is no decision
 * - `INEXACT_NUMBER`: a number that is no `Decimal` of ours (or, in a signal, no decimal text), or is not finite
 * - `FOREIGN_STRATEGY`: an intent in the name of another strategy
 * - `FOREIGN_LEG`: an instrument or an account that is not in its setup
 * - `TOO_MANY_INTENTS`: more than the host takes of one call
 * - `RUNAWAY`: a thousand answers to its own orders and fills with no time passing, each the cause of the next
 * - `INVALID_MEMORY`: what `snapshot` returned is no JSON data
 * - `HUNG`: in a thread, it was neither made nor answered in time
 * - `DIED`: its thread ended: its module cannot be loaded, it ran out of memory, it exited
 * - `TOO_SLOW`: in a thread, more events wait for it than may
 */
export type StrategyFault =
  | 'THREW'
  | 'INVALID_DECISION'
  | 'INEXACT_NUMBER'
  | 'FOREIGN_STRATEGY'
  | 'FOREIGN_LEG'
  | 'TOO_MANY_INTENTS'
  | 'RUNAWAY'
  | 'INVALID_MEMORY'
  | 'HUNG'
  | 'DIED'
  | 'TOO_SLOW'
