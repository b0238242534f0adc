import { divideRounded } from '../fixed-text.ts'
import type { SimInstrument } from '../sim-instrument.ts'
import type { AccountRules } from './account-rules.ts'
import { MONEY_SCALE, moneyOf, toMoney } from './money.ts'

/** What a contract's money is reckoned by. All amounts at `MONEY_SCALE`. */
export interface ContractValue {
  /** What a size is worth at a price: quote (exact), or base on an inverse contract (rounded to 8 digits). */
  of(price: number, size: number): bigint
  /** What a size is in base or contracts. */
  base(size: number): bigint
  /** The price at which a size is worth a value, at a scale, half away from zero; 0 where the size is 0. */
  priceOf(value: bigint, size: number, scale: number): bigint
  /** 1 where a long earns when the value rises, -1 where the value counts base and falls with the price. */
  readonly direction: 1n | -1n
  /** What profits are paid in, and margin. */
  readonly settle: string
  /** The wallet that pays. */
  readonly wallet: string
}

const ONE = 10n ** BigInt(MONEY_SCALE)

/** Works out how an instrument's money is reckoned at a venue. */
export function contractValue(spec: SimInstrument, rules: AccountRules): ContractValue {
  const isInverse = spec.inverseContractSize !== undefined
  const multiplier = isInverse ? ONE : moneyOf(rules.multiplierOf(spec))
  const base = (size: number): bigint => toMoney(size, spec.sizeScale)
  return {
    of: (price, size) => (toMoney(spec.valueOf(price, size), spec.valueScale) * multiplier) / ONE,
    base,
    priceOf(value, size, scale) {
      if (size === 0 || value === 0n) return 0n
      const up = 10n ** BigInt(scale)
      if (!isInverse) return divideRounded(value * ONE * up, base(size) * multiplier)
      return divideRounded(base(size) * moneyOf(spec.inverseContractSize ?? '1') * up, value * ONE)
    },
    direction: isInverse ? -1n : 1n,
    settle: spec.settle ?? spec.quote,
    wallet: rules.walletOf(spec),
  }
}
