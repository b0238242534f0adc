import type { HttpResponse } from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { asObject, parseJson } from '../../kit/fields.ts'
import { answerError } from './errors.ts'

/**
 * The `result` of a private answer of spot, which has status 200 even where the call was refused.
 *
 * @throws VenueError in the venue's words; ProtocolError `MALFORMED_RESPONSE`.
 */
export function spotResult(response: HttpResponse): JsonObject {
  const error = answerError(response)
  if (error !== undefined) throw error
  return asObject(asObject(parseJson(response.body), 'answer')['result'], 'result')
}

/**
 * A private answer of derivatives.
 *
 * @throws VenueError in the venue's words; ProtocolError `MALFORMED_RESPONSE`.
 */
export function futuresResult(response: HttpResponse): JsonObject {
  const error = answerError(response)
  if (error !== undefined) throw error
  return asObject(parseJson(response.body), 'answer')
}
