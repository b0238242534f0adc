import type { BookLevels } from '../change-log.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import type { SimTrade } from '../sim-trade.ts'
import {
  markText,
  milliseconds,
  nanoseconds,
  priceText,
  sizeText,
  tradeIdText,
  wireJson,
} from './wire-text.ts'

/** A unified message as text; `P` is the time it was pushed at, ns. */
export function unifiedMessage(
  channel: string,
  payload: unknown,
  nowUs: number,
  more: Readonly<Record<string, string>> = {},
): string {
  return wireJson({ T: channel, ...more, P: nanoseconds(nowUs), d: payload })
}

/** `obu.SPOT`, `trade.FUTURES`. */
export function channelOf(name: string, { spec }: LiveInstrument): string {
  return `${name}.${spec.kind === 'spot' ? 'SPOT' : 'FUTURES'}`
}

/** Levels as the wire has them; on futures sizes are lots, in quotes too. */
function levelRows(
  { spec }: LiveInstrument,
  levels: BookLevels['bids'],
): readonly (readonly [string, string])[] {
  return levels.map(([price, size]) => [priceText(spec, price), sizeText(spec, size)])
}

/** Which sequences a book message covers. */
export interface Covered {
  /** First. */
  readonly firstId: number
  /** Last. */
  readonly lastId: number
}

/** A book message of any depth, as text. The symbol stands behind the levels, as the venue writes it. */
export function bookMessage(
  live: LiveInstrument,
  depth: string,
  kind: 'snapshot' | 'delta',
  levels: BookLevels,
  covered: Covered,
  nowUs: number,
): string {
  const payload = {
    a: levelRows(live, levels.asks),
    b: levelRows(live, levels.bids),
    C: covered.lastId,
    s: live.spec.symbol,
    M: nanoseconds(live.updatedUs),
    O: covered.firstId,
  }
  return unifiedMessage(channelOf('obu', live), payload, nowUs, { dp: depth, t: kind })
}

/** One print. The case of the side varies on the venue: capitals on futures here. */
export function tradeMessage(live: LiveInstrument, trade: SimTrade, nowUs: number): string {
  const { spec } = live
  const id = tradeIdText(spec, trade.id)
  const payload = {
    E: BigInt(id),
    M: nanoseconds(trade.timeUs),
    S: spec.kind === 'spot' ? trade.takerSide : trade.takerSide.toUpperCase(),
    p: priceText(spec, trade.price),
    q: sizeText(spec, trade.size),
    s: spec.symbol,
    ti: id,
  }
  return unifiedMessage(channelOf('trade', live), payload, nowUs)
}

/** Last trade and best prices. */
export function tickerMessage(live: LiveInstrument, nowUs: number): string {
  const { spec } = live
  const last = live.trades.at(-1)
  const { bids, asks } = live.book(1)
  const payload = {
    ...side('a', 'A', live, asks[0]),
    ...side('b', 'B', live, bids[0]),
    E: live.updateId,
    M: nanoseconds(Math.max(live.updatedUs, last?.timeUs ?? 0)),
    S: (last?.takerSide ?? 'buy').toUpperCase(),
    l: priceText(spec, last?.price ?? spec.start),
    q: sizeText(spec, last?.size ?? 0),
    s: spec.symbol,
  }
  return unifiedMessage(channelOf('ticker', live), payload, nowUs)
}

function side(
  priceKey: string,
  sizeKey: string,
  { spec }: LiveInstrument,
  level: readonly [number, number] | undefined,
): Readonly<Record<string, string>> {
  if (level === undefined) return {}
  return { [priceKey]: priceText(spec, level[0]), [sizeKey]: sizeText(spec, level[1]) }
}

/** Mark price, index price and open interest. */
export function pricesMessage(live: LiveInstrument, state: PerpetualState, nowUs: number): string {
  const payload = {
    s: live.spec.symbol,
    mp: markText(state.markPrice),
    ip: markText(state.indexPrice),
    oi: sizeText(live.spec, state.openInterest),
    ts: milliseconds(nowUs),
  }
  return unifiedMessage('mark-price', payload, nowUs)
}

const FUNDING_EVERY_MS = 28_800_000

/** The rate to come and the last one, of one contract. */
export function fundingRow(
  live: LiveInstrument,
  state: PerpetualState,
): Readonly<Record<string, unknown>> {
  return {
    s: live.spec.symbol,
    fr: markText(state.fundingRate),
    ft: state.nextFundingTimeMs - FUNDING_EVERY_MS,
    lfr: markText(state.fundings.at(-1)?.rate ?? 0),
    nt: state.nextFundingTimeMs,
    gl: FUNDING_EVERY_MS,
    fc: '0.00075',
    ff: '-0.00075',
  }
}
