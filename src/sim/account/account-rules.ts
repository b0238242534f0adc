import type { SimInstrument } from '../sim-instrument.ts'

/** What a venue charges, in basis points as decimal text; below 0 it pays. */
export interface SimFees {
  /** Of an order that rested. */
  readonly makerBps: string
  /** Of an order that took. */
  readonly takerBps: string
}

/** How a venue keeps its accounts. A dialect says what of it differs from {@link DEFAULT_RULES}. */
export interface AccountRules {
  /** What an account pays that has no fees of its own. */
  readonly fees: SimFees
  /** Fraction digits to which fees and profits are rounded, half away from zero; nothing else is rounded. */
  readonly moneyDigits: number
  /** Which wallet pays for an instrument. The default has `spot` and `futures`; one name for all is a unified account. */
  readonly walletOf: (spec: SimInstrument) => string
  /** Base per contract of a linear contract whose sizes count contracts, as decimal text. */
  readonly multiplierOf: (spec: SimInstrument) => string
  /** Smallest order, as a scaled size. */
  readonly minQuantityOf: (spec: SimInstrument) => number
  /** Among which of its orders an account's client order id is unique. */
  readonly clientOrderIds: 'open' | 'ever'
  /** A post-only order that would take is refused in the answer, or accepted and at once expired. */
  readonly postOnlyTakes: 'refuse' | 'expire'
  /** A reduce-only order of more than there is to reduce is refused, or made smaller. */
  readonly reduceOnlyExcess: 'refuse' | 'trim'
  /** A stop order whose price has been reached already is refused, or triggered. */
  readonly stopReached: 'refuse' | 'trigger'
  /** What happens where an account would trade with itself: the rest of the taker ends, the maker ends, or they trade. */
  readonly selfTrade: 'cancelTaker' | 'cancelMaker' | 'allow'
  /** Most open orders of an account in an instrument. */
  readonly maxOpenOrders: number
  /** How far a limit may be from the last price, in percent of it. */
  readonly priceBandPercent: number | false
  /** Leverage of an instrument for which none was set. */
  readonly leverage: number
  /** The first venue order id; each further one is one more. */
  readonly firstOrderId: bigint
  /** The first fill id likewise: unique at the venue, so that both sides of a match have their own. */
  readonly firstFillId: bigint
}

/** The rules of a venue that says nothing else. */
export const DEFAULT_RULES: AccountRules = Object.freeze({
  fees: { makerBps: '2', takerBps: '5' },
  moneyDigits: 8,
  walletOf: ({ kind }: SimInstrument) => (kind === 'spot' ? 'spot' : 'futures'),
  multiplierOf: () => '1',
  minQuantityOf: ({ lot }: SimInstrument) => lot,
  clientOrderIds: 'open',
  postOnlyTakes: 'refuse',
  reduceOnlyExcess: 'refuse',
  stopReached: 'trigger',
  selfTrade: 'cancelTaker',
  maxOpenOrders: 200,
  priceBandPercent: false,
  leverage: 10,
  firstOrderId: 1_000_001n,
  firstFillId: 500_001n,
})

/** A key to an account. The dialect checks what is signed with it. */
export interface ApiKey {
  /** The public part. */
  readonly key: string
  /** The secret, as the venue handed it out. */
  readonly secret: string
  /** The third part, at venues that have one. */
  readonly passphrase?: string
  /** What it may do. @defaultValue `['read', 'trade']` */
  readonly permissions?: readonly ('read' | 'trade')[]
}

/** An account to open. */
export interface SimAccountOptions {
  /** Its name inside the venue; unique, not empty. */
  readonly name: string
  /** Its keys. */
  readonly keys: readonly ApiKey[]
  /** What it owns at the start: wallet, then asset, then decimal text. */
  readonly balances?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** What it pays. @defaultValue the venue's */
  readonly fees?: SimFees
}
