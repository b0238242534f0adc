import { RestRefusal } from '../rest-error.ts'

/** Parameters that a request may not be without, or that are not what they should be. */
export const INVALID = '10001'

/** A JSON object as a client wrote it. */
export type BodyObject = Readonly<Record<string, unknown>>

/** Reads a body. Throws RestRefusal where it is no JSON object. */
export function readBody(text: string): BodyObject {
  const value = parsed(text)
  if (isRecord(value)) return value
  throw new RestRefusal(INVALID, 'Request parameter error.')
}

/** The objects under a key. Throws RestRefusal where there is no list of them. */
export function objectsAt(body: BodyObject, key: string): readonly BodyObject[] {
  const list = body[key]
  if (Array.isArray(list) && list.every(isRecord)) return list
  throw new RestRefusal(INVALID, `params error: ${key} invalid`)
}

/** The text under a key; `undefined` where it is missing or empty. The venue takes numbers as text only. */
export function textAt(body: BodyObject, key: string): string | undefined {
  const value = body[key]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  throw new RestRefusal(INVALID, `params error: ${key} is not a string`)
}

/** The text under a key. Throws RestRefusal where it is missing. */
export function neededText(body: BodyObject, key: string): string {
  const text = textAt(body, key)
  if (text !== undefined) return text
  throw new RestRefusal(INVALID, `params error: ${key} is required`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No JSON is no object, and is refused as one.
    return undefined
  }
}

function isRecord(value: unknown): value is BodyObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
