export type { FrameHandler, FrameSource, FrameTap, SentHandler } from './frame-source.ts'
export { HttpClient, type SendOptions } from './http-client.ts'
export {
  HTTP_CLIENT_DEFAULTS,
  type HttpClientOptions,
  type HttpClientTuning,
} from './http-client-options.ts'
export { httpUrl } from './http-url.ts'
export { Ledger } from './ledger.ts'
export type { LedgerChange, LedgerStep } from './ledger-words.ts'
export { sendAll } from './send-all.ts'
export { localStamps } from './stamps.ts'
export { type OwnUrls, resolveUrls, type VenueDialect, type VenueTarget } from './urls.ts'
export type { ServiceBudget } from './weight-budget.ts'
export {
  type ConnectionInfo,
  type ConnectionRefused,
  type TopicRejected,
  WSPool,
  type WSPoolEvents,
} from './ws-pool.ts'
export { WS_POOL_DEFAULTS, type WSPoolOptions, type WSPoolTuning } from './ws-pool-options.ts'
