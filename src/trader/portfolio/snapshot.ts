import type { AccountId, StrategyId } from '../../core/index.ts'
import {
  type Codec,
  damaged,
  decimal,
  integer,
  type Json,
  list,
  map,
  object,
  optional,
  text,
} from './codec.ts'
import type { AdjustEvent, BalanceAdjustEvent, PositionAdjustEvent } from './events.ts'
import { exposeLine } from './expose-line.ts'
import { type AccountAmount, LINE_SUMS, type Line } from './line.ts'
import { watchCodec } from './loss-watch.ts'
import type { Mark } from './marks.ts'
import { courseCodec as course } from './performance.ts'
import { type Lock, type PortfolioOptions, PortfolioState } from './portfolio-state.ts'
import type { Position } from './position.ts'
import { fillKey, type SeenFill, type SeenPayment } from './seen-events.ts'
import { byArrival, type SeenIds, type SeenRow } from './seen-ids.ts'
import {
  instrumentKey,
  priced,
  type TradedInstrument,
  tradedInstrument,
} from './traded-instrument.ts'

/** A portfolio as JSON data: decimals are exact text, maps are lists of pairs in their order. */
export interface PortfolioSnapshot {
  /** Of this layout. */
  readonly version: 1
  /** The asset that equity is told in. */
  readonly reportingAsset: string
  /** Terms of the instruments; other parts name them by their place here. */
  readonly instruments: Json
  /** The rest. */
  readonly [part: string]: Json
}

const amount = object<AccountAmount>({ account: text(), asset: text(), amount: decimal })
const mark = object<Mark>({ price: decimal, timeUs: integer })
const lock = object<Lock>({ account: text(), asset: text(), amount: decimal, timeUs: integer })
const side = text('net', 'long', 'short')
const payment = object<SeenPayment>({ asset: text(), amount: decimal })
const fill = object<SeenFill>({
  strategy: optional(text()),
  order: optional(text()),
  side,
  quantity: decimal,
  price: decimal,
  fee: optional(payment),
  ownResult: optional(decimal),
})
const terms = object<TradedInstrument>({
  venue: text(),
  product: text(),
  symbol: text(),
  pair: text(),
  market: text('spot', 'futures'),
  base: text(),
  quote: text(),
  settle: text(),
  direction: text('linear', 'inverse'),
  multiplier: text(),
})

/** Writes everything. */
export function writeSnapshot(state: PortfolioState): PortfolioSnapshot {
  const parts = partsOf(instrumentByPlace([...state.instruments.values()]))
  const { performance, marks } = state
  return {
    version: 1,
    reportingAsset: state.options.reportingAsset,
    instruments: list(terms).write([...state.instruments.values()]),
    netted: parts.line.write(state.netted),
    foreign: parts.line.write(state.foreign),
    strategies: map(parts.line).write(state.strategies),
    locks: map(lock).write(state.locks),
    assetMarks: map(mark).write(marks.assets),
    instrumentMarks: map(mark).write(marks.instruments),
    openedUs: map(integer).write(state.openedUs),
    latestUs: map(integer).write(state.latestUs),
    seenFills: writeSeen(state.seenFills, fill),
    seenPayments: writeSeen(state.seenPayments, payment),
    course: map(course).write(performance.course),
    pending: map(decimal).write(performance.pending),
    lossWatch: watchCodec.write(state.lossWatch.state),
    adjustments: list(parts.adjustment).write(state.adjustments),
  }
}

/**
 * Reads everything.
 *
 * @throws ConfigError `INVALID_OPTIONS` where it is no snapshot, is damaged, or is of another reporting asset
 */
export function readSnapshot(
  snapshot: PortfolioSnapshot,
  options: Required<PortfolioOptions>,
): PortfolioState {
  const state = new PortfolioState(options)
  if (snapshot.version !== 1) throw damaged('version', '1', snapshot.version)
  if (snapshot.reportingAsset !== options.reportingAsset) {
    throw damaged('reportingAsset', options.reportingAsset, snapshot.reportingAsset)
  }
  const instruments = list(terms).read(snapshot.instruments, 'instruments')
  const parts = partsOf(instrumentByPlace(instruments))
  const part = <Value>(codec: Codec<Value>, name: string): Value => codec.read(snapshot[name], name)
  for (const each of instruments) state.instruments.set(instrumentKey(each), each)

  copyLine(part(parts.line, 'netted'), state.netted)
  copyLine(part(parts.line, 'foreign'), state.foreign)
  for (const [strategy, line] of part(map<StrategyId, LineData>(parts.line), 'strategies')) {
    copyLine(line, state.line(strategy))
  }
  copy(part(map(lock), 'locks'), state.locks)
  copy(part(map(mark), 'assetMarks'), state.marks.assets)
  for (const [key, found] of part(map(mark), 'instrumentMarks')) {
    const instrument = state.instruments.get(key)
    if (instrument === undefined) throw damaged('instrumentMarks', 'of known instruments', key)
    state.marks.instruments.set(key, { ...found, ...priced(instrument, found.price) })
  }
  // Earlier versions wrote none.
  if (snapshot['openedUs'] !== undefined) copy(part(map(integer), 'openedUs'), state.openedUs)
  copy(part(map(integer), 'latestUs'), state.latestUs)
  copySeen(part(map(scopeOf(fill)), 'seenFills'), state.seenFills, ({ id, told }) =>
    fillKey(id, told.quantity.isNegative() ? 'sell' : 'buy'),
  )
  copySeen(part(map(scopeOf(payment)), 'seenPayments'), state.seenPayments, ({ id }) => id)
  copy(part(map(course), 'course'), state.performance.course)
  copy(part(map(decimal), 'pending'), state.performance.pending)
  copyWatch(snapshot, state)
  state.adjustments.push(...part(list(parts.adjustment), 'adjustments'))
  exposeLine(state.netted, state.exposure)
  state.changes.keep()
  return state
}

type LineData = Pick<Line, 'sums' | 'positions'>

/** Codecs of what names instruments. */
function partsOf(instrument: Codec<TradedInstrument>): {
  readonly line: Codec<LineData>
  readonly adjustment: Codec<AdjustEvent>
} {
  const amounts = map<string, AccountAmount>(amount)
  const position = object<Position>({
    account: text(),
    instrument,
    side,
    quantity: decimal,
    cost: decimal,
    realised: decimal,
    tripResult: decimal,
    roundTrips: integer,
    wonRoundTrips: integer,
  })
  const why = { account: text<AccountId>(), reason: text(), timeUs: integer }
  const balance = object<BalanceAdjustEvent>({
    type: text('balanceAdjust'),
    ...why,
    asset: text(),
    amount: decimal,
  })
  const placed = object<PositionAdjustEvent & { readonly instrument: TradedInstrument }>({
    type: text('positionAdjust'),
    ...why,
    instrument,
    positionSide: optional(text('long', 'short')),
    quantity: decimal,
    price: decimal,
  })
  return {
    line: object<LineData>({
      sums: object<Line['sums']>({
        holdings: amounts,
        fees: amounts,
        funding: amounts,
        transfers: amounts,
        adjustments: amounts,
      }),
      positions: map<string, Position>(position),
    }),
    adjustment: {
      write: (event) =>
        event.type === 'balanceAdjust'
          ? balance.write(event)
          : placed.write({ ...event, instrument: tradedInstrument(event.instrument) }),
      read: (json, at) => (isBalanceAdjust(json) ? balance.read(json, at) : placed.read(json, at)),
    },
  }
}

function isBalanceAdjust(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'asset' in json
}

function instrumentByPlace(instruments: readonly TradedInstrument[]): Codec<TradedInstrument> {
  const places = new Map(instruments.map((each, place) => [instrumentKey(each), place]))
  return {
    write: (instrument) => places.get(instrumentKey(instrument)) ?? -1,
    read(json, at) {
      const found = instruments[integer.read(json, at)]
      if (found === undefined) throw damaged(at, 'the place of an instrument', json)
      return found
    },
  }
}

interface ScopeData<Told> {
  readonly forgottenUs: number
  readonly rows: readonly SeenRow<Told>[]
}

function scopeOf<Told extends object>(told: Codec<Told>): Codec<ScopeData<Told>> {
  const row: Codec<SeenRow<Told>> = {
    write: ({ id, timeUs, told: value }) => [id, timeUs, told.write(value)],
    read(json, at) {
      const [id, timeUs, value] = Array.isArray(json) ? json : []
      return {
        id: text().read(id, at),
        timeUs: integer.read(timeUs, at),
        told: told.read(value, at),
      }
    },
  }
  return object<ScopeData<Told>>({ forgottenUs: integer, rows: list(row) })
}

function writeSeen<Told extends object>({ scopes }: SeenIds<Told>, told: Codec<Told>): Json {
  const data = [...scopes].map(([key, seen]): [string, ScopeData<Told>] => [
    key,
    { forgottenUs: seen.forgottenUs, rows: byArrival(seen) },
  ])
  return map(scopeOf(told)).write(new Map(data))
}

function copyLine(from: LineData, line: Line): void {
  for (const sum of LINE_SUMS) copy(from.sums[sum], line.sums[sum])
  copy(from.positions, line.positions)
}

// By way of `remember`, so that a smaller limit forgets what it must.
function copySeen<Told>(
  from: Map<string, ScopeData<Told>>,
  seen: SeenIds<Told>,
  idOf: (row: SeenRow<Told>) => string,
): void {
  for (const [scope, { forgottenUs, rows }] of from) {
    for (const row of rows) seen.remember(scope, idOf(row), { told: row.told, timeUs: row.timeUs })
    seen.forget(scope, forgottenUs)
  }
}

function copyWatch(snapshot: PortfolioSnapshot, { lossWatch, performance }: PortfolioState): void {
  const { assets, instruments, paidIn } = lossWatch.state
  const written = snapshot['lossWatch']
  if (written === undefined) {
    // Of before there was one: what is known to be paid in.
    copy(new Map([...performance.course].map(([key, course]) => [key, course.paidIn])), paidIn)
    return
  }
  const from = watchCodec.read(written, 'lossWatch')
  copy(from.assets, assets)
  copy(from.instruments, instruments)
  copy(from.paidIn, paidIn)
}

function copy<Key, Value>(from: Map<Key, Value>, to: Map<Key, Value>): void {
  for (const [key, value] of from) to.set(key, value)
}
