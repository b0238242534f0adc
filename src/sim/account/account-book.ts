import type { LiveInstrument } from '../live-instrument.ts'
import { AccountLog } from './account-log.ts'
import type { AccountRules, SimAccountOptions, SimFees } from './account-rules.ts'
import type { ContractValue } from './contract-value.ts'
import { Holds } from './holds.ts'
import { OrderStore } from './order-store.ts'
import type { SimOrder } from './sim-order.ts'
import { entryPriceOf, marginOf, PositionBook, type SimPosition } from './sim-position.ts'
import { type SimBalance, Wallets } from './wallets.ts'

/** What an account's book asks of the venue. */
export interface BookVenue {
  /** The venue's rules. */
  readonly rules: AccountRules
  /** How an instrument's money is reckoned. */
  valueOf(live: LiveInstrument): ContractValue
  /** Now, epoch µs by the venue's clock. */
  nowUs(): number
}

/** How an account behaves while a fault of the desk is on. */
export interface BookMood {
  /** Whether ids are refused that were ever used, or all of them after the order was taken. */
  readonly duplicateIds: 'asRules' | 'refuseUsed' | 'refuseAfterAccepting'
  /** How much of an order is filled just before its cancel is heard. */
  readonly cancelRace: 'none' | 'partly' | 'wholly'
}

/** The mood without faults. */
export const CALM: BookMood = Object.freeze({ duplicateIds: 'asRules', cancelRace: 'none' })

/** What one account has, owes and did: the truth that all else is told from. */
export class AccountBook {
  /** Its name. */
  readonly name: string
  /** What it pays. */
  readonly fees: SimFees
  /** Totals. */
  readonly wallets: Wallets
  /** What open orders need. */
  readonly holds: Holds
  /** Orders and fills. */
  readonly store: OrderStore = new OrderStore()
  /** What happened. */
  readonly log: AccountLog = new AccountLog()
  /** The mood it is in. */
  mood: BookMood = CALM
  readonly #venue: BookVenue
  readonly #positions = new Map<LiveInstrument, PositionBook>()
  readonly #leverages = new Map<LiveInstrument, number>()
  readonly #told = new Map<string, SimBalance>()

  /** Opens the book. Throws as `moneyOf` for a balance that is no number. */
  constructor(options: SimAccountOptions, venue: BookVenue) {
    this.name = options.name
    this.fees = options.fees ?? venue.rules.fees
    this.wallets = new Wallets(options.balances ?? {})
    this.#venue = venue
    this.holds = new Holds((live) => venue.valueOf(live), this.fees)
    for (const balance of this.balances()) this.#told.set(keyOf(balance), balance)
  }

  /** Puts an order in place of what it was; what it needs is held from then on. */
  put(order: SimOrder): SimOrder {
    this.holds.change(this.store.put(order), order)
    return order
  }

  /** What it has of an asset. */
  balance(wallet: string, asset: string): SimBalance {
    const total = this.wallets.total(wallet, asset)
    const locked = this.#locked(wallet, asset)
    return { wallet, asset, total, locked, free: total - locked }
  }

  /** All that it has, or ever had. */
  balances(): SimBalance[] {
    return [...this.wallets.places()].map(([wallet, asset]) => this.balance(wallet, asset))
  }

  /** The book of a position. */
  positionBook(live: LiveInstrument): PositionBook {
    let book = this.#positions.get(live)
    if (book === undefined) {
      book = new PositionBook(this.#venue.valueOf(live), this.#venue.rules.moneyDigits)
      this.#positions.set(live, book)
    }
    return book
  }

  /** A position as it is now. */
  position(live: LiveInstrument): SimPosition {
    const book = this.positionBook(live)
    const markPrice = live.perpetual?.markPrice ?? 0n
    const leverage = this.leverage(live)
    return {
      account: this.name,
      instrument: live,
      quantity: book.quantity,
      openValue: book.openValue,
      entryPrice: entryPriceOf(book, this.#venue.valueOf(live)),
      realisedPnl: book.realisedPnl,
      unrealisedPnl: book.unrealised(markPrice, live.spec.priceScale),
      markPrice,
      leverage,
      margin: marginOf(book.openValue, leverage),
      updatedUs: book.updatedUs,
    }
  }

  /** Every position it has or had. */
  positions(): SimPosition[] {
    return [...this.#positions.keys()].map((live) => this.position(live))
  }

  /** Leverage of an instrument. */
  leverage(live: LiveInstrument): number {
    return this.#leverages.get(live) ?? this.#venue.rules.leverage
  }

  /** Sets it. */
  setLeverage(live: LiveInstrument, leverage: number): void {
    this.#leverages.set(live, leverage)
  }

  /**
   * Margin of an instrument: of the position, or of what it becomes if all buys or all sells are filled, whichever is most.
   * Counts buys and sells of these values as well.
   */
  margin(live: LiveInstrument, moreBuys = 0n, moreSells = 0n): bigint {
    const { quantity, openValue } = this.positionBook(live)
    const { buyValue, sellValue } = this.holds.of(live)
    const signed = quantity < 0 ? -openValue : openValue
    const most = [openValue, signed + buyValue + moreBuys, sellValue + moreSells - signed]
    return marginOf(
      most.reduce((a, b) => (a > b ? a : b)),
      this.leverage(live),
    )
  }

  /** Notes that an order is another, or that something else happened. */
  note(happening: Parameters<AccountLog['add']>[0]): void {
    this.log.add(happening, this.#venue.nowUs())
  }

  /** Notes the balances that an instrument touches, where they changed. */
  noteBalances(live: LiveInstrument): void {
    const { wallet, settle } = this.#venue.valueOf(live)
    const { kind, base, quote } = live.spec
    for (const asset of kind === 'spot' ? [base, quote] : [settle]) {
      const balance = this.balance(wallet, asset)
      const told = this.#told.get(keyOf(balance))
      if (told?.total === balance.total && told.locked === balance.locked) continue
      if (told === undefined && balance.total === 0n && balance.locked === 0n) continue
      this.#told.set(keyOf(balance), balance)
      this.note({ kind: 'balanceChanged', balance })
    }
  }

  #locked(wallet: string, asset: string): bigint {
    let locked = 0n
    for (const live of new Set([...this.holds.instruments(), ...this.#positions.keys()])) {
      const value = this.#venue.valueOf(live)
      if (value.wallet !== wallet) continue
      const { kind, base, quote } = live.spec
      const { buyValue, buyFees, sellBase, sellFees } = this.holds.of(live)
      if (kind !== 'spot') locked += value.settle === asset ? this.margin(live) : 0n
      else if (quote === asset) locked += buyValue + buyFees
      else if (base === asset) locked += sellBase + sellFees
    }
    return locked
  }
}

function keyOf({ wallet, asset }: SimBalance): string {
  return `${wallet}/${asset}`
}
