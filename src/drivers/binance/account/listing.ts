import type { AccountList, RestCall } from '../../../core/index.ts'
import type { JsonObject, JsonValue } from '../../../wire/index.ts'
import { answerTimeUs } from '../../kit/answer-time.ts'
import { asArray, asObject, given, parseJson } from '../../kit/fields.ts'
import type { Operation, Product } from './operations.ts'
import { type Keys, signedRequest } from './signed-request.ts'

/** A list that one call has whole. */
export interface Listing<T> {
  /** The product line. */
  readonly product: Product
  /** How it is asked. */
  readonly operation: Operation
  /** Its parameters. */
  readonly query: Readonly<Record<string, string>>
  /** Where the rows stand in the answer. @defaultValue it is a list of them */
  readonly rowsIn?: (answer: JsonValue) => readonly JsonValue[]
  /** Reads a row; `undefined` where it is of an instrument, or in a state, that is not known: the list is incomplete then. */
  readonly read: (row: JsonObject, localTimeUs: number) => readonly T[] | undefined
  /** The list to read after it. */
  readonly after?: RestCall<AccountList<T>>
}

/** The call that reads a list. */
export function readListing<T>(keys: Keys, listing: Listing<T>): RestCall<AccountList<T>> {
  const { after, product, operation, query, read } = listing
  const rowsIn = listing.rowsIn ?? ((answer: JsonValue) => asArray(answer, 'rows'))
  return {
    request: signedRequest(keys, { product, operation, query, isIdempotent: true }),
    parse: (response, localTimeUs) => {
      const rows = rowsIn(parseJson(response.body)).map((row) =>
        read(asObject(row, 'a row'), localTimeUs),
      )
      return {
        items: rows.flatMap((row) => row ?? []),
        ...given('venueTimeUs', answerTimeUs(response)),
        isComplete: !rows.includes(undefined),
      }
    },
    ...given('next', after && (() => after)),
  }
}
