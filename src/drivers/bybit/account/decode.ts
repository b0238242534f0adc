import type {
  AccountDecoder,
  AccountEvent,
  AccountId,
  FrameOutcome,
  Instrument,
  InstrumentTable,
  OrderFill,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { coldFault } from '../../kit/cold.ts'
import {
  arrayAt,
  asObject,
  isObject,
  optionalMsTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../../kit/fields.ts'
import { FrameVerdict } from '../../kit/frame-verdict.ts'
import { readBalance } from './balance-rows.ts'
import { executionKind, readFill, readFunding } from './fill-rows.ts'
import { readOrderRow } from './order-rows.ts'
import { OrderTold } from './order-told.ts'
import { readPosition } from './position-rows.ts'

/** A message of the private socket: `{"id":…,"topic":…,"creationTime":ms,"data":[…]}`. */
interface Message {
  readonly topic: string
  readonly body: JsonObject
  readonly localTimeUs: number
}

/** Reads the private socket's frames. Nothing in them is a snapshot: what is so has to be asked after each connect. */
export class BybitAccountDecoder implements AccountDecoder {
  readonly #table: InstrumentTable
  readonly #account: AccountId
  readonly #orders: OrderTold
  readonly #verdict = new FrameVerdict()

  /** A decoder of one connection; symbols are looked up in `table`. */
  constructor(table: InstrumentTable, account: AccountId) {
    this.#table = table
    this.#account = account
    this.#orders = new OrderTold(account)
  }

  /** {@inheritDoc AccountDecoder.ignoredReason} */
  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  /** {@inheritDoc AccountDecoder.fault} */
  get fault(): AccountDecoder['fault'] {
    return this.#verdict.fault
  }

  /** {@inheritDoc AccountDecoder.decode} */
  decode(
    frame: Uint8Array,
    localTimeUs: number,
    tell: (event: AccountEvent) => void,
  ): FrameOutcome {
    const read = this.#read(frame, localTimeUs)
    if (!isEvents(read)) return read
    if (read.length === 0)
      return this.#verdict.ignore('nothing in it is of a product that is traded')
    for (const event of read) tell(event)
    return 'event'
  }

  #read(frame: Uint8Array, localTimeUs: number): readonly AccountEvent[] | FrameOutcome {
    try {
      const body = parseJson(frame)
      if (!isObject(body)) return this.#verdict.ignore('message is not an object')
      const topic = optionalTextAt(body, 'topic')
      if (topic === undefined)
        return body['op'] === undefined ? this.#verdict.ignore('message names no topic') : 'control'
      return this.#events({ topic, body, localTimeUs })
    } catch (cause) {
      const result = coldFault(cause)
      if (result.outcome === 'fault') this.#verdict.fault = result.fault
      return result.outcome
    }
  }

  #events(message: Message): readonly AccountEvent[] | FrameOutcome {
    const { topic } = message
    switch (topic) {
      case 'order':
      case 'order.spot':
      case 'order.linear':
        return rowsOf(message).flatMap((row) =>
          this.#of(row, message, (where) => this.#order(row, where, message)),
        )
      case 'execution':
      case 'execution.spot':
      case 'execution.linear':
        return rowsOf(message).flatMap((row) =>
          this.#of(row, message, (where) => this.#execution(row, where, message)),
        )
      case 'position':
      case 'position.linear':
        return rowsOf(message).flatMap((row) =>
          this.#of(row, message, (where) => [
            readPosition(row, where, this.#account, message.localTimeUs),
          ]),
        )
      case 'wallet':
        return rowsOf(message).flatMap((row) => this.#wallet(row, message))
      default:
        return this.#verdict.ignore(`topic ${channelOf(topic)} is not carried`)
    }
  }

  /** The events of a row of a traded product; of an instrument that nobody listed, that something was missed. */
  #of(
    row: JsonObject,
    { topic, localTimeUs: timeUs }: Message,
    read: (instrument: Instrument) => readonly AccountEvent[],
  ): readonly AccountEvent[] {
    const category = textAt(row, 'category')
    if (category !== 'spot' && category !== 'linear') return []
    const symbol = textAt(row, 'symbol')
    const market = category === 'spot' ? 'spot' : 'futures'
    const slot = this.#table.bySymbol(market, symbol)
    if (slot !== undefined) return read(slot.instrument)
    return [
      this.#missed(`${topic} of ${category} ${symbol.slice(0, 40)}, which is not listed`, timeUs),
    ]
  }

  #order(
    row: JsonObject,
    instrument: Instrument,
    { localTimeUs }: Message,
  ): readonly AccountEvent[] {
    return this.#orders.events(readOrderRow(row), instrument, localTimeUs)
  }

  #execution(
    row: JsonObject,
    instrument: Instrument,
    { localTimeUs }: Message,
  ): readonly AccountEvent[] {
    switch (executionKind(row)) {
      case 'fill':
        return [this.#fill(row, instrument, localTimeUs)]
      case 'funding':
        return [readFunding(row, instrument, this.#account, localTimeUs)]
      case 'other': {
        const kind = textAt(row, 'execType').slice(0, 40)
        return [this.#missed(`execution of the kind ${kind} in ${instrument.symbol}`, localTimeUs)]
      }
    }
  }

  #fill(row: JsonObject, instrument: Instrument, timeUs: number): OrderFill {
    const fill = readFill(row, instrument, this.#account)
    const { clientOrderId, venueOrderId, account, venueTimeUs } = fill
    const address = { venueOrderId, account, instrument }
    const order = clientOrderId === undefined ? address : { clientOrderId, ...address }
    return { type: 'fill', order, fill, timeUs, venueTimeUs }
  }

  /** Only coins that changed are told. */
  #wallet(row: JsonObject, { body, localTimeUs: timeUs }: Message): readonly AccountEvent[] {
    const venueTimeUs = optionalMsTimeAt(body, 'creationTime')
    const head = { account: this.#account, timeUs, venueTimeUs }
    return arrayAt(row, 'coin').map((coin) => readBalance(asObject(coin, 'coin'), head))
  }

  #missed(detail: string, timeUs: number): AccountEvent {
    return { type: 'missed', account: this.#account, detail, timeUs }
  }
}

function rowsOf({ body }: Message): readonly JsonObject[] {
  return arrayAt(body, 'data').map((row) => asObject(row, 'row'))
}

function isEvents(read: readonly AccountEvent[] | FrameOutcome): read is readonly AccountEvent[] {
  return typeof read !== 'string'
}

/** Symbols and depths left out. */
function channelOf(topic: string): string {
  return topic.split('.', 1)[0]?.slice(0, 40) ?? ''
}
