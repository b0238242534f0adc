import type { WallClock } from '../../../runtime/ports.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import { WindowBudget } from '../../window-budget.ts'
import { RestRefusal } from '../rest-error.ts'
import type { AccountProduct } from './refusals.ts'

interface Window {
  readonly header: string
  readonly perMs: number
  readonly words: string
}

/** How many orders an account may send; spot's day is long enough that nobody gets there. */
const WINDOWS: Readonly<Record<AccountProduct, readonly (Window & { limit: number })[]>> = {
  spot: [
    { header: 'x-mbx-order-count-10s', limit: 100, perMs: 10_000, words: '10 SECOND' },
    { header: 'x-mbx-order-count-1d', limit: 200_000, perMs: 86_400_000, words: '1 DAY' },
  ],
  usdm: [
    { header: 'x-mbx-order-count-10s', limit: 300, perMs: 10_000, words: '10 SECOND' },
    { header: 'x-mbx-order-count-1m', limit: 1200, perMs: 60_000, words: '1 MINUTE' },
  ],
}

/** Counts the orders of each account: new ones, and on USDⓈ-M changes too. Cancels are free. */
export class OrderCounts {
  readonly #clock: WallClock
  readonly #budgets = new Map<SimAccount, Map<AccountProduct, readonly WindowBudget[]>>()

  /** Nobody has sent any. */
  constructor(clock: WallClock) {
    this.#clock = clock
  }

  /** Counts orders of one request. @throws RestRefusal -1015 where there are too many. */
  spend(account: SimAccount, product: AccountProduct, orders: number): void {
    this.#of(account, product).forEach((budget, i) => {
      // A batch is one request of a minute, but so many orders of ten seconds.
      const cost = product === 'usdm' && i > 0 ? 1 : orders
      const { limit, words } = this.#window(product, i)
      if (budget.spend(cost)) return
      const found = `Too many new orders; current limit is ${limit} orders per ${words}.`
      throw new RestRefusal(-1015, found, 429)
    })
  }

  /** What was counted, as headers. */
  headers(account: SimAccount, product: AccountProduct): Record<string, string> {
    const budgets = this.#of(account, product)
    return Object.fromEntries(
      WINDOWS[product].map(({ header }, i) => [header, String(budgets[i]?.used() ?? 0)]),
    )
  }

  #window(product: AccountProduct, i: number): { readonly limit: number; readonly words: string } {
    return WINDOWS[product][i] ?? { limit: 0, words: '' }
  }

  #of(account: SimAccount, product: AccountProduct): readonly WindowBudget[] {
    let products = this.#budgets.get(account)
    if (products === undefined) {
      products = new Map()
      this.#budgets.set(account, products)
    }
    let budgets = products.get(product)
    if (budgets === undefined) {
      budgets = WINDOWS[product].map(
        ({ limit, perMs }) => new WindowBudget(this.#clock, limit, perMs),
      )
      products.set(product, budgets)
    }
    return budgets
  }
}
