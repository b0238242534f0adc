import type { HttpRequest } from '../core/index.ts'

/** The absolute URL of a request: the service's base, the path, and the query percent-encoded in its order. */
export function httpUrl(base: string, request: Pick<HttpRequest, 'path' | 'query'>): string {
  const query = Object.entries(request.query ?? {})
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&')
  return query === '' ? base + request.path : `${base}${request.path}?${query}`
}
