import { RestRefusal } from '../rest-error.ts'

/** A JSON object as a client sent it. */
export type BodyObject = Readonly<Record<string, unknown>>

/** The objects of a body: one, or a list of them. Throws RestRefusal where it is neither. */
export function readBody(text: string): readonly BodyObject[] {
  if (text === '') throw new RestRefusal('50000', 'Body for POST request cannot be empty.', 400)
  const value = parsed(text)
  const items = Array.isArray(value) ? value : [value]
  if (items.length > 0 && items.every(isObject)) return items
  throw new RestRefusal('50002', 'JSON syntax error', 400)
}

/** The text under a key; `undefined` where it is missing or empty. */
export function textAt(body: BodyObject, key: string): string | undefined {
  const value = body[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** `{ [key]: text }`, or nothing. */
export function given<K extends string>(
  key: K,
  text: string | undefined,
): { readonly [P in K]?: string } {
  return (text === undefined ? {} : { [key]: text }) as { readonly [P in K]?: string }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON is refused as one.
    return undefined
  }
}

function isObject(value: unknown): value is BodyObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
