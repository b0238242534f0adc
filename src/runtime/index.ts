export { createAddressLimits } from './address-limits.ts'
export { Backoff, type BackoffOptions } from './backoff.ts'
export type { AddressLimits, BudgetLane, CallBudget, TakeOptions } from './call-budget.ts'
export { CircuitBreaker, type CircuitBreakerOptions, type CircuitState } from './circuit-breaker.ts'
export {
  LATENCY_STEPS,
  type LatencyStep,
  type StepLatency,
  type Waterfall,
} from './latency-steps.ts'
export {
  createMetrics,
  type MetricName,
  type MetricSnapshot,
  type MetricsRegistry,
} from './metrics.ts'
export type {
  AppendFile,
  Counter,
  FileEntry,
  FileLock,
  FilePort,
  FileWatch,
  Gauge,
  Histogram,
  HttpExchange,
  HttpPort,
  IdlePort,
  Ids,
  LockRefusal,
  Log,
  LogFields,
  MetricLabels,
  Metrics,
  MonotonicClock,
  Ports,
  Random,
  Socket,
  SocketHandlers,
  SocketPort,
  SocketRequest,
  Thread,
  ThreadHandlers,
  ThreadLink,
  ThreadListener,
  ThreadPort,
  ThreadProgram,
  ThreadRequest,
  ThreadTask,
  TimerHandle,
  Timers,
  WallClock,
  Watchdog,
} from './ports.ts'
export { prometheusText } from './prometheus.ts'
export { RateBudget, type RateBudgetOptions } from './rate-budget.ts'
export { NumberRing, Ring } from './ring.ts'
export {
  ConflatingWriter,
  createSharedRing,
  openSharedRing,
  RingReader,
  RingWriter,
  type SharedRing,
  type Waiting,
} from './shared-ring/index.ts'
export { createWaterfall, type WaterfallOptions } from './waterfall.ts'
