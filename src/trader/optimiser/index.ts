export type { Budget, Evaluate, Optimiser, Suggestion, Trial } from './optimiser.ts'
export type { Axis, ParameterSpace, Params, ParamValue } from './parameter-space.ts'
export { type RandomSearchOptions, randomSearch } from './random-search.ts'
export {
  netProfit,
  type ReplayOptions,
  type ReplayResult,
  replayEvaluator,
  replayScore,
} from './replay-evaluator.ts'
