import type { DriverName } from './driver-name.ts'

/** `rest.ts` of a new driver: calls and refusals. */
export function restTemplate({ title }: DriverName): string {
  return `import { type ErrorCode, type HttpRequest, type RestProtocol, VenueError } from 'crossbook'
import { arrayAt, asObject, given, parseJson, retryAfterMs } from 'crossbook/driver-kit'
import { readInstrument } from './instruments.ts'

function get(path: string): HttpRequest {
  return { service: 'public', method: 'GET', path, weight: 1, isIdempotent: true }
}

function readListing({ body }: { readonly body: Uint8Array }) {
  const rows = arrayAt(asObject(parseJson(body), 'listing'), 'instruments')
  return rows.map((row) => readInstrument(asObject(row, 'instrument')))
}

/** The venue's public REST: what to ask, and how the answers read. */
export const rest: RestProtocol = {
  instruments: () => [{ request: get('/instruments'), parse: readListing }],
  error({ status, headers, body }) {
    const detail = \`status \${status}, \${new TextDecoder().decode(body).slice(0, 160)}\`
    if (status === 429) return refusal('RATE_LIMITED', detail, retryAfterMs(headers))
    return refusal(status >= 500 ? 'VENUE_UNAVAILABLE' : 'VENUE_REJECTED', detail)
  },
}

/** The venue's own words for a no, under the code that says what to do. */
export function refusal(code: ErrorCode, detail = 'no reason', waitMs?: number): VenueError {
  return new VenueError(code, \`${title} refused: \${detail}\`, given('retryAfterMs', waitMs))
}
`
}
