import { type AccountId, parseDecimal } from '../../core/index.ts'
import { assertNoProblems } from '../../transport/options.ts'
import { BREAKER_NAMES, type TrippedBreaker } from './breaker-board.ts'
import type { EquityState } from './equity-watch.ts'
import { type LimitSetting, limitProblems } from './limit-book.ts'
import type { MoveState } from './move-window.ts'
import { scopeProblems } from './scope.ts'
import type { StandingOrder, TradingStop } from './standing-orders.ts'

/** All that risk remembers, as JSON values; decimals as text, times in epoch µs. */
export interface RiskSnapshot {
  /** Version of this layout. */
  readonly version: 1
  /** Limits that were set since the start. */
  readonly limits: readonly LimitSetting[]
  /** Trading states that are not `active`. */
  readonly stops: readonly TradingStop[]
  /** Kill switches that are pulled. */
  readonly kills: readonly StandingOrder[]
  /** Breakers that are tripped. */
  readonly tripped: readonly TrippedBreaker[]
  /** Times of orders and changes that were let pass in the last minute, by account. */
  readonly sent: readonly (readonly [AccountId, readonly number[]])[]
  /** Times of order errors, by account. */
  readonly errors: readonly (readonly [AccountId, readonly number[]])[]
  /** Mids of late, by instrument. */
  readonly moves: readonly (readonly [string, MoveState])[]
  /** Equity, by account. */
  readonly equity: readonly (readonly [AccountId, EquityState])[]
}

const SECTIONS = [
  'limits',
  'stops',
  'kills',
  'tripped',
  'sent',
  'errors',
  'moves',
  'equity',
] as const

/**
 * Reads a snapshot with as little trust as a file.
 *
 * @throws ConfigError `INVALID_OPTIONS` listing every problem at once.
 */
export function readRiskSnapshot(value: unknown): RiskSnapshot {
  assertNoProblems('a risk manager from a snapshot', snapshotProblems(value))
  // The problems above are all that could make it another shape.
  return value as RiskSnapshot
}

function snapshotProblems(value: unknown): readonly string[] {
  const snapshot = (value ?? {}) as RiskSnapshot
  if (snapshot.version !== 1)
    return [`version: expected 1, was ${String((value as { version?: unknown } | null)?.version)}`]
  const missing = SECTIONS.filter((name) => !Array.isArray(snapshot[name]))
  if (missing.length > 0) return missing.map((name) => `${name}: expected a list`)
  const { limits, stops, kills, tripped, sent, errors, moves, equity } = snapshot
  return [
    ...limits.flatMap(limitProblems),
    ...stops.flatMap((stop) => standingProblems('stops', stop)),
    ...stops.flatMap(({ state }) => wordProblems('stops', state, ['reduceOnly', 'halted'])),
    ...kills.flatMap((kill) => standingProblems('kills', kill)),
    ...tripped.flatMap(({ breaker }) => wordProblems('tripped', breaker, BREAKER_NAMES)),
    ...tripped.flatMap(({ sinceUs, lastUs }) => timeProblems('tripped', [sinceUs, lastUs])),
    ...sent.flatMap(([, timesUs]) => timeProblems('sent', timesUs)),
    ...errors.flatMap(([, timesUs]) => timeProblems('errors', timesUs)),
    ...moves.flatMap(([, { slices, last }]) =>
      decimalProblems('moves', [last, ...slices.flatMap(({ low, high }) => [low, high])]),
    ),
    ...equity.flatMap(([, { day, ...money }]) => [
      ...timeProblems('equity', [day]),
      ...decimalProblems('equity', Object.values(money)),
    ]),
  ]
}

function standingProblems(name: string, order: StandingOrder): readonly string[] {
  return [
    ...scopeProblems(order.scope).map((problem) => `${name}: ${problem}`),
    ...timeProblems(name, [order.timeUs]),
  ]
}

function wordProblems(name: string, found: string, known: readonly string[]): readonly string[] {
  return known.includes(found)
    ? []
    : [`${name}: expected one of ${known.join(', ')}, was ${String(found)}`]
}

function timeProblems(name: string, times: readonly number[]): readonly string[] {
  const wrong = times.find((time) => !Number.isSafeInteger(time))
  return wrong === undefined ? [] : [`${name}: expected whole numbers, was ${String(wrong)}`]
}

function decimalProblems(name: string, texts: readonly string[]): readonly string[] {
  const wrong = texts.find((text) => typeof text !== 'string' || parseDecimal(text) === undefined)
  return wrong === undefined ? [] : [`${name}: expected decimal texts, was ${String(wrong)}`]
}
