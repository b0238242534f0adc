import { RestRefusal } from '../rest-error.ts'
import { INVALID } from './request-body.ts'

/** A row of a list. */
export type QueryRow = Readonly<Record<string, unknown>>

/** A page of rows, and where the next one starts: percent-encoded, as the venue hands its cursors out. */
export function pageOf(
  rows: readonly QueryRow[],
  query: URLSearchParams,
  { usual, most }: { readonly usual: number; readonly most: number },
): { readonly list: readonly QueryRow[]; readonly nextPageCursor: string } {
  const asked = query.get('limit')
  const limit = asked === null ? usual : Number(asked)
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > most)
    throw new RestRefusal(INVALID, `params error: limit is 1 to ${most}`)
  const from = startOf(query.get('cursor'))
  const to = from + limit
  const nextPageCursor = to < rows.length ? encodeURIComponent(`page_token=${to}&`) : ''
  return { list: rows.slice(from, to), nextPageCursor }
}

/** A cursor that was encoded twice, or never, is not one of the venue's. */
function startOf(cursor: string | null): number {
  if (cursor === null || cursor === '') return 0
  const [, from] = /^page_token=(\d+)&$/.exec(cursor) ?? []
  if (from === undefined) throw new RestRefusal(INVALID, 'params error: cursor invalid')
  return Number(from)
}
