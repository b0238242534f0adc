/** How orders flow into one simulated instrument. */
export interface FlowOptions {
  /** Commands (orders and cancels) per second in a normal phase. */
  readonly eventsPerSecond: number
  /** Levels a side that the flow aims at. */
  readonly levels: number
  /** How far the fair value wanders per command at most, in ticks. */
  readonly volatilityTicks: number
  /** Largest ordinary order, in lots. */
  readonly maxOrderLots: number
  /** Share of commands that are market orders. */
  readonly tradeShare: number
  /** Share of commands that sweep several levels at once. */
  readonly sweepShare: number
  /** Share of commands that are forced orders; counts on futures only. */
  readonly liquidationShare: number
  /** Whether phases alternate: quiet (a twentieth of the rate), normal, burst (six times the rate). */
  readonly hasPhases: boolean
}

/** The flow of an instrument that says nothing else: lively enough to exercise a client, light enough for a test. */
export const DEFAULT_FLOW: FlowOptions = Object.freeze({
  eventsPerSecond: 60,
  levels: 120,
  volatilityTicks: 0.6,
  maxOrderLots: 4000,
  tradeShare: 0.1,
  sweepShare: 0.004,
  liquidationShare: 0.002,
  hasPhases: true,
})
