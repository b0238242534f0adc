import type { Asset, Decimal, Side, StrategyId, VenueOrderId } from '../../core/index.ts'
import type { PositionSide } from './position.ts'

/** An amount of an asset, as told. */
export interface SeenPayment {
  /** Of what. */
  readonly asset: Asset
  /** How much. */
  readonly amount: Decimal
}

/** What is remembered of a fill, beside its id and its instrument. */
export interface SeenFill {
  /** Whose it is; absent where it is the account's own. */
  readonly strategy?: StrategyId
  /** The venue's id of its order; absent in what was remembered before there was one. */
  readonly order?: VenueOrderId
  /** Which position it changed. */
  readonly side: PositionSide
  /** How much; below 0 where it sold. */
  readonly quantity: Decimal
  /** At which price. */
  readonly price: Decimal
  /** What it cost; absent while it is not told. */
  readonly fee?: SeenPayment
  /** What it realised in the line of the account by our own reckoning; absent where the venue's was booked, and on spot. */
  readonly ownResult?: Decimal
}

const SOLD = '\u001fsold'

/** What a fill is known by: where two orders of an account fill each other, both sides have one id. */
export function fillKey(id: string, side: Side): string {
  return side === 'sell' && !id.endsWith(SOLD) ? `${id}${SOLD}` : id
}
