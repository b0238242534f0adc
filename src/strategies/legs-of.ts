import type { StrategyLeg, StrategyView } from '../trader/index.ts'

/** The legs of a strategy that trades that many instruments. One that was set up otherwise is stopped by what this throws. */
export function legsOf<Count extends 1 | 2>(view: StrategyView, count: Count): Legs<Count> {
  if (view.legs.length === count) return view.legs as Legs<Count>
  throw new RangeError(
    `${view.strategy} trades ${count} instruments: its setup has ${view.legs.length}`,
  )
}

type Legs<Count extends 1 | 2> = Count extends 1
  ? readonly [StrategyLeg]
  : readonly [StrategyLeg, StrategyLeg]
