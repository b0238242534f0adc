import type { HttpResponse } from '../../core/index.ts'
import type { JsonValue } from '../../wire/index.ts'
import { asObject, optionalTextAt, parseJson, textAt } from '../kit/fields.ts'
import { answerError } from './errors.ts'

const SUCCESS = '200000'

/** `data` of `{"code":"200000","data":…}`; any other code is a refusal, whatever the status. */
export function bodyOf(response: HttpResponse, service: string): JsonValue | undefined {
  const message = asObject(parseJson(response.body), 'answer')
  const code = textAt(message, 'code')
  if (code !== SUCCESS)
    throw answerError(response, service, code, optionalTextAt(message, 'msg') ?? '')
  return message['data']
}
