export type {
  AccessRenewal,
  AccountDecoder,
  AccountFacts,
  AccountList,
  AccountOptions,
  AccountProtocol,
  AccountQueries,
  AccountSession,
  DeadMansSwitchFacts,
  OrderCall,
  OrderKey,
  OrderProtocol,
  TradingFacts,
} from './account-driver.ts'
export type {
  AccountEvent,
  AccountMissed,
  BalanceTold,
  FundingPaid,
  PositionTold,
  ToldOrderEvent,
  TransferTold,
  VenueOrder,
} from './account-events.ts'
export type { FeeRates, MarginMode, MarginProtocol } from './account-settings.ts'
export { type Approved, DENIAL_REASONS, type DenialReason, type Denied } from './approval.ts'
export { BboUpdate } from './bbo-update.ts'
export type { Rounding } from './big-digits.ts'
export type { Bbo, BookDelta, BookSnapshot, BookStateChanged } from './book-events.ts'
export { BookUpdate } from './book-update.ts'
export type { Borrowed, Brand } from './brand.ts'
export {
  type ChannelKind,
  type ChannelRequest,
  DEPTH_CHOICES,
  type DepthChoice,
} from './channel.ts'
export { Decimal, type DecimalValue, type RoundTo } from './decimal.ts'
export { type DecimalText, scaledText } from './decimal-text.ts'
export type {
  Funding,
  IndexPrice,
  Liquidation,
  MarkPrice,
  OpenInterest,
} from './derivative-events.ts'
export type {
  BookCursor,
  ChannelFacts,
  ConnectPlan,
  ContinuityRule,
  ControlMessage,
  FrameDecoder,
  HistoryRange,
  KeepAlive,
  OutFrame,
  ProductFacts,
  RateLimit,
  RestFacts,
  RestProtocol,
  SessionProtocol,
  StreamFacts,
  Topic,
  TopicAnswer,
  VenueFacts,
  VenueUrls,
  Verdict,
} from './driver.ts'
export { type ErrorCode, type Retry, retryOf } from './error-codes.ts'
export {
  ConfigError,
  CrossbookError,
  type ErrorContext,
  type ErrorDetails,
  ProtocolError,
  StorageError,
  TransportError,
  VenueError,
} from './errors.ts'
export type { ExchangeDriver } from './exchange-driver.ts'
export type { FrameFault, FrameOutcome } from './frame-outcome.ts'
export {
  type HttpRequest,
  type HttpResponse,
  queryText,
  type RestCall,
  type Stamp,
} from './http.ts'
export {
  type Asset,
  asset,
  type BookSide,
  type Environment,
  type InstrumentIndex,
  instrumentIndex,
  type Market,
  type Pair,
  pair,
  type Side,
  type VenueId,
  type VenueSymbol,
  venueId,
  venueSymbol,
} from './ids.ts'
export {
  type ContractTerms,
  type Instrument,
  type InstrumentKind,
  InstrumentSlot,
  type InstrumentStatus,
} from './instrument.ts'
export type { InstrumentChanged, InstrumentEvent } from './instrument-event.ts'
export {
  instrumentRules,
  isOnGrid,
  unitNotional,
} from './instrument-rules.ts'
export type { InstrumentTable } from './instrument-table.ts'
export { type KnownMessages, unknownFeatures } from './known-messages.ts'
export { LevelBuffer, type Levels, levelTexts, ScaledLevels } from './levels.ts'
export type {
  MarketEvent,
  MarketEvents,
  MarketEventType,
  OwnedMarketEvent,
} from './market-event.ts'
export type { FrameSink, MarketSink } from './market-sink.ts'
export { notSent, refused, type SaidRefusal, unanswered } from './order-answers.ts'
export type { BookState, LiveOrderBook, OrderBook, UnreadyOrderBook } from './order-book.ts'
export type {
  AmendRejected,
  AmendSent,
  AmendUnknown,
  CancelRejected,
  CancelSent,
  CancelUnknown,
  FoundEnded,
  FoundOpen,
  OrderAcknowledged,
  OrderAddress,
  OrderAmended,
  OrderCancelled,
  OrderEvent,
  OrderEventBase,
  OrderExpired,
  OrderFill,
  OrderInput,
  OrderNotSent,
  OrderOutcomeUnknown,
  OrderRejected,
  ProvenAbsent,
  UnknownCause,
} from './order-events.ts'
export { type CostsByAge, costAt, type OrderLimit } from './order-limits.ts'
export type {
  AmendRequest,
  CancelRequest,
  PlaceRequest,
  VenueRequest,
  VenueRequestBase,
} from './order-requests.ts'
export {
  type OrderFrame,
  type OrderSocketFrame,
  type OrderSocketProtocol,
  orderTopic,
} from './order-socket.ts'
export {
  type AccountId,
  type AmendIntent,
  accountId,
  type CancelAllIntent,
  type CancelIntent,
  type ClientOrderId,
  clientOrderId,
  clientOrderIdParts,
  type Fee,
  type Fill,
  type FillId,
  fillId,
  type OrderIntent,
  type OrderStatus,
  type OrderTerms,
  type OrderType,
  type PlaceIntent,
  type RouteId,
  routeId,
  type StrategyId,
  strategyId,
  type TimeInForce,
  type VenueOrderId,
  venueOrderId,
} from './orders.ts'
export type { PolledAnswer, PolledFeed, PollPlan, ReadingPlan } from './polling.ts'
export { MAX_EXACT_POWER, POWERS_OF_TEN } from './powers-of-ten.ts'
export {
  ALWAYS_CHANGED,
  lastStamp,
  NEVER_CHANGED,
  Revision,
  revisionStamps,
} from './revision.ts'
export type { CancelRouteIntent, RouteIntent, RouteLeg, RouteStyle } from './routes.ts'
export {
  type DecimalParts,
  decimalText,
  MAX_SCALE,
  parseDecimal,
  rescale,
  type ScaledPrice,
  type ScaledSize,
  scaledDecimal,
  scaledNumber,
  scaleOf,
} from './scaled.ts'
export { type Credentials, Secret } from './secret.ts'
export type {
  ConnectionChanged,
  Fault,
  SlowConsumer,
  VenueDrift,
  VenueStatus,
} from './stream-events.ts'
export type { Candle, CandleInterval, Ticker, Trade } from './trade-events.ts'
export { TradeUpdate } from './trade-update.ts'
export { isOfKeys, type RefusalCode, whatToDo } from './what-to-do.ts'
