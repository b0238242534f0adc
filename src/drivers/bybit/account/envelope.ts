import type { HttpResponse } from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import {
  asObject,
  isObject,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../../kit/fields.ts'

/** `{"retCode":0,"retMsg":"OK","result":{…},"retExtInfo":{…},"time":ms}`, with status 200 for most refusals too. */
export interface Envelope {
  /** `0` where the gateway has taken the request. */
  readonly retCode: string
  /** The venue's words. */
  readonly retMsg: string
  /** The whole of it. */
  readonly body: JsonObject
  /** When the venue answered, epoch µs; absent where it does not say. */
  readonly venueTimeUs: number | undefined
}

/** Reads an answer of whatever status. Throws ProtocolError `MALFORMED_RESPONSE` where it is not the venue's own. */
export function readEnvelope(response: HttpResponse): Envelope {
  const body = asObject(parseJson(response.body), 'answer')
  return {
    retCode: textAt(body, 'retCode'),
    retMsg: optionalTextAt(body, 'retMsg') ?? '',
    body,
    venueTimeUs: optionalMsTimeAt(body, 'time'),
  }
}

/** The same; `undefined` where it is not the venue's own. */
export function envelopeOf(response: HttpResponse): Envelope | undefined {
  try {
    return readEnvelope(response)
  } catch {
    // A proxy's page, or half an answer: what there is to know, its status says.
    return undefined
  }
}

/**
 * Reads the answer to a frame: `{"reqId":"…","retCode":0,"retMsg":"OK","op":"order.create","data":{…},"retExtInfo":{},"header":
 * {"X-Bapi-Limit":"10",…,"Timenow":"ms"},"connId":"…"}`. `undefined` where it is not that.
 */
export function socketEnvelopeOf(frame: Uint8Array): Envelope | undefined {
  try {
    const message = asObject(parseJson(frame), 'answer')
    const { data, header } = message
    return {
      retCode: textAt(message, 'retCode'),
      retMsg: optionalTextAt(message, 'retMsg') ?? '',
      body: data === undefined ? message : { ...message, result: data },
      venueTimeUs: isObject(header) ? optionalMsTimeAt(header, 'Timenow') : undefined,
    }
  } catch {
    // Nobody can say what it says.
    return undefined
  }
}

/** The same as if it had come by REST, where every answer has a status of its own and headers in lower case. */
export function socketResponse(frame: Uint8Array, envelope: Envelope | undefined): HttpResponse {
  const header = envelope?.body['header']
  const headers = Object.entries(isObject(header) ? header : {}).map(([name, value]) => [
    name.toLowerCase(),
    typeof value === 'string' ? value : '',
  ])
  return { status: 200, headers: Object.fromEntries(headers), body: frame }
}
