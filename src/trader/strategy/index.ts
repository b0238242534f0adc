export type { CallBudgetOptions } from './call-budget.ts'
export type {
  Decision,
  ExactNumber,
  RouteWish,
  Signal,
  StrategyIntent,
  TimerIntent,
  Unattributed,
} from './decision.ts'
export type {
  AddStrategy,
  ConfigureStrategy,
  HostInput,
  PauseStrategy,
  RemoveStrategy,
  ReplaceStrategy,
  StartStrategy,
  StopStrategy,
  StrategyBroke,
  StrategyCommand,
  StrategyDecided,
  StrategyRemembered,
  ThreadInput,
  TimePassed,
  WorkingOrders,
} from './host-input.ts'
export type { StrategyHostOptions } from './host-options.ts'
export type {
  CommandRefused,
  HostIntent,
  HostOutput,
  IntentRefused,
  StrategyAlert,
  StrategyFaulted,
  StrategyHalted,
} from './host-output.ts'
export type { HostSnapshot, SeatSnapshot } from './host-snapshot.ts'
export { passivePrice, passiveQuantity, passiveTerms } from './passive-terms.ts'
export {
  defineStrategy,
  type ParamsSchema,
  type Strategy,
  type StrategyDefinition,
} from './strategy.ts'
export type {
  BboEvent,
  BookEvent,
  MarketInput,
  OwnFillEvent,
  OwnOrderEvent,
  OwnRouteEvent,
  StartEvent,
  StrategyEvent,
  TimerEvent,
  TradeEvent,
} from './strategy-event.ts'
export type { StrategyFault } from './strategy-fault.ts'
export { StrategyHost } from './strategy-host.ts'
export type {
  StrategyEventKind,
  StrategySetup,
  StrategyState,
  StrategyStatus,
} from './strategy-setup.ts'
export type { StrategyView } from './strategy-view.ts'
export type {
  AccountBalance,
  LastTrade,
  OwnOrder,
  OwnPosition,
  OwnRoute,
  StrategyLeg,
  StrategyWorld,
} from './strategy-world.ts'
export { inThread } from './thread/in-thread.ts'
export { strategyThread } from './thread/strategy-thread.ts'
export type { ThreadOptions } from './thread/thread-options.ts'
