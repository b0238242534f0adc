/**
 * Simulated venues: a market with matching engines and seeded order flow behind hosts that speak real wire protocols.
 *
 * How a dialect is written. A venue is a folder `sim/<venue>/` that imports from `sim/`, `core/` and `runtime/ports.ts`, and
 * never from `drivers/` or another venue. It is a handful of files:
 *
 * - `products.ts`: product lines, limits and cadences as data, each from the dossier; `DEFAULT_INSTRUMENTS`.
 * - `wire-text.ts`: how numbers are written there.
 * - `*-messages.ts`: pure functions from market state to frames: `(LiveInstrument, DiffBatch | SimTrade | …) => text`.
 * - `stream-names.ts`: from a channel as the client names it to a plan (a union on `kind`), `undefined` where it is none.
 * - `streams.ts`: from a plan to a `StreamSource`. Books come from `DiffFeed` (cadence 0: every command), events from
 *   `SimMarket.listen`, timed statistics from `repeat`.
 * - `stream-session.ts`: one connection: a `HostConnection` that reads requests and a `StreamMember` that `StreamHub`
 *   delivers to. `ConnectionGuard` pings, limits and ages it. Data leaves through `SimPeer.data` with the stream's name,
 *   acks through `SimPeer.control`; that is what faults go by. A channel that begins with a snapshot sends
 *   `LiveInstrument.bookAt(feed.lastId)` on joining, so that the next batch chains to it; a channel of the best N
 *   levels keeps a `DepthWindow`.
 * - `stream-host.ts`, `rest-host.ts`: a `Dialect` each (`accept`, `request`, `failure`), with `WindowBudget` for weights.
 * - `index.ts`: `simulated<Venue>(options: SimulatorOptions): SimulatedVenue`: a `venueBase`, whose `host` wraps each dialect.
 *   Its header says which faults the protocol can detect.
 *
 * Then add the venue to `sim/registry.ts`. Names of endpoints in `streams` and `rest` are those of the driver's facts, so
 * that `serveVenue` gives the URLs a driver takes.
 *
 * A venue with a private part calls `VenueBase.openAccounts` with its rules before it makes any stream, and puts the accounts
 * into its `SimulatedVenue`. It finds the account of a key with `SimAccounts.byKey` and checks the signature itself; its
 * order requests go through `TradingDesk.run`, its private streams listen to `SimAccount.listen` and send with
 * `SimPeer.data` under `privateStream(event)`, so that a rule can drop one `private/filled` frame and let the rest go by.
 *
 * Everything that moves takes its time from `SimPorts` and its chance from the seed.
 */
export {
  type AccountEvent,
  type AccountHappening,
  type AccountListener,
  privateStream,
} from './account/account-log.ts'
export {
  type AccountRules,
  type ApiKey,
  DEFAULT_RULES,
  type SimAccountOptions,
  type SimFees,
} from './account/account-rules.ts'
export { MONEY_SCALE, moneyOf, moneyText } from './account/money.ts'
export type { AmendTerms } from './account/order-amendment.ts'
export type { HistoryQuery, OrderName } from './account/order-store.ts'
export type { PlaceTerms } from './account/order-terms.ts'
export type { Refusal } from './account/refusal.ts'
export type { OrderOutcome, SimAccount } from './account/sim-account.ts'
export { type FoundKey, SimAccounts } from './account/sim-accounts.ts'
export {
  type EndReason,
  isAlive,
  leavesOf,
  type SimFill,
  type SimOrder,
  type SimOrderStatus,
} from './account/sim-order.ts'
export type { SimPosition } from './account/sim-position.ts'
export { type DeskPlan, type DeskRequest, deskAnswer, TradingDesk } from './account/trading-desk.ts'
export type { SimBalance } from './account/wallets.ts'
export { CANDLE_INTERVALS, type CandleSeries, type SimCandle, type SimInterval } from './candles.ts'
export type { BookLevels, ChangeBatch } from './change-log.ts'
export {
  type ClosedFor,
  ConnectionGuard,
  type ConnectionRules,
} from './connection-guard.ts'
export { type DayStats, dayStats } from './day-stats.ts'
export { DepthWindow } from './depth-window.ts'
export { type DiffBatch, DiffFeed } from './diff-feed.ts'
export type {
  EngineFill,
  EngineOrder,
  EngineResult,
  LevelChange,
  MakerGate,
} from './engine-order.ts'
export { FaultInjector, type FaultSubject } from './fault-injector.ts'
export type { SimPeer } from './fault-link.ts'
export type {
  ConnectFault,
  Corruption,
  Fault,
  FaultMoment,
  FaultPlace,
  FaultRecord,
  FaultRule,
  FaultScript,
  FrameFault,
  HttpFault,
  OrderAction,
  OrderFault,
  VenueFault,
} from './fault-rules.ts'
export { divideRounded, fixedText, toScaled } from './fixed-text.ts'
export { DEFAULT_FLOW, type FlowOptions } from './flow-options.ts'
export type { CommandEvent, LiveInstrument } from './live-instrument.ts'
export { MatchingEngine } from './matching-engine.ts'
export type { RestingOrder } from './matching-side.ts'
export { MARK_SCALE, type PerpetualState, type SimFunding } from './perpetual-state.ts'
export {
  SIMULATED_NAMES,
  SIMULATORS,
  type SimulatedName,
  type Simulator,
  TICK_SIMULATORS,
} from './registry.ts'
export {
  type ServedHost,
  type ServedVenue,
  type ServeOptions,
  serve,
  serveVenue,
} from './server.ts'
export { listInstrument, type SimInstrument, type SimInstrumentOptions } from './sim-instrument.ts'
export {
  type BookTruth,
  type MarketListener,
  SimMarket,
  type SimMarketOptions,
  type TruthLevels,
} from './sim-market.ts'
export { repeat, type SimPorts } from './sim-ports.ts'
export type { SimLiquidation, SimTrade } from './sim-trade.ts'
export {
  type EndpointPlace,
  type SimulatedVenue,
  type SimulatorOptions,
  venueOrigins,
} from './simulated-venue.ts'
export { StreamHub, type StreamMember, type StreamSource } from './stream-hub.ts'
export {
  type Dialect,
  jsonResponse,
  type RequestContext,
  respond,
  venueHost,
} from './venue-host.ts'
export { WindowBudget } from './window-budget.ts'
