import { judgeUnnumbered } from '../../../src/book/index.ts'
import {
  BookUpdate,
  type ContinuityRule,
  type DecimalText,
  type ExchangeDriver,
  type FrameDecoder,
  type FrameOutcome,
  type FrameSink,
  type InstrumentTable,
  TradeUpdate,
} from '../../../src/core/index.ts'
import { fillSides, fillTrade, type Level } from '../../../src/drivers/kit/cold-updates.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import { checksum } from '../../../src/drivers/kraken/sequence.ts'
import type { RecordedLine } from '../folder.ts'
import type { Generation } from './generations.ts'

/** Kraken's WebSocket v1: array frames, numbers as text, the same checksum. It is frozen; today's driver refuses it. */

/** Depth that the recording subscribed. */
const DEPTH = 1000

/** Today's checksum over v1's books: its text was made of the same digits. */
const RULE_V1: ContinuityRule = {
  snapshot: 'stream',
  truncateTo: DEPTH,
  judge: judgeUnnumbered,
  checksum,
  crossed: 'corrupt',
}

type Row = readonly [price: string, size: string, ...rest: string[]]
interface Sides {
  readonly as?: readonly Row[]
  readonly bs?: readonly Row[]
  readonly a?: readonly Row[]
  readonly b?: readonly Row[]
  readonly c?: string
}

/** `[channelId, payload…, channel, pair]`; a book update may have its two sides in two payloads. */
class V1Decoder implements FrameDecoder {
  ignoredReason = ''
  readonly fault = undefined
  readonly #table: InstrumentTable

  constructor(table: InstrumentTable) {
    this.#table = table
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const message = JSON.parse(Buffer.from(frame).toString()) as unknown
    if (!Array.isArray(message)) return 'control'
    const channel = String(message.at(-2))
    const slot = this.#table.bySymbol('spot', String(message.at(-1)))
    if (slot === undefined) throw new Error(`v1: no instrument in ${String(message.at(-1))}`)
    if (channel.startsWith('book')) {
      const sides = Object.assign({}, ...(message.slice(1, -2) as Sides[])) as Sides
      const update = new BookUpdate(slot)
      update.begin(slot, 'book1000', sides.as !== undefined, localTimeUs)
      fill(update, sides.bs ?? sides.b ?? [], sides.as ?? sides.a ?? [])
      update.checksum = sides.c === undefined ? Number.NaN : Number(sides.c)
      sink.book(update)
      return 'event'
    }
    if (channel === 'trade') {
      for (const [price, size, , side] of message[1] as readonly Row[]) {
        const takerSide = side === 's' ? 'sell' : 'buy'
        const level = levelOf([price, size])
        sink.trade(
          fillTrade(new TradeUpdate(slot), { ...level, takerSide, tradeId: '', localTimeUs }),
        )
      }
      return 'event'
    }
    this.ignoredReason = `v1 ${channel}`
    return 'ignored'
  }
}

// Canonical only where fillSides reads it: it takes any decimal text.
const levelOf = ([price, size]: Row): Level => ({
  price: price as DecimalText,
  size: size as DecimalText,
})

function fill(update: BookUpdate, bids: readonly Row[], asks: readonly Row[]): void {
  fillSides(update, bids.map(levelOf), asks.map(levelOf))
  for (const [price, size] of [...bids, ...asks]) {
    update.priceDigits = Math.max(update.priceDigits, digitsOf(price))
    update.sizeDigits = Math.max(update.sizeDigits, digitsOf(size))
  }
}

const digitsOf = (text: string): number => text.split('.')[1]?.length ?? 0

function krakenV1(): ExchangeDriver {
  return { ...kraken(), createDecoder: (table) => new V1Decoder(table) }
}

/** Whether a recording is of WebSocket v1: it greets with `systemStatus`. */
export function isKrakenV1(lines: readonly RecordedLine[]): boolean {
  return lines.some(({ dir, frame }) => dir === 'in' && frame.includes('"event":"systemStatus"'))
}

/** What takes the place of today's driver for it. */
export const KRAKEN_V1: Generation = {
  name: 'kraken-v1',
  isRefused: true,
  options: { driver: krakenV1(), continuity: () => RULE_V1 },
}
