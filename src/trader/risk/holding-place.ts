import type { AccountId, Instrument } from '../../core/index.ts'
import { instrumentKey } from './instrument-key.ts'
import { nameNumber } from './name-number.ts'

/** Numbers of an instrument, its asset and its venue: an order for what is not held asks for them anew. */
interface Numbers {
  readonly instrument: number
  readonly asset: number
  readonly venue: number
}

const NUMBERS = new WeakMap<Instrument, Numbers>()

function numbersOf(instrument: Instrument): Numbers {
  const known = NUMBERS.get(instrument)
  if (known !== undefined) return known
  const { base, venue } = instrument
  const numbers = {
    instrument: nameNumber(instrumentKey(instrument)),
    asset: nameNumber(base),
    venue: nameNumber(venue),
  }
  NUMBERS.set(instrument, numbers)
  return numbers
}

/** More than there will be names. */
const NAMES = 2 ** 26

/** The name of a holding: a number, for a text would have to be put together. */
export function holdingKey(account: AccountId, instrument: Instrument): number {
  return nameNumber(account) * NAMES + numbersOf(instrument).instrument
}

/** Whose a holding is and of what: the same for all that it becomes, and compared by numbers. */
export class HoldingPlace {
  /** Whose. */
  readonly account: AccountId
  /** Of what. */
  readonly instrument: Instrument
  /** See {@link holdingKey}. */
  readonly key: number
  /** Numbers of what it may have in common with others, see `nameNumber`. */
  readonly accountNumber: number
  /** See {@link HoldingPlace.accountNumber}. */
  readonly instrumentNumber: number
  /** See {@link HoldingPlace.accountNumber}. */
  readonly assetNumber: number
  /** See {@link HoldingPlace.accountNumber}. */
  readonly venueNumber: number

  /** Of an account, in an instrument. */
  constructor(account: AccountId, instrument: Instrument) {
    this.account = account
    this.instrument = instrument
    this.accountNumber = nameNumber(account)
    const numbers = numbersOf(instrument)
    this.instrumentNumber = numbers.instrument
    this.assetNumber = numbers.asset
    this.venueNumber = numbers.venue
    this.key = holdingKey(account, instrument)
  }
}
