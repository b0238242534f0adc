import { MonitorRole } from '../monitor/index.ts'
import type { Ports } from '../runtime/ports.ts'
import { FileSink } from '../storage/file/index.ts'
import type { Sink } from '../storage/index.ts'
import type { StorageConfig } from './config.ts'
import type { VenueDesk } from './venue-desk.ts'

/** Takes the rows of a daemon that stores nothing; the numbers about its feeds come from the same recorder. */
const NOWHERE: Sink = { name: 'nowhere', write: async () => {}, close: async () => {} }

/** The recorder of a daemon, of the books at its desks. */
export function openMonitor(
  storage: StorageConfig | false,
  ports: Ports,
  desk: (venue: string) => VenueDesk | undefined,
): MonitorRole {
  const sinks =
    storage === false
      ? [NOWHERE]
      : [new FileSink(ports.files, { folder: storage.folder, compression: storage.compression })]
  return new MonitorRole(
    sinks,
    {
      find: (slot, feed) => desk(slot.instrument.venue)?.find(slot, feed),
      truncateTo: (slot, feed) =>
        desk(slot.instrument.venue)?.driver.continuity(slot.instrument.market, feed).truncateTo,
    },
    ports,
    storage === false
      ? {}
      : { snapshotEveryMs: storage.snapshotEveryMs, maxBatchAgeMs: storage.maxAgeMs },
  )
}
