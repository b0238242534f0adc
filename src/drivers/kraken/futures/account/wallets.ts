import { type AccountId, asset, type BalanceTold, Decimal } from '../../../../core/index.ts'
import type { JsonObject } from '../../../../wire/index.ts'
import { amountAt } from '../../../kit/amounts.ts'
import {
  asDecimal,
  asObject,
  given,
  isObject,
  optionalTextAt,
  textAt,
} from '../../../kit/fields.ts'
import { unifiedCode } from '../../assets.ts'

/** What one wallet has of one asset. */
interface Holding {
  readonly wallet: string
  readonly asset: string
  readonly amount: Decimal
}

/**
 * What contracts are traded from: the multi-collateral wallet, and one for each underlying of single-collateral ones. An
 * asset's balance is the sum; the holding wallet, from which nothing is traded, does not count.
 */
export class Wallets {
  readonly #holdings = new Map<string, Holding>()

  /** Reads a message of the `balances` feed, which tells only wallets that changed. Returns what changed, as balances. */
  take(message: JsonObject, head: Omit<BalanceTold, 'asset' | 'total'>): readonly BalanceTold[] {
    const changed = [
      ...flexHoldings(message['flex_futures']),
      ...singleHoldings(message['futures']),
    ]
    for (const holding of changed) this.#holdings.set(`${holding.wallet} ${holding.asset}`, holding)
    return [...new Set(changed.map((holding) => holding.asset))].map((code) => ({
      ...head,
      asset: asset(code),
      total: this.#total(code),
    }))
  }

  #total(code: string): Decimal {
    return [...this.#holdings.values()]
      .filter((holding) => holding.asset === code)
      .reduce((sum, { amount }) => sum.plus(amount), new Decimal(0))
  }
}

/** The balances in an answer of `accounts`, those of 0 left out. */
export function readAccounts(
  accounts: JsonObject,
  account: AccountId,
  timeUs: number,
  venueTimeUs: number | undefined,
): readonly BalanceTold[] {
  const holdings = Object.entries(accounts).flatMap(([name, row]) =>
    isObject(row) ? accountHoldings(name, row) : [],
  )
  return [...new Set(holdings.map((holding) => holding.asset))].flatMap((code): BalanceTold[] => {
    const total = holdings
      .filter((holding) => holding.asset === code)
      .reduce((sum, { amount }) => sum.plus(amount), new Decimal(0))
    if (total.isZero()) return []
    return [
      {
        type: 'balance',
        account,
        asset: asset(code),
        total,
        timeUs,
        ...given('venueTimeUs', venueTimeUs),
      },
    ]
  })
}

function accountHoldings(wallet: string, row: JsonObject): readonly Holding[] {
  switch (optionalTextAt(row, 'type')) {
    case 'multiCollateralMarginAccount':
      return flexHoldings(row)
    case 'marginAccount': {
      // Its balances have the contracts it holds beside its one currency.
      const currency = textAt(row, 'currency')
      const amount = asDecimal(asObject(row['balances'], 'balances')[currency], currency)
      return [{ wallet, asset: assetOf(currency), amount: new Decimal(amount) }]
    }
    case undefined:
    default:
      return []
  }
}

function flexHoldings(value: JsonObject[string] | undefined): readonly Holding[] {
  const currencies = isObject(value) ? value['currencies'] : undefined
  if (!isObject(currencies)) return []
  return Object.entries(currencies).map(([code, row]) => ({
    wallet: 'flex',
    asset: assetOf(code),
    amount: amountAt(asObject(row, code), 'quantity'),
  }))
}

function singleHoldings(value: JsonObject[string] | undefined): readonly Holding[] {
  if (!isObject(value)) return []
  return Object.entries(value).map(([wallet, item]) => {
    const row = asObject(item, wallet)
    return { wallet, asset: assetOf(textAt(row, 'unit')), amount: amountAt(row, 'balance') }
  })
}

/** Codes come in both cases. */
export function assetOf(code: string): string {
  return unifiedCode(code.toUpperCase())
}
