import { asset, type Decimal, type Fee } from '../../core/index.ts'
import type { FillEvent } from './events.ts'
import { taken, takenPositive, times } from './exact.ts'
import type { Line, PositionPlace } from './line.ts'
import type { SeenFill, SeenPayment } from './seen-events.ts'
import { type Priced, priced, type TradedInstrument } from './traded-instrument.ts'

/** What of a fill decides what it does. */
export interface BookedFill {
  /** Which position it changes. */
  readonly place: PositionPlace
  /** How much; below 0 where it sold. */
  readonly quantity: Decimal
  /** At which price. */
  readonly at: Priced
  /** What it cost; absent while it is not told. */
  readonly fee?: SeenPayment
  /** What it realised of the account's position, as the venue tells it. */
  readonly realised?: Decimal
}

/**
 * Reads a fill.
 *
 * @throws ConfigError `INVALID_NUMBER` where price or quantity are not above 0, or a number has more than 60 digits;
 * `INVALID_ID` where the fee's asset is none
 */
export function readFill(event: FillEvent, instrument: TradedInstrument): BookedFill {
  const { fill, positionSide: side = 'net' } = event
  const quantity = takenPositive('the quantity of a fill', fill.quantity)
  return {
    place: { account: fill.account, instrument, side },
    quantity: fill.side === 'buy' ? quantity : quantity.negated(),
    at: priced(instrument, takenPositive('the price of a fill', fill.price)),
    ...(fill.fee !== undefined && { fee: readFee(fill.fee) }),
    ...(fill.realisedPnl !== undefined &&
      instrument.market === 'futures' && { realised: taken('a result', fill.realisedPnl) }),
  }
}

/** What is to be remembered of a fill that was booked with such a result in the line of the account. */
export function seenFill(
  fill: BookedFill,
  { strategy, fill: { venueOrderId: order } }: FillEvent,
  result: Decimal,
): SeenFill {
  const { place, quantity, at, fee, realised } = fill
  const isOwn = realised === undefined && place.instrument.market === 'futures'
  return {
    ...(strategy !== undefined && { strategy }),
    order,
    side: place.side,
    quantity,
    price: at.price,
    ...(fee !== undefined && { fee }),
    ...(isOwn && { ownResult: result }),
  }
}

/** Whether a fill is the one that was told before, fees aside. */
export function isSameFill(seen: SeenFill, { at, quantity }: BookedFill): boolean {
  return seen.price.eq(at.price) && seen.quantity.eq(quantity)
}

/** Whether two fees are the same. */
export function isSameFee(a: SeenPayment, b: SeenPayment): boolean {
  return a.asset === b.asset && a.amount.eq(b.amount)
}

/**
 * Books a fill into a line. What the venue says that it realised counts in the line of the whole account alone: the venue
 * nets all strategies, and knows none.
 */
export function bookFill(line: Line, fill: BookedFill, isNetted: boolean): void {
  const { place, quantity, at, fee, realised } = fill
  // Before the trade, so that a fill that closes a round trip pays its own fee in it.
  if (fee !== undefined) chargeTrip(line, fill, fee)
  line.trade(place, quantity, at, isNetted ? realised : undefined)
  if (fee !== undefined) bookFee(line, fill, fee)
}

/** Books the fee of a fill that was booked without. Where its position is flat meanwhile, no round trip is left to count it. */
export function bookLateFee(line: Line, fill: BookedFill, fee: SeenPayment): void {
  if (!line.position(fill.place).quantity.isZero()) chargeTrip(line, fill, fee)
  bookFee(line, fill, fee)
}

function bookFee(line: Line, { place, at }: BookedFill, fee: SeenPayment): void {
  const { account, instrument } = place
  if (isBaseFee(instrument, fee)) line.takeBaseFee(place, fee.amount, at)
  line.add('fees', { account, asset: fee.asset, amount: fee.amount })
}

function chargeTrip(line: Line, { place, at }: BookedFill, fee: SeenPayment): void {
  const { instrument } = place
  if (fee.asset === instrument.settle) line.charge(place, fee.amount)
  else if (isBaseFee(instrument, fee)) line.charge(place, times(fee.amount, at.price))
}

function isBaseFee({ market, base }: TradedInstrument, fee: SeenPayment): boolean {
  return market === 'spot' && fee.asset === base
}

function readFee(fee: Fee): SeenPayment {
  return { amount: taken('a fee', fee.amount), asset: asset(fee.asset) }
}
