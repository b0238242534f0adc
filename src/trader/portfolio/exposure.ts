import type { Asset, Decimal } from '../../core/index.ts'
import type { Changes } from './changes.ts'
import { minus, plus, times, ZERO } from './exact.ts'
import type { Marks } from './marks.ts'
import { unrealised } from './position.ts'
import { instrumentKey, priced, type TradedInstrument } from './traded-instrument.ts'

/** A mark that is missing: of an asset in the reporting asset, or of an instrument. */
export type MissingMark =
  | { readonly type: 'asset'; readonly asset: Asset }
  | { readonly type: 'instrument'; readonly instrument: TradedInstrument }

/** What everything is worth in the reporting asset. */
export interface Equity {
  /** The value; `undefined` where a mark is missing. */
  readonly equity: Decimal | undefined
  /** The marks that are missing; empty where there is a value. */
  readonly missing: readonly MissingMark[]
  /** Time of the oldest mark that it rests on, epoch µs; absent where it rests on none. */
  readonly oldestMarkUs?: number
}

/** Prices of what has no mark. */
export interface StandInPrices {
  /** Of assets, in the reporting asset. */
  readonly assets: ReadonlyMap<Asset, Decimal>
  /** Of instruments, by key, in their quote. */
  readonly instruments: ReadonlyMap<string, Decimal>
}

interface Held {
  readonly instrument: TradedInstrument
  readonly quantity: Decimal
  readonly cost: Decimal
  /** At the newest mark; `undefined` where there is none and one is needed. */
  readonly unrealised: Decimal | undefined
}

/**
 * What is held, by asset and by futures instrument over all accounts: the little that equity needs, brought up to date with
 * every booking. Since nothing is rounded, it is at any time what adding everything up anew would give.
 */
export class Exposure {
  // Holdings and unrealised profit and loss.
  readonly #amounts = new Map<Asset, Decimal>()
  readonly #held = new Map<string, Held>()
  readonly #marks: Marks
  readonly #changes: Changes

  /** Nothing is held yet. */
  constructor(marks: Marks, changes: Changes) {
    this.#marks = marks
    this.#changes = changes
  }

  /** Adds an amount of an asset. */
  add(asset: Asset, amount: Decimal): void {
    this.#changes.put(this.#amounts, asset, plus(this.#amounts.get(asset) ?? ZERO, amount))
  }

  /** Adds to what is held of a futures instrument. */
  hold(instrument: TradedInstrument, quantity: Decimal, cost: Decimal): void {
    const key = instrumentKey(instrument)
    const held = this.#held.get(key)
    this.#put(key, held, {
      instrument,
      quantity: plus(held?.quantity ?? ZERO, quantity),
      cost: plus(held?.cost ?? ZERO, cost),
    })
  }

  /** The mark of an instrument has changed. */
  remark(key: string): void {
    const held = this.#held.get(key)
    if (held !== undefined) this.#put(key, held, held)
  }

  /** What it is worth. */
  equity(reportingAsset: Asset): Equity {
    const missing: MissingMark[] = []
    let [sum, oldestUs] = [ZERO, Number.POSITIVE_INFINITY]
    for (const [key, { instrument, quantity, unrealised }] of this.#held) {
      if (unrealised === undefined) missing.push({ type: 'instrument', instrument })
      if (quantity.isZero()) continue
      oldestUs = Math.min(oldestUs, this.#marks.instruments.get(key)?.timeUs ?? oldestUs)
    }
    for (const [asset, amount] of this.#amounts) {
      if (amount.isZero()) continue
      const mark = this.#marks.assets.get(asset)
      if (asset === reportingAsset) sum = plus(sum, amount)
      else if (mark === undefined) missing.push({ type: 'asset', asset })
      else {
        sum = plus(sum, times(amount, mark.price))
        oldestUs = Math.min(oldestUs, mark.timeUs)
      }
    }
    return {
      equity: missing.length === 0 ? sum : undefined,
      missing: missing.sort(byName),
      ...(oldestUs < Number.POSITIVE_INFINITY && { oldestMarkUs: oldestUs }),
    }
  }

  /** What it is worth where marks are missing: at a price that stands in, or left out where there is none either. */
  worth(reportingAsset: Asset, standIns: StandInPrices): Decimal {
    const valueOf = (asset: Asset, amount: Decimal): Decimal => {
      if (amount.isZero() || asset === reportingAsset) return amount
      const price = this.#marks.assets.get(asset)?.price ?? standIns.assets.get(asset)
      return price === undefined ? ZERO : times(amount, price)
    }
    let sum = ZERO
    for (const [asset, amount] of this.#amounts) sum = plus(sum, valueOf(asset, amount))
    for (const [key, { instrument, quantity, cost, unrealised: known }] of this.#held) {
      const price = known === undefined ? standIns.instruments.get(key) : undefined
      if (price === undefined) continue
      const { unit } = priced(instrument, price)
      sum = plus(sum, valueOf(instrument.settle, unrealised(quantity, cost, unit)))
    }
    return sum
  }

  #put(key: string, before: Held | undefined, now: Omit<Held, 'unrealised'>): void {
    const { instrument, quantity, cost } = now
    const unit = quantity.isZero() ? ZERO : this.#marks.instruments.get(key)?.unit
    const result = unit === undefined ? undefined : unrealised(quantity, cost, unit)
    this.#changes.put(this.#held, key, { instrument, quantity, cost, unrealised: result })
    const [added, taken] = [result ?? ZERO, before?.unrealised ?? ZERO]
    if (!added.eq(taken)) this.add(instrument.settle, minus(added, taken))
  }
}

// In the same order however it came to be: after a restore too.
function byName(a: MissingMark, b: MissingMark): number {
  const [x, y] = [nameOf(a), nameOf(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

function nameOf(mark: MissingMark): string {
  return mark.type === 'asset' ? mark.asset : `${mark.type} ${instrumentKey(mark.instrument)}`
}
