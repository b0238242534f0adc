import {
  type AccountId,
  type Asset,
  ConfigError,
  type Decimal,
  type Instrument,
} from '../../core/index.ts'
import type { AdjustEvent } from './events.ts'
import { minus, taken, ZERO } from './exact.ts'
import type { Line } from './line.ts'
import type { PositionSide } from './position.ts'
import {
  instrumentKey,
  keyOf,
  type TradedInstrument,
  tradedInstrument,
} from './traded-instrument.ts'

/** A position as the venue tells it. */
export interface VenuePosition {
  /** Of what. */
  readonly instrument: Instrument | TradedInstrument
  /** In hedge mode, which of the two; absent in net mode. */
  readonly positionSide?: 'long' | 'short'
  /** How much; below 0 where short, in hedge mode too. */
  readonly quantity: Decimal
  /** Its average entry price, where told. */
  readonly averageEntryPrice?: Decimal
}

/** What a venue says of an account at a time. What a list leaves out is zero; a list that is absent was not asked for. */
export interface VenueStatement {
  /** The account. */
  readonly account: AccountId
  /** When it was so, epoch µs. */
  readonly timeUs: number
  /** Balances, what is locked included, unrealised profit and loss not. */
  readonly balances?: readonly { readonly asset: Asset; readonly total: Decimal }[]
  /** Open positions of futures. */
  readonly positions?: readonly VenuePosition[]
}

/** A balance that is not the venue's. */
export interface BalanceDifference {
  /** Tells it from other differences. */
  readonly type: 'balance'
  /** The account. */
  readonly account: AccountId
  /** The asset. */
  readonly asset: Asset
  /** What we have. */
  readonly ours: Decimal
  /** What the venue has. */
  readonly theirs: Decimal
}

/** A position that is not the venue's. */
export interface PositionDifference {
  /** Tells it from other differences. */
  readonly type: 'position'
  /** The account. */
  readonly account: AccountId
  /** The instrument. */
  readonly instrument: TradedInstrument
  /** Which of the instrument's positions. */
  readonly side: PositionSide
  /** What we have. */
  readonly ours: Decimal
  /** What the venue has. */
  readonly theirs: Decimal
  /** The venue's average entry price, where told. */
  readonly theirAverageEntryPrice?: Decimal
}

/** A difference from the venue. */
export type Difference = BalanceDifference | PositionDifference

/** How we stand to a venue. */
export interface Reconciliation {
  /** What differs; positions first: correcting one may correct a balance. */
  readonly differences: readonly Difference[]
  /** Whether nothing of ours is later than the statement; else what differs may be on its way: ask the venue again. */
  readonly isTimely: boolean
}

/** Compares what all lines make together with what the venue says. Nothing is changed. */
export function reconcile(
  netted: Line,
  statement: VenueStatement,
  latestUs: number | undefined,
): Reconciliation {
  const { balances, positions, timeUs } = statement
  return {
    differences: [
      ...(positions === undefined ? [] : comparePositions(netted, statement.account, positions)),
      ...(balances === undefined ? [] : compareBalances(netted, statement.account, balances)),
    ],
    isTimely: latestUs === undefined || latestUs <= timeUs,
  }
}

/** Why a difference is corrected, and how. */
export interface AdjustReason {
  /** Why, in words; kept. */
  readonly reason: string
  /** When, epoch µs. */
  readonly timeUs: number
  /** At which price a position is corrected; the venue's average entry price where absent. */
  readonly price?: Decimal
}

/**
 * The event that corrects a difference. Correct positions first and reconcile again: what they realise moves balances.
 *
 * @throws ConfigError `INVALID_OPTIONS` where a position has no price: neither given, nor told by the venue
 */
export function adjust(
  difference: Difference,
  { reason, timeUs, price }: AdjustReason,
): AdjustEvent {
  const { account, ours, theirs } = difference
  const missing = minus(theirs, ours)
  if (difference.type === 'balance') {
    const { asset } = difference
    return { type: 'balanceAdjust', account, asset, amount: missing, reason, timeUs }
  }
  const { instrument, side, theirAverageEntryPrice } = difference
  const at = price ?? theirAverageEntryPrice
  if (at === undefined) {
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Correcting ${instrument.pair} of ${account}: expected a price, was none; the venue told no average entry price`,
    )
  }
  return {
    type: 'positionAdjust',
    account,
    instrument,
    ...(side !== 'net' && { positionSide: side }),
    quantity: missing,
    price: at,
    reason,
    timeUs,
  }
}

function compareBalances(
  netted: Line,
  account: AccountId,
  balances: readonly { readonly asset: Asset; readonly total: Decimal }[],
): BalanceDifference[] {
  const pairs = new Map<string, BalanceDifference>()
  const nothing = { type: 'balance', account, ours: ZERO, theirs: ZERO } as const
  for (const { account: owner, asset, amount } of netted.sums.holdings.values()) {
    if (owner === account) pairs.set(asset, { ...nothing, asset, ours: amount })
  }
  for (const { asset, total } of balances) {
    const theirs = taken('a balance', total)
    pairs.set(asset, { ...(pairs.get(asset) ?? { ...nothing, asset }), theirs })
  }
  return [...pairs.values()].filter(({ ours, theirs }) => !ours.eq(theirs))
}

function comparePositions(
  netted: Line,
  account: AccountId,
  positions: readonly VenuePosition[],
): PositionDifference[] {
  const pairs = new Map<string, PositionDifference>()
  for (const { account: owner, instrument, side, quantity } of netted.positions.values()) {
    if (owner !== account || instrument.market === 'spot') continue
    const key = keyOf(instrumentKey(instrument), side)
    pairs.set(key, { type: 'position', account, instrument, side, ours: quantity, theirs: ZERO })
  }
  for (const { instrument, positionSide: side = 'net', quantity, averageEntryPrice } of positions) {
    const key = keyOf(instrumentKey(instrument), side)
    const terms = pairs.get(key)?.instrument ?? tradedInstrument(instrument)
    pairs.set(key, {
      type: 'position',
      account,
      instrument: terms,
      side,
      ours: pairs.get(key)?.ours ?? ZERO,
      theirs: taken('a position', quantity),
      ...(averageEntryPrice !== undefined && { theirAverageEntryPrice: averageEntryPrice }),
    })
  }
  return [...pairs.values()].filter(({ ours, theirs }) => !ours.eq(theirs))
}
