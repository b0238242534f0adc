import type { HttpResponse } from '../core/index.ts'
import type { AddressLimits } from './call-budget.ts'
import type { Waterfall } from './latency-steps.ts'

/** Wall clock: when something happened. May step; never used for durations. */
export interface WallClock {
  /** Now, epoch µs, a safe integer. */
  nowUs(): number
}

/** Monotonic clock: how long something took. Its zero means nothing. */
export interface MonotonicClock {
  /** Now, ns since some start, a safe integer. */
  nowNs(): number
}

/** A timer that can be cancelled once; cancelling twice or after it fired does nothing. */
export interface TimerHandle {
  /** Prevents the callback, if it has not run. */
  cancel(): void
}

/** Timers. A pending timer keeps the process alive only where `keepAlive` is asked for. */
export interface Timers {
  /** Runs `callback` once after `delayMs` ms. */
  after(delayMs: number, callback: () => void): TimerHandle
}

/** The turns of an event loop that never sleeps. */
export interface IdlePort {
  /** Calls back in every turn, which come some µs apart where nothing happens. What it throws ends the process. */
  onTurn(callback: () => void): TimerHandle
}

/** Randomness for jitter and simulations; not for secrets. */
export interface Random {
  /** Next number in [0, 1). */
  next(): number
}

/** Unique ids for batches, requests and processes. */
export interface Ids {
  /** A new id of letters, digits and dashes, never given before. */
  next(): string
}

/** Where and how to open a socket. */
export interface SocketRequest {
  /** `ws:` or `wss:` URL. */
  readonly url: string
  /** Extra handshake headers. */
  readonly headers?: Readonly<Record<string, string>>
  /** How long the handshake may take, in ms. */
  readonly handshakeTimeoutMs: number
  /** Most bytes one message may have; a larger one closes the socket. */
  readonly maxMessageBytes: number
}

/** What a socket tells. Calls are synchronous, in order; nothing is told after `onClose`, which comes exactly once. */
export interface SocketHandlers {
  /** The handshake succeeded. */
  onOpen(): void
  /** A whole message arrived. The bytes are the receiver's until the call returns. */
  onMessage(data: Uint8Array, isBinary: boolean): void
  /** A protocol ping arrived (and was answered), or a protocol pong. */
  onPingPong(): void
  /** The socket is gone: after a close, an error, or a handshake that failed. `error` is why, where there was one. */
  onClose(code: number, reason: string, error?: Error): void
}

/** An open or opening socket. */
export interface Socket {
  /** Sends one message; text as a text frame, bytes as a binary one. Ignored when not open. */
  send(data: string | Uint8Array): void
  /** Sends a protocol ping. */
  ping(): void
  /** Starts the closing handshake. */
  close(code?: number, reason?: string): void
  /** Drops the connection at once. */
  terminate(): void
  /** Bytes accepted for sending that have not left yet. */
  bufferedBytes(): number
}

/** Opens sockets. */
export interface SocketPort {
  /** Opens a socket; the outcome comes through `handlers`, never as a throw. */
  open(request: SocketRequest, handlers: SocketHandlers): Socket
}

/** One HTTP exchange. */
export interface HttpExchange {
  /** Absolute URL with its query. */
  readonly url: string
  /** Method. */
  readonly method: string
  /** Headers. */
  readonly headers: Readonly<Record<string, string>>
  /** Body text. */
  readonly body?: string | undefined
  /** How long the whole exchange may take, in ms. */
  readonly timeoutMs: number
  /** Most bytes the answer may have. */
  readonly maxResponseBytes: number
  /** Gives up when aborted. */
  readonly signal?: AbortSignal
}

/** Speaks HTTP. */
export interface HttpPort {
  /**
   * Makes one exchange; every status is an answer, not an error.
   *
   * Where no byte of the request has left for certain, the error's `context.wasSent` is `false`; else the venue may have
   * acted on it.
   *
   * @throws TransportError `HTTP_TIMEOUT`, `HTTP_FAILED`; ConfigError `ABORTED`.
   */
  exchange(request: HttpExchange): Promise<HttpResponse>
  /** Closes idle connections. Idempotent. */
  close(): Promise<void>
}

/** A file open for appending. */
export interface AppendFile {
  /** Appends bytes at the end; they must not change until it returns. A failed append may have added a first part. */
  append(bytes: Uint8Array): Promise<void>
  /**
   * The same at once: the thread waits for the system to have taken them, which takes microseconds, or as long as the disk is
   * behind. Only while nothing else is asked of the file. Absent: the file has no such way.
   */
  appendNow?(bytes: Uint8Array): void
  /** Returns when everything appended is on the device. */
  sync(): Promise<void>
  /** Closes the file. Idempotent. */
  close(): Promise<void>
}

/** One entry of a folder. */
export interface FileEntry {
  /** Name within its folder. */
  readonly name: string
  /** Size in bytes; 0 for a folder. */
  readonly sizeBytes: number
  /** Whether it is a folder. */
  readonly isFolder: boolean
}

/** A lock that was taken. */
export interface FileLock {
  /** It is ours. */
  readonly isHeld: true
  /** Lets go of it. Idempotent. */
  release(): Promise<void>
}

/** A lock that somebody else holds. */
export interface LockRefusal {
  /** It is not ours. */
  readonly isHeld: false
  /** Who has it, for a person to read. */
  readonly holder: string
}

/** A file being watched. */
export interface FileWatch {
  /** Ends it; nothing is told after that. Idempotent. */
  close(): void
}

/**
 * Files. Paths use `/`. Every failure is a StorageError `STORE_WRITE_FAILED` or `STORE_READ_FAILED`.
 *
 * Changes other than appended bytes, names included, are on the device when the call returns.
 */
export interface FilePort {
  /** Opens a file for appending, creating it and its folders where missing. */
  openAppend(path: string): Promise<AppendFile>
  /** The whole content of a file. */
  read(path: string): Promise<Uint8Array>
  /** Writes a file whole: to a temporary name beside it, synced, then renamed over it. */
  replace(path: string, bytes: Uint8Array): Promise<void>
  /** Cuts a file to a length, and syncs it. */
  truncate(path: string, sizeBytes: number): Promise<void>
  /** Renames a file, replacing the target. */
  rename(from: string, to: string): Promise<void>
  /** Removes a file; nothing happens where there is none. */
  remove(path: string): Promise<void>
  /** The entries of a folder, sorted by name; empty where there is no such folder. */
  list(path: string): Promise<readonly FileEntry[]>
  /**
   * Takes the lock of that name, or tells who has it; does not wait. The folder is made where missing.
   *
   * A process that ended holds nothing, however it ended. Of one on another machine nobody can tell: it counts as alive.
   */
  lock(path: string): Promise<FileLock | LockRefusal>
  /** Calls back (debounced) when a file was replaced or written; watches its folder, so an atomic replace is seen. */
  watch(path: string, onChange: () => void): FileWatch
}

/** Fields of a log line. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

/** A log. The message is constant text; what varies stands in the fields, built only when the line is written. */
export interface Log {
  /** Detail for somebody looking for a fault. */
  debug(message: string, fields?: () => LogFields): void
  /** A change of state. */
  info(message: string, fields?: () => LogFields): void
  /** Something a person should look at when there is time. */
  warn(message: string, fields?: () => LogFields): void
  /** Something a person should look at now. */
  error(message: string, fields?: () => LogFields): void
}

/** Labels of a metric. */
export type MetricLabels = Readonly<Record<string, string>>

/** A number that only grows. */
export interface Counter {
  /** Adds `by`, 1 unless told. */
  add(by?: number): void
  /** The count so far. */
  value(): number
}

/** A number that goes up and down. */
export interface Gauge {
  /** Sets it. */
  set(value: number): void
  /** The number now. */
  value(): number
}

/** A distribution of non-negative numbers, in buckets of bounded relative error. */
export interface Histogram {
  /** Adds one value. No allocation. */
  record(value: number): void
  /** The value at a quantile in [0, 1]; NaN while empty. */
  quantile(q: number): number
  /** How many values there are. */
  count(): number
  /** Empties it. */
  reset(): void
}

/** Metrics. Asking twice for the same name and labels gives the same instrument. */
export interface Metrics {
  /** A counter. */
  counter(name: string, labels?: MetricLabels): Counter
  /** A gauge. */
  gauge(name: string, labels?: MetricLabels): Gauge
  /** A histogram; the name says the unit. */
  histogram(name: string, labels?: MetricLabels): Histogram
}

/**
 * Halts what must not go on after the event loop hung: what was decided before a stall must not be sent after it.
 *
 * Once halted it stays so until it is released. What asks it depends on how fast the machine was: an answer that changes what is
 * done has to be recorded where a replay must do the same.
 */
export interface Watchdog {
  /** Whether it has halted. Cheap: to be asked before anything is sent. */
  isHalted(): boolean
  /** The loop is alive. It beats by itself whenever the loop turns; only work that knowingly takes long in one turn calls this. */
  beat(): void
  /** Goes on after a halt; somebody has looked. */
  release(): void
  /** Ends it; it says halted from then on. Idempotent. */
  close(): Promise<void>
}

/** What a program in a thread has of the thread that opened it. */
export interface ThreadLink {
  /** What it was opened with. */
  readonly data: unknown
  /** Sends a message back: a structured clone of it; shared memory stays shared. */
  post(message: unknown): void
  /**
   * Takes the next message that was sent here, without waiting for the event loop; `undefined` where there is none. Only for a
   * {@link ThreadTask}: a {@link ThreadListener} is called.
   */
  receive(): unknown
}

/** What a thread does again and again until it is terminated. */
export interface ThreadTask {
  /** Does what waits; `false` where nothing did. What it throws ends the thread. */
  step(): boolean
  /** Blocks until there may be more; `false` after a while without: the event loop turns then. */
  wait(): boolean
}

/** What a thread does whose event loop turns: sockets, timers and calls work in it. */
export interface ThreadListener {
  /** Takes a message that was sent here, in order. What it throws ends the thread. */
  onMessage(message: unknown): void
}

/** A program for a thread: what a module exports under the name `thread`. */
export type ThreadProgram = (link: ThreadLink) => ThreadTask | ThreadListener

/** What a thread is to run. */
export interface ThreadRequest {
  /** URL of a module that exports a {@link ThreadProgram} under the name `thread`. */
  readonly module: string
  /** For {@link ThreadLink.data}; a structured clone of it. */
  readonly data: unknown
}

/** What a thread tells. Nothing is told after `onEnd`, which comes at most once, and never for a thread that was terminated. */
export interface ThreadHandlers {
  /** It sent a message. */
  onMessage(message: unknown): void
  /** It ended by itself: its module cannot be loaded, it threw, it ran out of memory, or it exited. */
  onEnd(why: Error): void
}

/** A thread that was opened. */
export interface Thread {
  /** Sends a message: a structured clone of it. */
  post(message: unknown): void
  /** Ends it, whatever it does just now; nothing is told any more. Idempotent. */
  terminate(): Promise<void>
}

/** Opens threads. */
export interface ThreadPort {
  /** Opens one; the outcome comes through `handlers`, never as a throw. */
  open(request: ThreadRequest, handlers: ThreadHandlers): Thread
  /** Calls back once the event loop of this thread has turned; until then the process is kept alive. */
  afterTurn(callback: () => void): void
}

/** Everything ambient, as one value passed to constructors: nothing in crossbook reaches for a clock, a socket or a file. */
export interface Ports {
  /** When. */
  readonly wallClock: WallClock
  /** How long. */
  readonly monotonicClock: MonotonicClock
  /** Later. */
  readonly timers: Timers
  /** Chance. */
  readonly random: Random
  /** Names. */
  readonly ids: Ids
  /** WebSockets. */
  readonly sockets: SocketPort
  /** HTTP. */
  readonly http: HttpPort
  /** What venues count by the address that HTTP leaves from. */
  readonly addressLimits: AddressLimits
  /** Files. */
  readonly files: FilePort
  /** Log lines. */
  readonly log: Log
  /** Counters. */
  readonly metrics: Metrics
  /** What to do while nothing happens. Absent: the process sleeps then. */
  readonly idle?: IdlePort | undefined
  /** What times the steps from a frame to an order. Absent: nothing does. */
  readonly waterfall?: Waterfall | undefined
}
