export type {
  Host,
  HostAnswer,
  HostConnection,
  HostPeer,
  HostRefusal,
  HostRequest,
} from './host.ts'
export type { NetworkPath, Reach } from './network-path.ts'
export { SeededRandom } from './seeded-random.ts'
export type { VirtualWallClock } from './virtual-clock.ts'
export type { CrashKind, DiskFault, VirtualDisk } from './virtual-disk.ts'
export type { LogEntry, LogLevel, VirtualLog } from './virtual-log.ts'
export type { Dial, LatencyRange, Listening, VirtualNetwork } from './virtual-network.ts'
export type { VirtualProcess } from './virtual-process.ts'
export { VirtualRuntime, type VirtualRuntimeOptions } from './virtual-runtime.ts'
export {
  type VirtualThread,
  VirtualThreads,
  type VirtualThreadsOptions,
} from './virtual-threads.ts'
