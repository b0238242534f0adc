import type { HttpResponse } from '../../core/index.ts'
import { httpDateUs } from '../../wire/index.ts'

/**
 * When an answer was made by its `date` header, epoch µs, in whole seconds that have passed: never later than it was;
 * `undefined` where it has none. For venues whose bodies do not say it.
 */
export function answerTimeUs({ headers }: Pick<HttpResponse, 'headers'>): number | undefined {
  const { date } = headers
  return date === undefined ? undefined : httpDateUs(date)
}
