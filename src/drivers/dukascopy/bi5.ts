import {
  type Candle,
  type CandleInterval,
  ConfigError,
  type DecimalParts,
  type InstrumentSlot,
  scaledText,
} from '../../core/index.ts'
import { decodeLzma } from '../../wire/index.ts'
import { eventHead } from '../kit/event-head.ts'
import { emptyTicks, TickColumns } from '../kit/tick-columns.ts'
import { malformed } from './errors.ts'
import { fileScale } from './factors.ts'
import { HOUR_US } from './hours.ts'
import { atOneScale, unitsOfMillions } from './volume.ts'

/** A tick: ms of the hour, ask, bid (big-endian integers), volumes at both (32-bit floats of millions). */
const TICK_BYTES = 20
/** A bar: seconds of the bucket, open, close, low, high, volume. */
const CANDLE_BYTES = 24
/** Over a million ticks an hour; the busiest known have some ten thousands. */
const MOST_BYTES = 32 * 1024 * 1024

/** What a `.bi5` file does not say of itself. */
export interface Bi5File {
  /** The instrument. */
  readonly slot: InstrumentSlot
  /** Start of the file's hour (of its day, month or year for bars), epoch µs. */
  readonly startUs: number
  /** When it arrived here, epoch µs. @defaultValue 0 */
  readonly localTimeUs?: number
  /** Scale of its prices: the point factor is 10^priceScale. @defaultValue that of the instrument, see `fileScale` */
  readonly priceScale?: number
}

/**
 * Reads the ticks of an hour's file, as it is on disk or came by HTTP. An empty file is an hour without ticks.
 *
 * Prices are exact; volumes are what the floats in the file are the nearest to, in units.
 *
 * @throws ConfigError `INVALID_OPTIONS` where the point factor of the instrument is not known; give `priceScale`.
 * @throws ProtocolError `MALFORMED_RESPONSE` where the file is cut or no such file.
 */
export function ticks(file: Uint8Array, of: Bi5File): TickColumns {
  const name = `ticks of ${of.slot.instrument.symbol}`
  const data = unpack(file, TICK_BYTES, name)
  const count = data.byteLength / TICK_BYTES
  const numbers = emptyTicks(count)
  const { priceScale, factor } = priceRule(of, name)
  const volumes: DecimalParts[] = []
  let before = 0
  for (let i = 0; i < count; i += 1) {
    const at = i * TICK_BYTES
    const ms = data.getUint32(at)
    if (ms < before || ms * 1000 >= HOUR_US) throw malformed(name, `tick ${i} is at ${ms} ms`)
    before = ms
    numbers.timesUs[i] = of.startUs + ms * 1000
    // The ask comes first.
    numbers.asks[i] = priceAt(data, at + 4, factor, name)
    numbers.bids[i] = priceAt(data, at + 8, factor, name)
    volumes.push(unitsOfMillions(data.getFloat32(at + 12), name))
    volumes.push(unitsOfMillions(data.getFloat32(at + 16), name))
  }
  const { scale, integers } = atOneScale(volumes, of.slot.sizeScale, name)
  for (let i = 0; i < count; i += 1) {
    numbers.askSizes[i] = integers[2 * i] ?? Number.NaN
    numbers.bidSizes[i] = integers[2 * i + 1] ?? Number.NaN
  }
  const shape = { slot: of.slot, priceScale, sizeScale: scale, localTimeUs: of.localTimeUs ?? 0 }
  return new TickColumns(shape, numbers)
}

/**
 * Reads the bars of a file. Flat ones of volume 0, which fill closed hours, are left out. Volume is in units.
 *
 * @throws ConfigError and ProtocolError as {@link ticks}.
 */
export function candlesOfFile(
  file: Uint8Array,
  interval: CandleInterval,
  of: Bi5File,
): readonly Candle[] {
  const { instrument } = of.slot
  const name = `bars of ${instrument.symbol}`
  const data = unpack(file, CANDLE_BYTES, name)
  const { priceScale, factor } = priceRule(of, name)
  const candles: Candle[] = []
  for (let at = 0; at < data.byteLength; at += CANDLE_BYTES) {
    const volume = unitsOfMillions(data.getFloat32(at + 20), name)
    if (volume.digits === 0n) continue
    const openTimeUs = of.startUs + data.getUint32(at) * 1_000_000
    const price = (offset: number) =>
      scaledText(priceAt(data, at + offset, factor, name), priceScale)
    candles.push(
      Object.freeze({
        type: 'candle',
        ...eventHead(instrument, undefined, of.localTimeUs ?? 0),
        interval,
        openTimeUs,
        // Open, close, low, high.
        open: price(4),
        close: price(8),
        low: price(12),
        high: price(16),
        volume: scaledText(volume.digits, volume.scale),
      }),
    )
  }
  return candles
}

function unpack(file: Uint8Array, recordBytes: number, name: string): DataView {
  if (file.length === 0) return new DataView(new ArrayBuffer(0))
  const data = decodeLzma(file, MOST_BYTES)
  if (data === undefined) {
    throw malformed(name, `${file.length} bytes are no whole LZMA stream`)
  }
  if (data.length % recordBytes !== 0) {
    throw malformed(name, `${data.length} bytes are no multiple of ${recordBytes}`)
  }
  return new DataView(data.buffer, data.byteOffset, data.byteLength)
}

function priceAt(data: DataView, at: number, factor: number, name: string): number {
  const price = data.getUint32(at) * factor
  if (!Number.isSafeInteger(price)) throw malformed(name, `price ${price} does not fit 2^53`)
  return price
}

/** The scale that prices come out at, never below the slot's, and what takes the file's integers there. */
function priceRule(
  { slot, priceScale }: Bi5File,
  name: string,
): { readonly priceScale: number; readonly factor: number } {
  const own = priceScale ?? fileScale(slot.instrument.symbol)
  if (own === undefined) {
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Reading ${name}: the point factor is not known; give priceScale, and compare a price with another source`,
    )
  }
  const scale = Math.max(own, slot.priceScale)
  return { priceScale: scale, factor: 10 ** (scale - own) }
}
