import { ConfigError } from '../../core/index.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import { AccountBook } from './account-book.ts'
import {
  type AccountRules,
  type ApiKey,
  DEFAULT_RULES,
  type SimAccountOptions,
} from './account-rules.ts'
import { OrderEntry } from './order-entry.ts'
import { SimAccount } from './sim-account.ts'
import { TradingFloor } from './trading-floor.ts'

/** A key with the account it opens. */
export interface FoundKey {
  /** The key. */
  readonly apiKey: ApiKey
  /** Its account. */
  readonly account: SimAccount
}

/** The accounts of a simulated venue, and the floor they trade on. */
export class SimAccounts {
  /** How the venue keeps them. */
  readonly rules: AccountRules
  readonly #floor: TradingFloor
  readonly #entry: OrderEntry
  readonly #accounts = new Map<string, SimAccount>()
  readonly #keys = new Map<string, FoundKey>()

  /** No accounts yet. `ports` are the venue's: its clock may be skewed. */
  constructor(market: SimMarket, ports: SimPorts, rules: Partial<AccountRules> = {}) {
    this.rules = Object.freeze({ ...DEFAULT_RULES, ...rules })
    this.#floor = new TradingFloor(market, ports, this.rules)
    this.#entry = new OrderEntry(this.#floor)
  }

  /**
   * Opens an account.
   *
   * @throws ConfigError `INVALID_OPTIONS` where its name or one of its keys is taken or empty, `INVALID_NUMBER` for a balance
   * that is none.
   */
  open(options: SimAccountOptions): SimAccount {
    const { name, keys } = options
    demandFree('a name', name, this.#accounts)
    for (const { key } of keys) demandFree('a key', key, this.#keys)
    const account = new SimAccount(
      keys,
      new AccountBook(options, this.#floor),
      this.#floor,
      this.#entry,
    )
    this.#accounts.set(name, account)
    for (const apiKey of keys) this.#keys.set(apiKey.key, { apiKey, account })
    return account
  }

  /** The account that a key opens, and the key's secret to check a signature with. */
  byKey(key: string): FoundKey | undefined {
    return this.#keys.get(key)
  }

  /** An account by name. */
  find(name: string): SimAccount | undefined {
    return this.#accounts.get(name)
  }

  /** All accounts, in the order they were opened. */
  all(): readonly SimAccount[] {
    return [...this.#accounts.values()]
  }

  /** Takes no orders in an instrument, or takes them again; what rests stays, and may be cancelled. */
  setHalted(instrument: LiveInstrument, isHalted: boolean): void {
    this.#floor.setHalted(instrument, isHalted)
  }

  /** Fees that the venue has taken, by asset, at `MONEY_SCALE`. */
  feesCollected(): ReadonlyMap<string, bigint> {
    return this.#floor.feesCollected
  }
}

function demandFree(what: string, found: string, taken: ReadonlyMap<string, unknown>): void {
  if (found !== '' && !taken.has(found)) return
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Opening an account: expected ${what} that is free, was "${what === 'a key' ? '[key]' : found}"`,
  )
}
