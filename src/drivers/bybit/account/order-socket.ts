import {
  CrossbookError,
  type HttpResponse,
  type OrderEvent,
  type OrderFrame,
  type OrderSocketFrame,
  type OrderSocketProtocol,
  type VenueRequest,
} from '../../../core/index.ts'
import { isObject, optionalIntegerAt, parseJson } from '../../kit/fields.ts'
import { readAnswer, readBatchAnswer } from './answers.ts'
import { type Envelope, socketEnvelopeOf, socketResponse } from './envelope.ts'
import { stopError } from './errors.ts'
import { timeWindow } from './signed-calls.ts'
import { type WrittenOrder, writeBatch, writeOrder } from './written-order.ts'

const OPERATIONS: Readonly<Record<VenueRequest['type'], string>> = {
  place: 'order.create',
  amend: 'order.amend',
  cancel: 'order.cancel',
}
/** The node of the connection will restart: what is in flight is still answered, what comes now is not taken. */
const DRAINING = '10019'

/**
 * Orders on `/v5/trade`: what REST takes as a body, in a frame. Signed is the login alone; each frame says until when it is of
 * force. docs/venues/bybit.md §Trading; checked 2026-11-27.
 */
export const orderSocket: OrderSocketProtocol = {
  frame: (request) =>
    frameOf(OPERATIONS[request.type], writeOrder(request), (response, envelope, timeUs) =>
      readAnswer(request, response, timeUs, envelope),
    ),
  batch: (requests) => {
    const written = writeBatch(requests)
    const operation = `${OPERATIONS[written.type]}-batch`
    return frameOf(operation, written, (response, envelope, timeUs) =>
      readBatchAnswer(requests, response, timeUs, envelope),
    )
  },
  read,
  isDraining: (answer) => socketEnvelopeOf(answer)?.retCode === DRAINING,
}

type ReadReply = (
  response: HttpResponse,
  envelope: Envelope | undefined,
  timeUs: number,
) => readonly OrderEvent[]

function frameOf(
  op: string,
  { body, deadlineUs, spends }: WrittenOrder,
  read: ReadReply,
): OrderFrame {
  return {
    spends,
    write: (stamp) => {
      const { timestampMs, recvWindowMs } = timeWindow(stamp, deadlineUs)
      const header = {
        'X-BAPI-TIMESTAMP': String(timestampMs),
        'X-BAPI-RECV-WINDOW': String(recvWindowMs),
      }
      return JSON.stringify({ reqId: String(stamp.nonce), header, op, args: [body] })
    },
    parse: (answer, localTimeUs) => {
      const envelope = socketEnvelopeOf(answer)
      return read(socketResponse(answer, envelope), envelope, localTimeUs)
    },
    refusal: (answer) => {
      const envelope = socketEnvelopeOf(answer)
      return stopError(socketResponse(answer, envelope), envelope)
    },
  }
}

/** `reqId` is repeated where it was sent. Logins and pongs have an `op` of their own, and none. */
function read(frame: Uint8Array): OrderSocketFrame {
  try {
    const message = parseJson(frame)
    if (!isObject(message)) return 'ignored'
    return optionalIntegerAt(message, 'reqId') ?? 'control'
  } catch (error) {
    if (error instanceof CrossbookError) return 'fault'
    throw error
  }
}
