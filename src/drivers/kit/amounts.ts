import { Decimal } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { decimalAt, optionalDecimalAt } from './fields.ts'

/** Exact prices, quantities and money of cold messages; see `fields.ts`. */

/** The number under a key. */
export function amountAt(object: JsonObject, key: string): Decimal {
  return new Decimal(decimalAt(object, key))
}

/** The number under a key; `undefined` where it is missing, null or empty. */
export function optionalAmountAt(object: JsonObject, key: string): Decimal | undefined {
  const text = optionalDecimalAt(object, key)
  return text === undefined ? undefined : new Decimal(text)
}

/** The number under a key; `undefined` where it is missing, null, empty or 0: how venues write that there is none. */
export function positiveAmountAt(object: JsonObject, key: string): Decimal | undefined {
  const amount = optionalAmountAt(object, key)
  return amount?.gt(0) === true ? amount : undefined
}
