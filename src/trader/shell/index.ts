export { Trader, type TraderRiskCommand } from './trader.ts'
export type {
  AccountStateChanged,
  JournalCaughtUp,
  JournalSlow,
  JournalStopped,
  TraderEvent,
} from './trader-event.ts'
export type { TraderOptions } from './trader-options.ts'
export type { TraderStatus } from './trader-status.ts'
