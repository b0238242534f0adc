import type { HttpRequest, HttpResponse } from '../../core/index.ts'
import type { JsonValue } from '../../wire/index.ts'
import { isObject, optionalTextAt, parseJson } from '../kit/fields.ts'
import { answerError } from './errors.ts'

/** Everything public is one call, `POST /info`; its body says what is asked. docs/venues/hyperliquid.md §REST. */

/** What is asked: `{"type":…}` and what belongs to it. */
export type InfoQuestion = Readonly<Record<string, unknown>> & { readonly type: string }

/** Cost of a question; those not named cost {@link USUAL_WEIGHT}. */
const WEIGHTS: Readonly<Record<string, number>> = { l2Book: 2, allMids: 2, exchangeStatus: 2 }
const USUAL_WEIGHT = 20

/** The request of a question; `rows` costs more: what the rows of its answer may cost at most. */
export function infoRequest(question: InfoQuestion, rows = 0): HttpRequest {
  return {
    service: 'info',
    method: 'POST',
    path: '/info',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
    weight: (WEIGHTS[question.type] ?? USUAL_WEIGHT) + rows,
    isIdempotent: true,
  }
}

/** The answer; `null` is how the venue says that it knows no such coin, and `status` `err` how it refuses. */
export function answerOf(response: HttpResponse): JsonValue {
  const answer = parseJson(response.body)
  if (answer === null) throw answerError(response, 'it knows no such coin')
  if (isObject(answer) && answer['status'] === 'err') {
    throw answerError(response, optionalTextAt(answer, 'response') ?? 'refused without a text')
  }
  return answer
}
