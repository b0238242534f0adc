import {
  type AccountDecoder,
  type AccountEvent,
  type AccountId,
  CrossbookError,
  type FrameFault,
  type FrameOutcome,
  type InstrumentTable,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { asObject, isObject, parseJson } from '../../kit/fields.ts'
import { SPOT_STREAM } from './facts.ts'
import { readSpotEvent } from './spot/decode.ts'
import type { ReadingContext, Told } from './told.ts'
import { UsdmReader } from './usdm/decode.ts'

/** Events about the connection, which the session reads: they end it. */
const ENDINGS: ReadonlySet<unknown> = new Set([
  'serverShutdown',
  'eventStreamTerminated',
  'listenKeyExpired',
])

/** Reads private frames of one connection: spot wraps an event in `event`, combined streams in `data`. */
export class BinanceAccountDecoder implements AccountDecoder {
  /** See {@link AccountDecoder}. */
  ignoredReason = ''
  /** See {@link AccountDecoder}. */
  fault: FrameFault | undefined
  readonly #account: AccountId
  readonly #table: InstrumentTable
  readonly #read: (event: JsonObject, context: ReadingContext) => Told

  /** A decoder for an endpoint's frames. */
  constructor(account: AccountId, table: InstrumentTable, endpoint: string) {
    const usdm = new UsdmReader()
    this.#account = account
    this.#table = table
    this.#read =
      endpoint === SPOT_STREAM ? readSpotEvent : (event, context) => usdm.read(event, context)
  }

  /** See {@link AccountDecoder}. */
  decode(
    frame: Uint8Array,
    localTimeUs: number,
    tell: (event: AccountEvent) => void,
  ): FrameOutcome {
    this.fault = undefined
    let told: Told | undefined
    try {
      told = this.#readFrame(frame, localTimeUs)
    } catch (error) {
      return this.#fail(error)
    }
    if (told === undefined) return 'control'
    if (typeof told === 'string') {
      this.ignoredReason = told
      return 'ignored'
    }
    for (const event of told) tell(event)
    return 'event'
  }

  /** What a frame tells; `undefined` where it is for the session. */
  #readFrame(frame: Uint8Array, localTimeUs: number): Told | undefined {
    const event = unwrapped(asObject(parseJson(frame), 'a private message'))
    // What has no type is an answer.
    if (event['e'] === undefined || ENDINGS.has(event['e'])) return undefined
    return this.#read(event, { account: this.#account, table: this.#table, localTimeUs })
  }

  #fail(error: unknown): FrameOutcome {
    // Anything else is a mistake of ours, not of the venue.
    if (!(error instanceof CrossbookError)) throw error
    this.fault = { code: 'MALFORMED_FRAME', message: error.message, offsetBytes: 0 }
    return 'fault'
  }
}

/** The event inside a message. */
export function unwrapped(message: JsonObject): JsonObject {
  const inner = message['event'] ?? message['data']
  return isObject(inner) ? inner : message
}
