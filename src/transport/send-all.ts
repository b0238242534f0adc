import type { RestCall } from '../core/index.ts'
import type { HttpClient, SendOptions } from './http-client.ts'

/**
 * Sends a call and those for the pages after it, one after the other; gives the rows of all.
 *
 * A page without rows is the last one, whatever its answer says of more. Fails as `send` does, with nothing given.
 */
export async function sendAll<Row>(
  http: Pick<HttpClient, 'send'>,
  first: RestCall<readonly Row[]>,
  options: SendOptions = {},
): Promise<readonly Row[]> {
  const rows: Row[] = []
  const left = [first]
  for (let call = left.pop(); call !== undefined; call = left.pop()) {
    const page = await http.send(noting(call, left), options)
    if (page.length === 0) break
    rows.push(...page)
  }
  return rows
}

/** The call, which puts the one for the page after it into `left` when it reads its answer. */
function noting<Row>(
  { request, parse, next }: RestCall<readonly Row[]>,
  left: RestCall<readonly Row[]>[],
): RestCall<readonly Row[]> {
  return {
    request,
    parse(response, localTimeUs) {
      const page = parse(response, localTimeUs)
      const after = next?.(response)
      if (after !== undefined) left.push(after)
      return page
    },
  }
}
