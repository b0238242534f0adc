import {
  type Candle,
  CrossbookError,
  type DecimalText,
  decimalText,
  type FrameFault,
  type Instrument,
  type InstrumentTable,
  type OwnedMarketEvent,
  type Ticker,
} from '../../core/index.ts'
import type { ProtoReader } from '../../wire/index.ts'
import { eventHead } from '../kit/event-head.ts'
import { given, isObject, parseJson } from '../kit/fields.ts'
import { intervalOf } from './candles.ts'

/** Cold bodies of spot's protobuf frames, and its JSON frames. docs/venues/mexc.md §Protobuf, §Subscribing. */

/** Fields of a bar. */
const KLINE = {
  interval: 1,
  windowStart: 2,
  openingPrice: 3,
  closingPrice: 4,
  highestPrice: 5,
  lowestPrice: 6,
  volume: 7,
  amount: 8,
} as const

const SECOND_US = 1_000_000
const DAY_MS = 86_400_000

/** Times of a bar are seconds: the one place where spot counts in them. A fault is left in the reader. */
export function readKline(
  reader: ProtoReader,
  instrument: Instrument,
  venueUs: number,
  localTimeUs: number,
): Candle | undefined {
  const start = reader.pos
  const fields = readFields(reader)
  const decimal = (field: number): DecimalText | undefined => decimalOf(reader, fields, field)
  const interval = intervalOf(fields.texts.get(KLINE.interval) ?? '')
  const openSeconds = fields.integers.get(KLINE.windowStart)
  const [open, close] = [decimal(KLINE.openingPrice), decimal(KLINE.closingPrice)]
  const [high, low] = [decimal(KLINE.highestPrice), decimal(KLINE.lowestPrice)]
  const volume = decimal(KLINE.volume)
  const quoteVolume = decimal(KLINE.amount)
  if (
    interval === undefined ||
    openSeconds === undefined ||
    open === undefined ||
    close === undefined ||
    high === undefined ||
    low === undefined ||
    volume === undefined
  ) {
    reader.fail('missing', start)
    return undefined
  }
  return {
    type: 'candle',
    ...eventHead(instrument, timeOf(venueUs), localTimeUs),
    interval,
    openTimeUs: openSeconds * SECOND_US,
    open,
    high,
    low,
    close,
    volume,
    ...given('quoteVolume', quoteVolume),
  }
}

/** Fields of a mini ticker: `volume` is turnover in quote, `quantity` the volume in base. */
const MINI = { symbol: 1, price: 2, high: 5, low: 6, volume: 7, quantity: 8 } as const

/** A mini ticker; `undefined` where its instrument is not listed. A fault is left in the reader. */
export function readMiniTicker(
  reader: ProtoReader,
  table: InstrumentTable,
  venueUs: number,
  localTimeUs: number,
): OwnedMarketEvent | undefined {
  const start = reader.pos
  const fields = readFields(reader)
  const symbol = fields.texts.get(MINI.symbol) ?? ''
  if (symbol === '') reader.fail('missing', start)
  const decimal = (field: number): DecimalText | undefined => decimalOf(reader, fields, field)
  const values = {
    ...given('lastPrice', decimal(MINI.price)),
    ...given('highPrice', decimal(MINI.high)),
    ...given('lowPrice', decimal(MINI.low)),
    ...given('volume', decimal(MINI.quantity)),
    ...given('quoteVolume', decimal(MINI.volume)),
  }
  const slot = reader.fault === '' ? table.bySymbol('spot', symbol) : undefined
  if (slot === undefined) return undefined
  const head = eventHead(slot.instrument, timeOf(venueUs), localTimeUs)
  const ticker: Ticker = { type: 'ticker', ...head, ...values, windowMs: DAY_MS }
  return ticker
}

/** A message's texts and integers by field number; what is there twice, the last counts. */
interface ProtoFields {
  readonly texts: ReadonlyMap<number, string>
  readonly integers: ReadonlyMap<number, number>
}

const VARINT = 0
const LENGTH = 2

function readFields(reader: ProtoReader): ProtoFields {
  const texts = new Map<number, string>()
  const integers = new Map<number, number>()
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (reader.wireType === LENGTH) {
      if (reader.readText()) texts.set(field, reader.text())
    } else if (reader.wireType === VARINT) {
      if (reader.readInteger()) integers.set(field, reader.integer)
    } else reader.skip()
  }
  return { texts, integers }
}

function decimalOf(
  reader: ProtoReader,
  fields: ProtoFields,
  field: number,
): DecimalText | undefined {
  const text = fields.texts.get(field) ?? ''
  if (text === '') return undefined
  try {
    return decimalText(text)
  } catch (cause) {
    if (!(cause instanceof CrossbookError)) throw cause
    reader.fail('badNumber', reader.pos)
    return undefined
  }
}

function timeOf(venueUs: number): number | undefined {
  return Number.isNaN(venueUs) ? undefined : venueUs
}

/** What a JSON frame of the spot socket is: an answer, a frame of the closed JSON streams, neither, or unreadable. */
export function jsonKind(frame: Uint8Array): 'control' | 'legacy' | 'unknown' | FrameFault {
  try {
    const message = parseJson(frame)
    if (!isObject(message)) return 'legacy'
    if ('msg' in message) return 'control'
    return 'c' in message || 'channel' in message ? 'legacy' : 'unknown'
  } catch (cause) {
    if (!(cause instanceof CrossbookError)) throw cause
    const { offsetBytes } = cause.context
    return {
      code: 'MALFORMED_FRAME',
      message: cause.message,
      offsetBytes: typeof offsetBytes === 'number' ? offsetBytes : 0,
    }
  }
}
