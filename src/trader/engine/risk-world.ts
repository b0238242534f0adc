import {
  type AccountId,
  type Asset,
  type ClientOrderId,
  Decimal,
  type Instrument,
  type VenueId,
} from '../../core/index.ts'
import type {
  AccountView,
  Holding,
  HoldingList,
  Holdings,
  LiveOrder,
  MarketView,
  RiskView,
} from '../risk/index.ts'

/** What the engine is told of markets: by whoever keeps the books. */
export interface MarketPort {
  /** The market of an instrument; `undefined` where it is not listed. */
  market(instrument: Instrument): MarketView | undefined
}

/** What a {@link RiskWorld} is made of. */
export interface RiskWorldParts {
  /** Markets. */
  readonly market: MarketPort
  /** Where accounts trade. */
  readonly accounts: ReadonlyMap<AccountId, VenueId>
  /** Positions and live orders. */
  readonly holdings: Holdings
  /** What one unit of an asset is worth in the reporting asset. */
  readonly rate: (asset: Asset) => Decimal | undefined
  /** The asset that limits are in. */
  readonly reportingAsset: Asset
}

const ONE = new Decimal(1)

/** The state that risk decides on, as of one event. */
export class RiskWorld implements RiskView {
  /** Time of the event that is being processed, epoch µs. */
  nowUs = 0
  readonly #parts: RiskWorldParts

  /** Looks at the parts; copies nothing. */
  constructor(parts: RiskWorldParts) {
    this.#parts = parts
  }

  /** See {@link RiskView.market}. */
  market(instrument: Instrument): MarketView | undefined {
    return this.#parts.market.market(instrument)
  }

  /** See {@link RiskView.account}. */
  account(account: AccountId): AccountView | undefined {
    const venue = this.#parts.accounts.get(account)
    return venue === undefined ? undefined : { venue }
  }

  /** See {@link RiskView.rate}. */
  rate(asset: Asset): Decimal | undefined {
    return asset === this.#parts.reportingAsset ? ONE : this.#parts.rate(asset)
  }

  /** See {@link RiskView.order}. */
  order(clientOrderId: ClientOrderId): LiveOrder | undefined {
    return this.#parts.holdings.order(clientOrderId)
  }

  /** See {@link RiskView.orders}. */
  orders(): Iterable<LiveOrder> {
    return this.#parts.holdings.orders()
  }

  /** See {@link RiskView.holding}. */
  holding(account: AccountId, instrument: Instrument): Holding | undefined {
    return this.#parts.holdings.holding(account, instrument)
  }

  /** See {@link RiskView.holdings}. */
  holdings(): HoldingList {
    return this.#parts.holdings.holdings()
  }
}
