import { type AccountId, Decimal } from '../../core/index.ts'
import { minus, plus, QUOTIENT_DIGITS, ratio, share, times, ZERO } from './exact.ts'
import { keyOf, type TradedInstrument } from './traded-instrument.ts'

/** Which position of an instrument: the one of net mode, or one of the two of hedge mode. */
export type PositionSide = 'net' | 'long' | 'short'

/**
 * A position and what came of it. Average cost: what is closed takes its share of the cost with it.
 *
 * Sums only, no averages: `realised − cost` is what all fills brought, to the last digit, whatever was rounded in a share.
 */
export interface Position {
  /** Whose. */
  readonly account: AccountId
  /** Of what. */
  readonly instrument: TradedInstrument
  /** Which of the instrument's positions. */
  readonly side: PositionSide
  /** How much, in base or contracts; below 0 where short. */
  readonly quantity: Decimal
  /** Value of what is held at the prices it was opened at, in the settle asset; signed as the unit value is. */
  readonly cost: Decimal
  /** Profit and loss of what was closed, in the settle asset; without fees and funding. */
  readonly realised: Decimal
  /** Realised less fees since the position was last flat, in the settle asset. */
  readonly tripResult: Decimal
  /** How often it became flat again. */
  readonly roundTrips: number
  /** How often with a result above 0. */
  readonly wonRoundTrips: number
}

/** Key of a position. */
export function positionKey(account: AccountId, instrument: string, side: PositionSide): string {
  return keyOf(account, instrument, side)
}

/** A position in which nothing happened yet. */
export function flatPosition(
  account: AccountId,
  instrument: TradedInstrument,
  side: PositionSide,
): Position {
  return {
    account,
    instrument,
    side,
    quantity: ZERO,
    cost: ZERO,
    realised: ZERO,
    tripResult: ZERO,
    roundTrips: 0,
    wonRoundTrips: 0,
  }
}

/** The position after a signed quantity at a unit value. One that goes through zero is closed, and what is left opens a new one. */
export function traded(position: Position, quantity: Decimal, unit: Decimal): Position {
  const held = position.quantity
  if (held.isZero() || held.isNegative() === quantity.isNegative()) {
    return opened(position, quantity, unit)
  }
  if (quantity.abs().lte(held.abs())) return closed(position, quantity, unit)
  const flat = closed(position, held.negated(), unit)
  return opened(flat, plus(quantity, held), unit)
}

/**
 * The position after a signed quantity at a unit value, where the venue tells what that realised. What is realised less cost is
 * the same whoever reckons; so what a venue rounds away, or counts in another order, stays in the cost of what is held, and of
 * what is not: fills that come late still make it whole.
 */
export function tradedAsTold(
  position: Position,
  quantity: Decimal,
  unit: Decimal,
  result: Decimal,
): Position {
  const held = position.quantity
  const left = plus(held, quantity)
  const isOpening = held.isZero() || held.isNegative() === quantity.isNegative()
  const isRoundTrip = !isOpening && (left.isZero() || left.isNegative() !== held.isNegative())
  const tripResult = plus(position.tripResult, result)
  return {
    ...position,
    quantity: left,
    cost: plus(plus(position.cost, times(quantity, unit)), result),
    realised: plus(position.realised, result),
    tripResult: isRoundTrip ? ZERO : tripResult,
    roundTrips: position.roundTrips + (isRoundTrip ? 1 : 0),
    wonRoundTrips: position.wonRoundTrips + (isRoundTrip && tripResult.gt(0) ? 1 : 0),
  }
}

/** The position after a fee in its settle asset; it counts in the round trip alone. */
export function charged(position: Position, fee: Decimal): Position {
  return { ...position, tripResult: minus(position.tripResult, fee) }
}

/** Average price at which what is held was opened, 24 digits; `undefined` where nothing is held. */
export function averageEntryPrice(position: Position): Decimal | undefined {
  const { quantity, cost, instrument } = position
  if (quantity.isZero()) return undefined
  const contracts = times(quantity, new Decimal(instrument.multiplier))
  return instrument.direction === 'linear'
    ? ratio(cost, contracts)
    : ratio(contracts.negated(), cost)
}

/** Profit and loss of what is held, at the unit value of a mark price. */
export function unrealised(quantity: Decimal, cost: Decimal, unit: Decimal): Decimal {
  return minus(times(quantity, unit), cost)
}

function opened(position: Position, quantity: Decimal, unit: Decimal): Position {
  return {
    ...position,
    quantity: plus(position.quantity, quantity),
    cost: plus(position.cost, times(quantity, unit)),
  }
}

function closed(position: Position, quantity: Decimal, unit: Decimal): Position {
  const left = plus(position.quantity, quantity)
  const value = times(quantity.negated(), unit)
  const cost = left.isZero() ? position.cost : costOf(position, quantity.negated(), value)
  const result = minus(value, cost)
  const tripResult = plus(position.tripResult, result)
  const isRoundTrip = left.isZero()
  return {
    ...position,
    quantity: left,
    cost: minus(position.cost, cost),
    realised: plus(position.realised, result),
    tripResult: isRoundTrip ? ZERO : tripResult,
    roundTrips: position.roundTrips + (isRoundTrip ? 1 : 0),
    wonRoundTrips: position.wonRoundTrips + (isRoundTrip && tripResult.gt(0) ? 1 : 0),
  }
}

/** The share of the cost that goes with a part. Never more digits than the prices and quantities brought, or than a quotient has. */
function costOf({ cost, quantity }: Position, part: Decimal, value: Decimal): Decimal {
  // Where all was traded at one price, these places hold the share whole.
  const places = Math.max(QUOTIENT_DIGITS, cost.scale, value.scale)
  return share(cost, [part, quantity], places)
}
