import {
  type InstrumentEvent,
  type InstrumentTable,
  type OwnedMarketEvent,
  ProtocolError,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { type ColdResult, ignored } from '../kit/cold.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asObject,
  decimalAt,
  given,
  isArray,
  isObject,
  objectAt,
  optionalDecimalAt,
  optionalMsTimeAt,
  optionalTextAt,
  textAt,
} from '../kit/fields.ts'
import { readContract } from './instruments.ts'
import { FACTS } from './venue.ts'

const NOT_LISTED = 'instrument is not listed'

type ReadRow = (row: JsonObject, head: InstrumentEvent) => OwnedMarketEvent

/** Reads the pushes of the notification sockets: `{"op":"notify","topic":…,"data":…}`. */
export class NoticeDecoder {
  readonly #table: InstrumentTable

  /** A decoder; contracts are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
  }

  /** Reads one message. Throws where a field is not what the venue documents. */
  decode(message: JsonObject, localTimeUs: number): ColdResult {
    const topic = optionalTextAt(message, 'topic') ?? ''
    if (!topic.startsWith('public.')) return whyPrivate(message, topic)
    const timeUs = optionalMsTimeAt(message, 'ts')
    switch (topic.slice(topic.lastIndexOf('.') + 1)) {
      case 'funding_rate':
        return this.#eachRow(message, localTimeUs, (row, head) => funding(row, head, timeUs))
      case 'liquidation_orders':
        return this.#eachRow(message, localTimeUs, liquidation)
      case 'contract_info':
        return this.#contracts(message, timeUs, localTimeUs)
      case 'heartbeat':
        return { outcome: 'event', events: [heartbeat(message, topic, timeUs, localTimeUs)] }
      case 'contract_elements':
        return ignored('contract elements are not carried: order rules come with the listing')
      default:
        return ignored(`channel ${topic.slice(0, 40)} is not carried`)
    }
  }

  #eachRow(message: JsonObject, localTimeUs: number, read: ReadRow): ColdResult {
    return gather(message, (row) => {
      const slot = this.#table.bySymbol('futures', textAt(row, 'contract_code'))
      return slot && read(row, eventHead(slot.instrument, undefined, localTimeUs))
    })
  }

  /** A listing, a delisting, or new terms; a row is whole, as in the REST listing. */
  #contracts(message: JsonObject, timeUs: number | undefined, localTimeUs: number): ColdResult {
    return gather(message, (row) => {
      const instrument = readContract(row)
      if (instrument === undefined) return undefined
      const known = this.#table.bySymbol('futures', instrument.symbol)
      const { priceScale, sizeScale } = known ?? instrument
      const head = eventHead(instrument, timeUs, localTimeUs)
      return {
        type: 'instrumentChanged',
        ...head,
        reason: 'listing',
        instrument,
        priceScale,
        sizeScale,
      }
    })
  }
}

function gather(
  message: JsonObject,
  read: (row: JsonObject) => OwnedMarketEvent | undefined,
): ColdResult {
  const rows = arrayAt(message, 'data')
  const events = rows.flatMap((value) => {
    const event = read(asObject(value, 'row'))
    return event === undefined ? [] : [event]
  })
  if (events.length > 0) return { outcome: 'event', events }
  return ignored(rows.length === 0 ? 'message has no rows' : NOT_LISTED)
}

/**
 * The rate of the running period, charged at `settlement_time`. `funding_time` here is when it was computed; in REST
 * answers the same name is the time of the charge.
 */
function funding(
  row: JsonObject,
  head: InstrumentEvent,
  sentUs: number | undefined,
): OwnedMarketEvent {
  return {
    type: 'funding',
    ...head,
    ...given('venueTimeUs', optionalMsTimeAt(row, 'funding_time') ?? sentUs),
    rate: decimalAt(row, 'funding_rate'),
    kind: 'estimate',
    ...given('fundingTimeUs', optionalMsTimeAt(row, 'settlement_time')),
    ...given('nextRate', optionalDecimalAt(row, 'estimated_rate')),
  }
}

/** `direction` is that of the forced order: a sell closed a long. `volume` is contracts. */
function liquidation(row: JsonObject, head: InstrumentEvent): OwnedMarketEvent {
  const direction = textAt(row, 'direction')
  if (direction !== 'buy' && direction !== 'sell') {
    throw new ProtocolError(
      'MALFORMED_RESPONSE',
      `Reading a liquidation: expected direction buy or sell, was "${direction.slice(0, 40)}"`,
    )
  }
  return {
    type: 'liquidation',
    ...head,
    ...given('venueTimeUs', optionalMsTimeAt(row, 'created_at')),
    closedSide: direction === 'sell' ? 'long' : 'short',
    price: decimalAt(row, 'price'),
    priceKind: 'bankruptcy',
    size: decimalAt(row, 'volume'),
  }
}

/** `heartbeat` 1: in service; 0: in maintenance, until about `estimated_recovery_time`. */
function heartbeat(
  message: JsonObject,
  topic: string,
  timeUs: number | undefined,
  localTimeUs: number,
): OwnedMarketEvent {
  const data = objectAt(message, 'data')
  const isUp = textAt(data, 'heartbeat') === '1'
  const recovery = optionalTextAt(data, 'estimated_recovery_time')
  const part = topic.split('.')[1] ?? ''
  const detail = isUp
    ? `${part} is in service`
    : `${part} is in maintenance${recovery === undefined ? '' : `, back at ${recovery} (epoch ms) by estimate`}`
  return {
    type: 'venueStatus',
    venue: FACTS.venue,
    status: isUp ? 'online' : 'maintenance',
    detail: detail.slice(0, 200),
    ...given('venueTimeUs', timeUs),
    localTimeUs,
  }
}

/**
 * Private pushes. Those of USDT-margined v1 (`orders_cross.…`, rows with a `margin_mode`) ended with the move to V5,
 * whose messages name the contract beside their data. Coin-margined ones go on as they were.
 */
function whyPrivate(message: JsonObject, topic: string): ColdResult {
  const { data } = message
  const isV5 = message['contract_code'] !== undefined && data !== undefined
  const row: JsonValue | undefined = isArray(data) ? data[0] : message
  const hasMarginMode = isObject(row) && row['margin_mode'] !== undefined
  if (isV5 || (!hasMarginMode && !/_(cross|unify)/.test(topic))) return ignored('private channel')
  const text = 'Reading a frame: it is of the private API v1 of USDT-margined futures; expected V5'
  return { outcome: 'fault', fault: { code: 'LEGACY_FRAME', message: text, offsetBytes: 0 } }
}
