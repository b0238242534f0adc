import type { ErrorCode } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { isObject, parseJson } from './fields.ts'

/** What the body of a refused call says. */
export interface Refusal {
  /** The venue's code. */
  readonly code?: string | undefined
  /** The venue's words. */
  readonly message?: string | undefined
}

/**
 * Reads the body of a refused call. Empty where it is no object, or none that can be read so: gateways and firewalls
 * answer in HTML, and the status alone then says what happened. Never throws.
 */
export function refusalOf(body: Uint8Array, read: (message: JsonObject) => Refusal): Refusal {
  try {
    const value = parseJson(body)
    return isObject(value) ? read(value) : {}
  } catch {
    return {}
  }
}

/** What a refusal means: 429 whatever is said, then what the venue's code means, then what the status does. */
export function refusalCode<Code extends ErrorCode = never>(
  status: number,
  known: Code | undefined,
): Code | 'RATE_LIMITED' | 'VENUE_UNAVAILABLE' | 'VENUE_REJECTED' {
  if (status === 429) return 'RATE_LIMITED'
  return known ?? (status >= 500 ? 'VENUE_UNAVAILABLE' : 'VENUE_REJECTED')
}
