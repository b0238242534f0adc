import { type Credentials, type HttpRequest, queryText } from '../../../../core/index.ts'
import { signedRequest } from '../../../kit/signed-request.ts'
import { deadlineText, type Fields, formText, textFields } from '../../account/signed-call.ts'
import { futuresSignature } from './sign.ts'

/** A private call of derivatives before it is signed. */
export interface FuturesCall {
  /** Which of the services. @defaultValue `futures` */
  readonly service?: 'futures' | 'futures-history'
  /** The method. */
  readonly method: 'GET' | 'POST' | 'PUT'
  /** The path, from `/derivatives` or `/api`. */
  readonly path: string
  /** Its parameters: a query or a form, by the method. */
  readonly fields?: Fields
  /** Cost in the service's budget. */
  readonly weight: number
  /** Whether sending it twice is harmless. @defaultValue true */
  readonly isIdempotent?: boolean
  /** When it stops to be of force, epoch µs of the venue's clock; absent where the call takes none. */
  readonly deadlineUs?: number
}

/** A private call of derivatives as a request, signed as it is sent. */
export function futuresRequest(call: FuturesCall, { key, secret }: Credentials): HttpRequest {
  const { service = 'futures', method, path, fields = {}, weight, isIdempotent = true } = call
  const query = textFields(fields)
  // What is no form stands in the query, also where something is put.
  const isForm = method === 'POST'
  return {
    service,
    method,
    path,
    ...(isForm ? {} : { query }),
    weight,
    isIdempotent,
    sign: (request, stamp) => {
      const nonce = String(stamp.nonce)
      const deadline =
        call.deadlineUs === undefined ? {} : { processBefore: deadlineText(call.deadlineUs, stamp) }
      const data = isForm ? formText({ ...fields, ...deadline }) : queryText(query)
      const signature = futuresSignature(secret, path.replace(/^\/derivatives/, ''), nonce, data)
      return signedRequest(request, {
        ...(isForm ? { body: data } : {}),
        headers: {
          ...(isForm ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
          APIKey: key,
          Nonce: nonce,
          Authent: signature,
        },
      })
    },
  }
}
