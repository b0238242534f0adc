import { judgeUnnumbered } from '../../../src/book/index.ts'
import {
  BookUpdate,
  type ContinuityRule,
  type DecimalText,
  type ExchangeDriver,
  type FrameDecoder,
  type FrameOutcome,
  type FrameSink,
  type InstrumentSlot,
  type InstrumentTable,
  TradeUpdate,
} from '../../../src/core/index.ts'
import { dydx } from '../../../src/drivers/dydx/index.ts'
import { fillSides, fillTrade, type Level } from '../../../src/drivers/kit/cold-updates.ts'
import type { RecordedLine } from '../folder.ts'
import type { Generation } from './generations.ts'

/** dYdX's API v3, which is switched off: every change has an offset, and older ones may come later. Today's driver refuses it. */

/** Books of v3 crossed for moments too; nothing here uncrosses them, as the recording's own check did not. */
const RULE_V3: ContinuityRule = {
  snapshot: 'stream',
  judge: judgeUnnumbered,
  crossed: 'corruptWhileTrading',
}

type Pair = readonly [price: string, size: string]
interface Row {
  readonly price: string
  readonly size: string
  readonly offset?: string
  readonly side?: string
}
interface Message {
  readonly type: string
  readonly channel?: string
  readonly id?: string
  readonly contents?: {
    readonly offset?: string
    readonly bids?: readonly (Pair | Row)[]
    readonly asks?: readonly (Pair | Row)[]
    readonly trades?: readonly Row[]
  }
}

/** A level knows the offset that set it, also when it is gone: an older one does not change it any more. */
class V3Decoder implements FrameDecoder {
  ignoredReason = ''
  readonly fault = undefined
  readonly #table: InstrumentTable
  readonly #offsets = new Map<string, number>()
  readonly #newest = new Map<InstrumentSlot, number>()

  constructor(table: InstrumentTable) {
    this.#table = table
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const message = JSON.parse(Buffer.from(frame).toString()) as Message // as recorded
    if (message.channel === undefined) return 'control'
    const slot = this.#table.bySymbol('futures', message.id ?? '')
    if (slot === undefined) throw new Error(`v3: no instrument in ${message.id}`)
    if (message.channel === 'v3_trades') return trades(message, slot, localTimeUs, sink)
    const { contents = {} } = message
    const update = new BookUpdate(slot)
    update.begin(slot, message.channel, message.type === 'subscribed', localTimeUs)
    const { bids = [], asks = [], offset } = contents
    fillSides(update, this.#side(slot, 'b', bids, offset), this.#side(slot, 'a', asks, offset))
    this.#see(slot, Number(offset ?? Number.NaN))
    update.last = this.#newest.get(slot) ?? Number.NaN
    sink.book(update)
    return 'event'
  }

  #side(
    slot: InstrumentSlot,
    side: string,
    rows: readonly (Pair | Row)[],
    ofAll: string | undefined,
  ): readonly Level[] {
    return rows.flatMap((row): readonly Level[] => {
      const isPair = Array.isArray(row)
      const [price, size] = isPair ? (row as Pair) : [(row as Row).price, (row as Row).size]
      const offset = Number(isPair ? ofAll : (row as Row).offset)
      const key = `${slot.index} ${side} ${Number(price)}`
      if ((this.#offsets.get(key) ?? -1) > offset) return []
      this.#offsets.set(key, offset)
      this.#see(slot, offset)
      return [{ price: price as DecimalText, size: size as DecimalText }]
    })
  }

  #see(slot: InstrumentSlot, offset: number): void {
    const newest = this.#newest.get(slot) ?? -1
    if (offset > newest) this.#newest.set(slot, offset)
  }
}

function trades(
  { type, contents = {} }: Message,
  slot: InstrumentSlot,
  localTimeUs: number,
  sink: FrameSink,
): FrameOutcome {
  if (type === 'subscribed') return 'control'
  for (const { price, size, side } of contents.trades ?? []) {
    const level = { price: price as DecimalText, size: size as DecimalText }
    const takerSide = side === 'SELL' ? 'sell' : 'buy'
    sink.trade(fillTrade(new TradeUpdate(slot), { ...level, takerSide, tradeId: '', localTimeUs }))
  }
  return 'event'
}

function dydxV3(): ExchangeDriver {
  return { ...dydx(), createDecoder: (table) => new V3Decoder(table) }
}

/** Whether a recording is of API v3. */
export function isDydxV3(lines: readonly RecordedLine[]): boolean {
  return lines.some(({ frame }) => frame.includes('"channel":"v3_orderbook"'))
}

/** What takes the place of today's driver for it. */
export const DYDX_V3: Generation = {
  name: 'dydx-v3',
  isRefused: true,
  options: { driver: dydxV3(), continuity: () => RULE_V3 },
}
