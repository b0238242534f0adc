export { Trader, type TraderRiskCommand, type TraderStatus } from './trader.ts'
export type { AccountStateChanged, JournalStopped, TraderEvent } from './trader-event.ts'
export type { TraderOptions } from './trader-options.ts'
