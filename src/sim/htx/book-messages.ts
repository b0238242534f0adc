import type { BookLevels } from '../change-log.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { packed, priceOf, secondsOf, sizeOf, timeOf, type WireValue } from './wire-text.ts'

/** The rows of one side, sizes of 0 removing. */
export function levelRows(live: LiveInstrument, levels: BookLevels['bids']): readonly WireValue[] {
  return levels.map(([price, size]) => [priceOf(live.spec, price), sizeOf(live.spec, size)])
}

/** Changes of a spot book; a side without changes is left out at times, as on the venue. */
export function chainMessage(
  topic: string,
  live: LiveInstrument,
  changes: BookLevels,
  link: { readonly previousId: number; readonly id: number; readonly nowUs: number },
): Uint8Array {
  const { bids, asks } = changes
  const isEmpty = bids.length + asks.length === 0
  return packed({
    ch: topic,
    ts: timeOf(link.nowUs),
    tick: {
      seqNum: link.id,
      prevSeqNum: link.previousId,
      ...(isEmpty || bids.length > 0 ? { bids: levelRows(live, bids) } : {}),
      ...(isEmpty || asks.length > 0 ? { asks: levelRows(live, asks) } : {}),
    },
  })
}

/** A spot book that was asked for. */
export function answeredBook(
  topic: string,
  id: string,
  live: LiveInstrument,
  book: { readonly levels: BookLevels; readonly id: number; readonly nowUs: number },
): Uint8Array {
  const { bids, asks } = book.levels
  return packed({
    id,
    rep: topic,
    status: 'ok',
    ts: timeOf(book.nowUs),
    data: { seqNum: book.id, bids: levelRows(live, bids), asks: levelRows(live, asks) },
  })
}

/** A whole spot book of few levels. */
export function refreshMessage(
  topic: string,
  live: LiveInstrument,
  depth: number,
  nowUs: number,
): Uint8Array {
  const { bids, asks } = live.book(depth)
  return packed({
    ch: topic,
    ts: timeOf(nowUs),
    tick: {
      seqNum: live.updateId,
      bids: levelRows(live, bids),
      asks: levelRows(live, asks),
    },
  })
}

/** Snapshot or changes of a futures book, numbered by its version. */
export function highFreqMessage(
  topic: string,
  live: LiveInstrument,
  levels: BookLevels,
  state: {
    readonly event: 'snapshot' | 'update'
    readonly version: number
    readonly nowUs: number
  },
): Uint8Array {
  const ts = timeOf(state.nowUs)
  return packed({
    ch: topic,
    tick: {
      asks: levelRows(live, levels.asks),
      bids: levelRows(live, levels.bids),
      ch: topic,
      event: state.event,
      id: live.updateId,
      mrid: live.updateId,
      ts,
      version: state.version,
    },
    ts,
  })
}

/** A whole book of many levels. */
export function stepMessage(
  topic: string,
  live: LiveInstrument,
  depth: number,
  nowUs: number,
): Uint8Array {
  return packed({ ch: topic, ts: timeOf(nowUs), tick: stepTick(topic, live, depth, nowUs) })
}

/** The body of such a message, and of a REST answer. */
export function stepTick(
  topic: string,
  live: LiveInstrument,
  depth: number,
  nowUs: number,
): WireValue {
  const { bids, asks } = live.book(depth)
  const sides = { bids: levelRows(live, bids), asks: levelRows(live, asks) }
  const ts = timeOf(nowUs)
  if (live.spec.kind === 'spot') return { ...sides, version: live.updateId, ts }
  const second = secondsOf(nowUs)
  return { mrid: live.updateId, id: second, ...sides, ts, version: second, ch: topic }
}

/** The best bid and ask; a side that is empty is `null`. */
export function bboMessage(topic: string, live: LiveInstrument, nowUs: number): Uint8Array {
  const { spec } = live
  const [bid, ask] = (['bid', 'ask'] as const).map((side) => live.engine.best(side))
  const price = (best: typeof bid): WireValue => (best ? priceOf(spec, best.price) : null)
  const size = (best: typeof bid): WireValue => (best ? sizeOf(spec, best.size) : null)
  const ts = timeOf(nowUs)
  if (spec.kind === 'spot') {
    return packed({
      ch: topic,
      ts,
      tick: {
        seqId: live.updateId,
        ask: price(ask),
        askSize: size(ask),
        bid: price(bid),
        bidSize: size(bid),
        quoteTime: ts,
        symbol: spec.symbol,
      },
    })
  }
  const level = (best: typeof bid): WireValue => (best ? [price(best), size(best)] : null)
  return packed({
    ch: topic,
    ts,
    tick: {
      mrid: live.updateId,
      id: secondsOf(nowUs),
      bid: level(bid),
      ask: level(ask),
      ts,
      version: live.updateId,
      ch: topic,
    },
  })
}
