import type { StopStrategy } from './host-input.ts'
import type { HostIntent, HostOutput, StrategyAlert } from './host-output.ts'

/** What follows from an input that nobody answers. */
export const NOTHING: HostOutput = Object.freeze({
  intents: Object.freeze([]),
  alerts: Object.freeze([]),
  commands: Object.freeze([]),
})

/** What follows from the input that is being processed, as it comes together. */
export class Turn implements HostOutput {
  readonly intents: HostIntent[] = []
  readonly alerts: StrategyAlert[] = []
  readonly commands: StopStrategy[] = []

  /** Whether nothing follows. */
  get isEmpty(): boolean {
    return this.intents.length + this.alerts.length + this.commands.length === 0
  }
}
