import { moneyOf } from './money.ts'

/** What an account has of an asset in a wallet, at `MONEY_SCALE`. */
export interface SimBalance {
  /** The wallet. */
  readonly wallet: string
  /** The asset. */
  readonly asset: string
  /** All of it; on futures without the profit of what is held. */
  readonly total: bigint
  /** What open spot orders hold, and the margin of positions and open orders. */
  readonly locked: bigint
  /** What is left for new orders. Below 0 only where losses have eaten into margin: there is no liquidation. */
  readonly free: bigint
}

/** The totals of an account by wallet and asset. */
export class Wallets {
  readonly #totals = new Map<string, Map<string, bigint>>()

  /** Reads the opening balances. Throws as `moneyOf`. */
  constructor(opening: Readonly<Record<string, Readonly<Record<string, string>>>>) {
    for (const [wallet, assets] of Object.entries(opening)) {
      for (const [asset, text] of Object.entries(assets)) this.add(wallet, asset, moneyOf(text))
    }
  }

  /** The total of an asset. */
  total(wallet: string, asset: string): bigint {
    return this.#totals.get(wallet)?.get(asset) ?? 0n
  }

  /** Adds to an asset. */
  add(wallet: string, asset: string, amount: bigint): void {
    let assets = this.#totals.get(wallet)
    if (assets === undefined) {
      assets = new Map()
      this.#totals.set(wallet, assets)
    }
    assets.set(asset, (assets.get(asset) ?? 0n) + amount)
  }

  /** Wallets and assets that were ever heard of, in the order they were. */
  *places(): Generator<readonly [wallet: string, asset: string]> {
    for (const [wallet, assets] of this.#totals) {
      for (const asset of assets.keys()) yield [wallet, asset]
    }
  }
}
