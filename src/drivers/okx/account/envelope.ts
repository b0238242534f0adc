import type { HttpResponse } from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { arrayAt, asObject, optionalTextAt, parseJson, textAt } from '../../kit/fields.ts'

/** What one code says, with its words. */
export interface VenueWord {
  /** The venue's code; `0` is well. */
  readonly code: string
  /** The venue's words. */
  readonly message: string
}

/**
 * `{"code":"0","msg":"","data":[…]}`: two levels. `code` is of the request, `sCode` of each row: `1` is "all failed", `2`
 * "some failed", and endpoints of stops say `0` where a row says no.
 */
export interface Envelope extends VenueWord {
  /** The rows. */
  readonly rows: readonly JsonObject[]
  /** What rows say that were refused. */
  readonly refusals: readonly VenueWord[]
}

/** Reads an answer of whatever status. @throws ProtocolError `MALFORMED_RESPONSE` where it is not the venue's own. */
export function readEnvelope(response: HttpResponse): Envelope {
  const message = asObject(parseJson(response.body), 'answer')
  const code = textAt(message, 'code')
  const data = message['data'] === undefined ? [] : arrayAt(message, 'data')
  const rows = data.map((row) => asObject(row, 'row'))
  return {
    code,
    message: optionalTextAt(message, 'msg') ?? '',
    rows,
    refusals: rows.flatMap((row) => {
      const word = wordOf(row)
      return word === undefined || word.code === '0' ? [] : [word]
    }),
  }
}

/** The same, or nothing where it is not the venue's own: a proxy's page. Never throws. */
export function envelopeOf(response: HttpResponse): Envelope | undefined {
  try {
    return readEnvelope(response)
  } catch {
    // The status says what there is to know.
    return undefined
  }
}

/** What a row says of its part of a request; `undefined` where it says nothing, as rows of lists. */
export function wordOf(row: JsonObject): VenueWord | undefined {
  const code = optionalTextAt(row, 'sCode')
  return code === undefined ? undefined : { code, message: optionalTextAt(row, 'sMsg') ?? '' }
}
