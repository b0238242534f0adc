import { httpDateUs } from '../wire/index.ts'

/**
 * Reads a `Retry-After` header, in seconds or as an HTTP date. Returns ms from now, or `undefined` where there is none
 * or it cannot be read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryAfterMs(header: string | undefined, nowUs: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}(?:\.\d+)?$/.test(header)) return Math.ceil(Number(header) * 1000)
  const atUs = httpDateUs(header)
  return atUs === undefined ? undefined : Math.max(0, Math.ceil((atUs - nowUs) / 1000))
}
