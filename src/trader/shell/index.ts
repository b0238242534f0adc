export { Trader } from './trader.ts'
export type {
  AccountStateChanged,
  JournalCaughtUp,
  JournalSlow,
  JournalStopped,
  TraderEvent,
} from './trader-event.ts'
export type { TraderOptions } from './trader-options.ts'
export type { TraderRiskCommand } from './trader-risk-command.ts'
export type { TraderAccountStatus, TraderStatus } from './trader-status.ts'
