import { createAddressLimits } from '../address-limits.ts'
import type { AddressLimits } from '../call-budget.ts'
import { createMetrics, type MetricsRegistry } from '../metrics.ts'
import type { Log, Ports } from '../ports.ts'
import { silentLog } from '../silent-log.ts'
import { createWaterfall } from '../waterfall.ts'
import { busyPoll } from './busy-poll.ts'
import { nodeMonotonicClock, nodeWallClock } from './clocks.ts'
import { type NodeFileOptions, nodeFiles } from './files.ts'
import { type NodeHttpOptions, nodeHttp } from './http.ts'
import { createLog, type LogOptions } from './log.ts'
import type { NodeSocketOptions } from './node-socket.ts'
import { nodeIds, nodeRandom } from './random.ts'
import { nodeSockets } from './sockets.ts'
import { nodeTimers } from './timers.ts'

/** Options of {@link nodePorts}. */
export interface NodePortsOptions {
  /** A log of the caller's own, options of one that writes to stderr, or `false` for none. @defaultValue `false` */
  readonly log?: Log | LogOptions | false
  /** A metrics registry to share. @defaultValue a new one */
  readonly metrics?: MetricsRegistry
  /** How sockets are opened. */
  readonly sockets?: NodeSocketOptions
  /** How HTTP is spoken. */
  readonly http?: NodeHttpOptions
  /** Limits of an address to share with other ports that call from it. @defaultValue those of an address of its own */
  readonly addressLimits?: AddressLimits
  /** Whether the steps from a frame to an order are timed. @defaultValue `false` */
  readonly waterfall?: boolean
  /**
   * Whether the process never sleeps while the ports are open: a whole core for lower latency (docs/hot-path.md). It then lives
   * until `close`. @defaultValue `false`
   */
  readonly busyPoll?: boolean
  /** How files are watched. */
  readonly files?: NodeFileOptions
  /** Whether a pending timer keeps the process alive. @defaultValue `false` */
  readonly keepAlive?: boolean
}

/** The ports of a Node process, and a way to let go of what they hold. */
export interface NodePorts extends Ports {
  /** Counters that can be listed. */
  readonly metrics: MetricsRegistry
  /** Drops open sockets and closes HTTP connections once their exchanges are over. Idempotent. */
  close(): Promise<void>
  /** The same as `close`. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * The real world, for a Node process: its clocks, timers, sockets, HTTP and files.
 *
 * Nothing is opened, and neither `ws` nor `undici` is loaded, before first use.
 */
export function nodePorts(options: NodePortsOptions = {}): NodePorts {
  const sockets = nodeSockets(options.sockets)
  const http = nodeHttp(options.http)
  const idle = options.busyPoll === true ? busyPoll() : undefined
  const close = async (): Promise<void> => {
    idle?.end()
    sockets.terminateAll()
    await http.close()
  }
  const clocks = {
    wallClock: nodeWallClock(),
    monotonicClock: nodeMonotonicClock(),
    timers: nodeTimers({ keepAlive: options.keepAlive ?? false }),
  }
  const metrics = options.metrics ?? createMetrics()
  const { monotonicClock } = clocks
  return Object.freeze({
    ...clocks,
    ...(options.waterfall === true && { waterfall: createWaterfall({ monotonicClock, metrics }) }),
    ...(idle !== undefined && { idle }),
    random: nodeRandom(),
    ids: nodeIds(),
    sockets,
    http,
    addressLimits: options.addressLimits ?? createAddressLimits(clocks),
    files: nodeFiles(options.files),
    log: logOf(options.log ?? false),
    metrics,
    close,
    [Symbol.asyncDispose]: close,
  })
}

function logOf(log: Log | LogOptions | false): Log {
  if (log === false) return silentLog
  return 'debug' in log ? log : createLog(log)
}
