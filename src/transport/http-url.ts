import { type HttpRequest, queryText } from '../core/index.ts'

/**
 * The absolute URL of a request: the service's base, the path, and the query percent-encoded in its order. The path `/`
 * is the base itself: a service that is one address may end in a key, and a slash behind it would be another address.
 */
export function httpUrl(
  base: string,
  request: Pick<HttpRequest, 'path' | 'query' | 'queryText'>,
): string {
  const query = request.queryText ?? queryText(request.query ?? {})
  const url = request.path === '/' ? base : base + request.path
  return query === '' ? url : `${url}?${query}`
}
