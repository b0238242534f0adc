export type { AdaptationRefused, Adapted, FeedbackEvent, RuleFaulted } from './adaptation.ts'
export { Adaptor } from './adaptor.ts'
export {
  type FeedbackOptions,
  feedbackProblems,
  type ResolvedFeedbackOptions,
  resolveFeedbackOptions,
} from './feedback-options.ts'
export {
  adaptedRecord,
  FEEDBACK_KIND,
  type FeedbackRecord,
  readAdapted,
} from './feedback-record.ts'
export type { FeedbackSnapshot } from './feedback-snapshot.ts'
export { type Knob, type KnobTarget, limitSetting } from './knob.ts'
export type { OrderCounts } from './order-watch.ts'
export { paramValue, withParam } from './param-value.ts'
export { PerformanceMonitor } from './performance-monitor.ts'
export type { AdaptorRule, Proposal, RuleView } from './rule.ts'
export type { Slippage, SlippageSum } from './slippage.ts'
export type { DecisionTime, ProfitAndLoss, StrategyReport } from './strategy-report.ts'
export type { AdaptationRefusal } from './turn-knob.ts'
