import { type Credentials, type HttpRequest, queryText, type Stamp } from '../../../core/index.ts'
import { signedRequest } from '../../kit/signed-request.ts'
import { isoText } from '../times.ts'
import { spotSignature } from './sign.ts'

/** What the venue takes as a deadline at most, from now. */
const MAX_DEADLINE_US = 60_000_000

/** A value of a private call; lists and objects only where the body is JSON. */
type Field = string | number | boolean | readonly Field[] | { readonly [name: string]: Field }

/** Names with values, in order. */
export type Fields = Readonly<Record<string, Field>>

/** A private call of spot before it is signed. */
export interface SpotCall {
  /** Which of the services. */
  readonly service: 'spot-private' | 'spot-trading'
  /** The last part of its path. */
  readonly method: string
  /** Its parameters. */
  readonly fields: Fields
  /** How the body is written. @defaultValue `form` */
  readonly format?: 'form' | 'json'
  /** Cost in the service's budget. @defaultValue 1 */
  readonly weight?: number
  /** Whether sending it twice is harmless. @defaultValue true */
  readonly isIdempotent?: boolean
  /** When it stops to be of force, epoch µs of the venue's clock; absent where the call takes none. */
  readonly deadlineUs?: number
}

/**
 * A private call of spot as a request: the body is written and signed as it is sent, with the stamp's nonce. The nonce is
 * in µs, and stays so: a key that has seen a larger scale refuses every smaller one for ever.
 */
export function spotRequest(call: SpotCall, { key, secret }: Credentials): HttpRequest {
  const { service, method, weight = 1, isIdempotent = true } = call
  const path = `/0/private/${method}`
  return {
    service,
    method: 'POST',
    path,
    weight,
    isIdempotent,
    sign: (request, stamp) => {
      const nonce = String(stamp.nonce)
      const body = bodyOf(call, nonce, stamp)
      return signedRequest(request, {
        body,
        headers: {
          'content-type':
            call.format === 'json' ? 'application/json' : 'application/x-www-form-urlencoded',
          'API-Key': key,
          'API-Sign': spotSignature(secret, path, nonce, body),
        },
      })
    },
  }
}

function bodyOf(call: SpotCall, nonce: string, stamp: Stamp): string {
  const { deadlineUs } = call
  const deadline = deadlineUs === undefined ? {} : { deadline: deadlineText(deadlineUs, stamp) }
  const fields = { nonce, ...call.fields, ...deadline }
  return call.format === 'json' ? JSON.stringify(fields) : formText(fields)
}

/** The deadline in the venue's form; one further off than it takes is brought nearer, which is the safe side. */
export function deadlineText(deadlineUs: number, { venueTimeUs }: Stamp): string {
  return isoText(Math.min(deadlineUs, venueTimeUs + MAX_DEADLINE_US))
}

/** Fields as the text of a form. */
export function formText(fields: Fields): string {
  return queryText(textFields(fields))
}

/** Fields with values as text, which is how forms and queries have them; lists and objects do not occur in those. */
export function textFields(fields: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  )
}
