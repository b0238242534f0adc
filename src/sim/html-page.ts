import type { HttpResponse } from '../core/index.ts'

/** What a proxy answers in a venue's name while the venue is away. */
export const HTML_PAGE = '<!DOCTYPE html><html><body><h1>Under maintenance</h1></body></html>'

/** The page as an answer that says of itself that all is well. */
export function htmlResponse(): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: new TextEncoder().encode(HTML_PAGE),
  }
}
