export {
  type DaemonConfig,
  type DaemonConfigInput,
  readDaemonConfig,
  type StorageConfig,
  type VenueConfig,
} from './config.ts'
export { Daemon, type DaemonOptions } from './daemon.ts'
export type { BookStatus, DaemonStatus } from './daemon-status.ts'
export { statusTable } from './status-table.ts'
export type { DeskBook } from './venue-desk.ts'
