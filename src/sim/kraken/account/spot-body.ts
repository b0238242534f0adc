import type { HostRequest } from '../../../runtime/virtual/host.ts'
import { isRecord, parsed } from '../requests.ts'
import { RestRefusal } from '../rest-error.ts'

/** The parameters of a call. */
export type SpotBody = Readonly<Record<string, unknown>>

/** Reads a body, which is a form or JSON. */
export function readSpotBody({ headers, body }: HostRequest): SpotBody {
  if (headers['content-type']?.startsWith('application/json') === true) {
    const found = parsed(body)
    return isRecord(found) ? found : {}
  }
  return Object.fromEntries(new URLSearchParams(body))
}

/** The text under a key; a number gives its digits; `undefined` where there is none. */
export function textOf(body: SpotBody, key: string): string | undefined {
  const value = body[key]
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** As {@link textOf}. Throws RestRefusal where there is none. */
export function neededText(body: SpotBody, key: string): string {
  const text = textOf(body, key)
  if (text === undefined) throw new RestRefusal(`EGeneral:Invalid arguments:${key}`)
  return text
}

/** The texts under a key; none where it is missing. */
export function textsOf(body: SpotBody, key: string): readonly string[] {
  const value = body[key]
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}
