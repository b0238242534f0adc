import { type Asset, Decimal } from '../../core/index.ts'
import type { BookedFill } from './book-fill.ts'
import type { Changes } from './changes.ts'
import { type Codec, decimal, map, object } from './codec.ts'
import { minus, plus, ratio, times, ZERO } from './exact.ts'
import type { Exposure } from './exposure.ts'
import type { Marks } from './marks.ts'
import type { Performance } from './performance.ts'
import { instrumentKey } from './traded-instrument.ts'

const ONE = new Decimal(1)

/** What a {@link LossWatch} keeps. */
export interface WatchState {
  /** Prices of our own last trades, of assets that had no mark then. */
  readonly assets: Map<Asset, Decimal>
  /** The same of instruments, by key. */
  readonly instruments: Map<string, Decimal>
  /** What came without being profit, under the key `''`. */
  readonly paidIn: Map<'', Decimal>
}

/** A {@link WatchState} as JSON data. */
export const watchCodec: Codec<WatchState> = object<WatchState>({
  assets: map<Asset, Decimal>(decimal),
  instruments: map<string, Decimal>(decimal),
  paidIn: map<'', Decimal>(decimal),
})

/**
 * Equity as loss limits watch it: known at any time, for an asset without a mark must not hide what is lost in others.
 *
 * What has no mark is valued at the price at which we last traded it, and left out where we never did. The first price of
 * something makes neither gain nor loss: what is held of it counts as paid in.
 */
export class LossWatch {
  /** What is kept of it. */
  readonly state: WatchState = {
    assets: new Map(),
    instruments: new Map(),
    paidIn: new Map(),
  }
  readonly #reportingAsset: Asset
  readonly #marks: Marks
  readonly #exposure: Exposure
  readonly #changes: Changes

  /** Watches what is held. */
  constructor(
    reportingAsset: Asset,
    held: { readonly marks: Marks; readonly exposure: Exposure; readonly changes: Changes },
  ) {
    this.#reportingAsset = reportingAsset
    this.#marks = held.marks
    this.#exposure = held.exposure
    this.#changes = held.changes
  }

  /** Equity and profit now. */
  read(): Pick<Performance, 'equity' | 'profit'> {
    const equity = this.#equity()
    return { equity, profit: minus(equity, this.#paidIn()) }
  }

  /** An amount was paid in. */
  payIn(asset: Asset, amount: Decimal): void {
    const price = this.#priceOf(asset)
    if (price !== undefined) this.#addPaidIn(times(amount, price))
  }

  /** Does what gives an asset a mark. */
  markAsset<Result>(asset: Asset, mark: () => Result): Result {
    return this.#price(this.#priceOf(asset) === undefined, mark)
  }

  /** Does what gives an instrument a mark. */
  markInstrument<Result>(key: string, mark: () => Result): Result {
    return this.#price(!this.#hasPrice(key), mark)
  }

  /** A fill is about to be booked: its price stands in where there is no mark. */
  trade({ place: { instrument }, at: { price } }: BookedFill): void {
    const { base, quote, market } = instrument
    const key = instrumentKey(instrument)
    if (market === 'futures') {
      if (this.#marks.instruments.has(key)) return
      const put = (): void => this.#changes.put(this.state.instruments, key, rounded(price))
      this.#price(!this.#hasPrice(key), put)
      return
    }
    const [ofBase, ofQuote] = [this.#priceOf(base), this.#priceOf(quote)]
    if (!this.#isMarked(base) && ofQuote !== undefined)
      this.#standIn(base, rounded(price.times(ofQuote)))
    else if (!this.#isMarked(quote) && ofBase !== undefined)
      this.#standIn(quote, ratio(ofBase, price))
  }

  #standIn(asset: Asset, price: Decimal): void {
    const put = (): void => this.#changes.put(this.state.assets, asset, price)
    this.#price(this.#priceOf(asset) === undefined, put)
  }

  #price<Result>(isFirst: boolean, act: () => Result): Result {
    if (!isFirst) return act()
    const before = this.#equity()
    const result = act()
    this.#addPaidIn(minus(this.#equity(), before))
    return result
  }

  #isMarked(asset: Asset): boolean {
    return asset === this.#reportingAsset || this.#marks.assets.has(asset)
  }

  #priceOf(asset: Asset): Decimal | undefined {
    if (asset === this.#reportingAsset) return ONE
    return this.#marks.assets.get(asset)?.price ?? this.state.assets.get(asset)
  }

  #hasPrice(key: string): boolean {
    return this.#marks.instruments.has(key) || this.state.instruments.has(key)
  }

  #equity(): Decimal {
    return this.#exposure.worth(this.#reportingAsset, this.state)
  }

  #paidIn(): Decimal {
    return this.state.paidIn.get('') ?? ZERO
  }

  #addPaidIn(amount: Decimal): void {
    if (amount.isZero()) return
    this.#changes.put(this.state.paidIn, '', plus(this.#paidIn(), amount))
  }
}

/** As many digits as a mark has: so that every amount has a value at it. */
function rounded(price: Decimal): Decimal {
  return ratio(price, ONE)
}
