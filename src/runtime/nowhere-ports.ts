import { TransportError } from '../core/index.ts'
import { createAddressLimits } from './address-limits.ts'
import { createMetrics } from './metrics.ts'
import type {
  AppendFile,
  FileLock,
  FilePort,
  HttpPort,
  Ports,
  Socket,
  SocketHandlers,
  SocketPort,
  SocketRequest,
} from './ports.ts'
import { silentLog } from './silent-log.ts'

/**
 * Ports on the clocks and timers of others, behind which there is nothing: no socket opens, no request leaves, no file keeps
 * what is written, nobody reads the log. Numbers that look like chance and names are its own, so that those of others stay as
 * they would be.
 */
export function nowherePorts({ wallClock, monotonicClock, timers }: Ports): Ports {
  const clocks = { wallClock, monotonicClock, timers }
  let names = 0
  return Object.freeze({
    ...clocks,
    random: { next: () => 0.5 },
    ids: { next: () => `nowhere-${names++}` },
    sockets: NO_SOCKETS,
    http: NO_HTTP,
    addressLimits: createAddressLimits(clocks),
    files: NO_FILES,
    log: silentLog,
    metrics: createMetrics(),
  })
}

const NOTHING_LEFT = new TransportError(
  'HTTP_FAILED',
  'Sending a request: expected ports that lead somewhere, were those that lead nowhere; nothing was sent',
  { context: { wasSent: false } },
)

const NO_HTTP: HttpPort = Object.freeze({
  exchange: () => Promise.reject(NOTHING_LEFT),
  close: () => Promise.resolve(),
})

const NO_SOCKET: Socket = Object.freeze({
  send: () => {},
  ping: () => {},
  close: () => {},
  terminate: () => {},
  bufferedBytes: () => 0,
})

const NO_SOCKETS: SocketPort = Object.freeze({
  open: (_request: SocketRequest, handlers: SocketHandlers) => {
    queueMicrotask(() => handlers.onClose(1006, 'these ports lead nowhere', NOTHING_LEFT))
    return NO_SOCKET
  },
})

const NO_FILE: AppendFile = Object.freeze({
  append: () => Promise.resolve(),
  appendNow: () => {},
  sync: () => Promise.resolve(),
  close: () => Promise.resolve(),
})

const NO_LOCK: FileLock = Object.freeze({ isHeld: true, release: () => Promise.resolve() })

const NO_FILES: FilePort = Object.freeze({
  openAppend: () => Promise.resolve(NO_FILE),
  read: () => Promise.resolve(new Uint8Array(0)),
  replace: () => Promise.resolve(),
  truncate: () => Promise.resolve(),
  rename: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  list: () => Promise.resolve([]),
  lock: () => Promise.resolve(NO_LOCK),
  watch: () => ({ close: () => {} }),
})
