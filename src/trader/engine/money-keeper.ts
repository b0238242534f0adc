import {
  type AccountId,
  CrossbookError,
  Decimal,
  type Instrument,
  type VenueId,
} from '../../core/index.ts'
import type { Portfolio, PortfolioEvent, TradedInstrument } from '../portfolio/index.ts'
import { type Holdings, instrumentKey, type RiskManager } from '../risk/index.ts'
import { newlyTripped } from './newly-tripped.ts'
import type { TradingEffect } from './trading-effect.ts'

/** What a {@link MoneyKeeper} is made of. */
export interface MoneyKeeperParts {
  /** All money. */
  readonly portfolio: Portfolio
  /** Told what everything is worth. */
  readonly risk: RiskManager
  /** Told what is held. */
  readonly holdings: Holdings
  /** Where each account trades. */
  readonly accounts: ReadonlyMap<AccountId, VenueId>
}

const ZERO = new Decimal(0)

/**
 * Books money, and tells risk what came of it: positions, and what all accounts are worth together. Loss limits look at the
 * whole writer: each account is told the same equity, as far as it can be valued. An asset without a mark does not blind them.
 */
export class MoneyKeeper {
  readonly #parts: MoneyKeeperParts
  /** The portfolio keeps what a quantity is worth; risk wants the rules too. */
  readonly #instruments = new Map<string, Instrument>()

  /** Tells nothing yet; knows the instruments of a snapshot. */
  constructor(parts: MoneyKeeperParts, instruments: readonly Instrument[] = []) {
    this.#parts = parts
    for (const instrument of instruments)
      this.#instruments.set(instrumentKey(instrument), instrument)
  }

  /** The instruments in which anything was ever booked, as they were listed then. */
  get instruments(): readonly Instrument[] {
    return [...this.#instruments.values()]
  }

  /** Tells risk the positions that are there at the start. */
  start(): void {
    for (const { account, instrument } of this.#parts.portfolio.netted().positions)
      this.#tellPosition(account, instrument)
  }

  /** Books an event, and says what is worth telling. Never throws for what an event says. */
  book(event: PortfolioEvent): readonly TradingEffect[] {
    const { portfolio } = this.#parts
    try {
      const outcome = portfolio.apply(event)
      if (outcome !== 'applied' && outcome !== 'completed')
        return outcome === 'duplicate' ? [] : [{ type: 'booked', event, outcome }]
      if (event.type === 'fill') this.#tellPosition(event.fill.account, event.fill.instrument)
      if (event.type === 'positionAdjust') this.#tellPosition(event.account, event.instrument)
      const tripped = this.#tellEquity(
        event.type === 'fill' ? event.fill.venueTimeUs : event.timeUs,
      )
      const isMark = event.type === 'assetMark' || event.type === 'instrumentMark'
      return isMark ? tripped : [{ type: 'booked', event, outcome }, ...tripped]
    } catch (error) {
      // A number that does not fit, or terms that contradict: the money is not booked, and somebody has to look.
      if (!(error instanceof CrossbookError)) throw error
      return [{ type: 'booked', event, outcome: 'refused', detail: error.message }]
    }
  }

  #tellPosition(account: AccountId, traded: Instrument | TradedInstrument): void {
    const { portfolio, holdings } = this.#parts
    const key = instrumentKey(traded)
    if ('kind' in traded) this.#instruments.set(key, traded)
    const instrument = this.#instruments.get(key)
    if (instrument === undefined) return
    const quantity = portfolio.position(account, traded)?.quantity ?? ZERO
    holdings.setPosition(account, instrument, quantity)
  }

  #tellEquity(timeUs: number): readonly TradingEffect[] {
    const { portfolio, risk, accounts } = this.#parts
    const { equity, profit } = portfolio.watched()
    return newlyTripped(risk, () => {
      for (const [account, venue] of accounts)
        risk.onEquity(account, {
          venue,
          equity,
          realisedPnl: profit,
          unrealisedPnl: ZERO,
          timeUs,
        })
    })
  }
}
