import { Decimal, parseDecimal } from '../../core/index.ts'

type Params = Readonly<Record<string, unknown>>

/** The value of a parameter that is a JSON number or decimal text; `undefined` where it is neither. */
export function paramValue(params: unknown, name: string): Decimal | undefined {
  if (typeof params !== 'object' || params === null || !Object.hasOwn(params, name))
    return undefined
  const value = (params as Params)[name]
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && parseDecimal(text) !== undefined
    ? new Decimal(text)
    : undefined
}

/**
 * The parameters with another value of one that they have, written as it was: a number or text. `undefined` where a JSON number
 * does not hold it exactly.
 */
export function withParam(params: unknown, name: string, value: Decimal): Params | undefined {
  // `paramValue` has found it there.
  const known = params as Params
  const text = value.toFixed()
  if (typeof known[name] !== 'number') return { ...known, [name]: text }
  return new Decimal(String(Number(text))).eq(value)
    ? { ...known, [name]: Number(text) }
    : undefined
}
