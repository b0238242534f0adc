import type { StrategyId } from '../../core/index.ts'
import type { MarketInput, OwnFillEvent, OwnOrderEvent, OwnRouteEvent } from './strategy-event.ts'
import type { StrategyFault } from './strategy-fault.ts'
import type { StrategySetup } from './strategy-setup.ts'

/** What becomes of the working orders of a strategy that stops. */
export type WorkingOrders = 'cancel' | 'keep'

interface CommandBase {
  /** Which strategy. */
  readonly strategy: StrategyId
  /** Who wants it. */
  readonly by: string
}

/**
 * Sets a strategy up; it does not run until it is started. A trader that is opened again goes on with it; with one that was
 * added `by` its `configuration`, as long as it is configured.
 */
export interface AddStrategy {
  /** Tells it from other commands. */
  readonly type: 'addStrategy'
  /** The setup. */
  readonly setup: StrategySetup
  /** Who wants it. */
  readonly by: string
}

/** Takes a strategy that does not run out of the host. */
export interface RemoveStrategy extends CommandBase {
  /** Tells it from other commands. */
  readonly type: 'removeStrategy'
}

/**
 * Starts a strategy, or resumes it after a pause: its first event is `start`. One that was stopped goes on with its memory; one
 * that is faulted is made anew, without.
 */
export interface StartStrategy extends CommandBase {
  /** Tells it from other commands. */
  readonly type: 'startStrategy'
}

/** Pauses a strategy. */
export interface PauseStrategy extends CommandBase {
  /** Tells it from other commands. */
  readonly type: 'pauseStrategy'
  /** What becomes of its orders. @defaultValue `cancel` */
  readonly orders?: WorkingOrders
}

/** Stops a strategy; timers are taken back. */
export interface StopStrategy extends CommandBase {
  /** Tells it from other commands. */
  readonly type: 'stopStrategy'
  /** Why, in words. */
  readonly why: string
  /** What becomes of its orders. @defaultValue `cancel` */
  readonly orders?: WorkingOrders
}

/** Gives a strategy other parameters, whatever its state. */
export interface ConfigureStrategy extends CommandBase {
  /** Tells it from other commands. */
  readonly type: 'configureStrategy'
  /** The parameters, whole. */
  readonly params: unknown
}

/**
 * Puts another strategy in the place of one, between two events: the new one is handed the memory, orders and timers of the old
 * one, and goes on in its state with the next event. One that is handed no memory, or trades other legs, begins with a `start`,
 * as soon as it runs. Orders in instruments that it trades no more are cancelled.
 */
export interface ReplaceStrategy extends CommandBase {
  /** Tells it from other commands. */
  readonly type: 'replaceStrategy'
  /** Which definition the new one is made by. */
  readonly kind: string
  /** Its parameters; those in force where absent. */
  readonly params?: unknown
  /** The rest of its setup, whole: legs, depth, events, `signalAmount`; as it is where absent. */
  readonly setup?: Omit<StrategySetup, 'strategy' | 'kind' | 'params'>
  /** Whether it takes the memory over. @defaultValue `keep` */
  readonly memory?: 'keep' | 'drop'
}

interface ThreadReport {
  /** Which strategy. */
  readonly strategy: StrategyId
  /** How often it had been started when it was asked: what an earlier run decided is left out. */
  readonly run: number
}

/** A strategy in a thread decided; JSON data, so that a replay need not ask the thread. */
export interface StrategyDecided extends ThreadReport {
  /** Tells it from other inputs. */
  readonly type: 'strategyDecided'
  /** Its intents, numbers as decimal text, an instrument as the number of its leg. */
  readonly intents: readonly unknown[]
  /** Whether it answers an own order or fill. */
  readonly isEcho: boolean
}

/** A strategy in a thread told what it remembers. */
export interface StrategyRemembered extends ThreadReport {
  /** Tells it from other inputs. */
  readonly type: 'strategyRemembered'
  /** What a later one is restored with; `null` where nothing. */
  readonly memory: unknown
}

/** A strategy in a thread broke the contract, hangs, or its thread died. */
export interface StrategyBroke extends ThreadReport {
  /** Tells it from other inputs. */
  readonly type: 'strategyBroke'
  /** How. */
  readonly code: StrategyFault
  /** What was found and what was expected, in words. */
  readonly found: string
}

/** What comes of strategies in threads; JSON data, as commands are. */
export type ThreadInput = StrategyDecided | StrategyRemembered | StrategyBroke

/** What may be asked of the host; JSON data, so that it stands on the tape. */
export type StrategyCommand =
  | AddStrategy
  | RemoveStrategy
  | StartStrategy
  | PauseStrategy
  | StopStrategy
  | ConfigureStrategy
  | ReplaceStrategy

/**
 * Time passed: the earliest timer that is due fires, and no other, so that what it asks for can be carried out before the next
 * one looks. To be fed again as long as the host's `nextTimerUs` is not later than now.
 */
export interface TimePassed {
  /** Tells it from other inputs. */
  readonly type: 'time'
}

/** What the host is fed, in the order of the tape. Orders, fills and routes go to the strategy that they name. */
export type HostInput =
  | MarketInput
  | OwnOrderEvent
  | OwnRouteEvent
  | (OwnFillEvent & { readonly strategy: StrategyId })
  | TimePassed
  | ThreadInput
  | StrategyCommand
