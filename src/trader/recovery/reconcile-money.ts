import type { AccountId } from '../../core/index.ts'
import type { AccountStatement } from '../gateway/account-gateway.ts'
import {
  type AdjustEvent,
  adjust,
  type Difference,
  type Portfolio,
  type PositionAdjustEvent,
  type Reconciliation,
  type TransferEvent,
} from '../portfolio/index.ts'

/**
 * What is done where money is not what the venue says, or an order that the venue had left no trace there. `flag`: told; `adopt`:
 * told and corrected; `halt`: told, and the account is halted.
 */
export type DifferencePolicy = 'flag' | 'adopt' | 'halt'

/** A part of what an account held before us. */
export type OpeningEvent = TransferEvent | PositionAdjustEvent

/** Compares the money with a statement; nothing is changed. */
export function compareMoney(
  portfolio: Portfolio,
  account: AccountId,
  { balances, positions, venueTimeUs }: AccountStatement,
): Reconciliation {
  return portfolio.reconcile({
    account,
    timeUs: venueTimeUs,
    balances,
    ...(positions !== undefined && { positions }),
  })
}

/**
 * What an account held before us, as events: balances as transfers, positions at their entry price. Only of what nothing was ever
 * booked: a process may have died in the middle of its first ones.
 */
export function openingEvents(
  portfolio: Portfolio,
  account: AccountId,
  { balances, positions = [], venueTimeUs: timeUs }: AccountStatement,
): readonly OpeningEvent[] {
  const { holdings } = portfolio.netted()
  const known = new Set(holdings.flatMap((each) => (each.account === account ? [each.asset] : [])))
  const unknown = balances.filter(({ asset }) => !known.has(asset))
  const opening = unknown.map(({ asset, total }) => ({
    type: 'transfer' as const,
    account,
    asset,
    amount: total,
    timeUs,
    transferId: `opening ${asset}`,
  }))
  const held = positions.flatMap((position): PositionAdjustEvent[] => {
    const { instrument, quantity, averageEntryPrice: price, positionSide } = position
    const isKnown = portfolio.position(account, instrument, positionSide) !== undefined
    if (price === undefined || quantity.isZero() || isKnown) return []
    const side = positionSide === undefined ? {} : { positionSide }
    const reason = 'opening'
    return [
      { type: 'positionAdjust', account, instrument, ...side, quantity, price, reason, timeUs },
    ]
  })
  return [...opening, ...held]
}

/** What was taken over of an account, in one line. */
export function openingText(events: readonly OpeningEvent[]): string {
  const texts = events.map((event) => {
    if (event.type === 'transfer') return `balance ${event.asset}: ${event.amount.toFixed()}`
    const { instrument, positionSide: side = 'net', quantity, price } = event
    const what = `${instrument.venue} ${instrument.symbol} ${side}`
    return `position ${what}: ${quantity.toFixed()} at ${price.toFixed()}`
  })
  return texts.join('; ')
}

/** The correction of a difference; `undefined` where a position has no price to be corrected at. */
export function correction(difference: Difference, timeUs: number): AdjustEvent | undefined {
  const hasPrice = difference.type === 'balance' || difference.theirAverageEntryPrice !== undefined
  if (!hasPrice) return undefined
  return adjust(difference, { reason: 'adopted from the venue', timeUs })
}

/** A difference in one line, to tell whether two are the same. */
export function differenceText(difference: Difference): string {
  const { ours, theirs } = difference
  const what =
    difference.type === 'balance'
      ? difference.asset
      : `${difference.instrument.venue} ${difference.instrument.symbol} ${difference.side}`
  return `${difference.type} ${what}: ours ${ours.toFixed()}, theirs ${theirs.toFixed()}`
}
