import type { HttpResponse } from '../../core/index.ts'

/** What the gateway in front of both services answers with: a page, whatever was asked. */
export function htmlResponse(status: number): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: new TextEncoder().encode(`<!DOCTYPE html><html><body>${status}</body></html>`),
  }
}
