export { type DaemonConfig, type DaemonConfigInput, readDaemonConfig } from './config.ts'
export { Daemon, type DaemonOptions } from './daemon.ts'
export type { BookStatus, DaemonStatus } from './daemon-status.ts'
export { statusTable } from './status-table.ts'
