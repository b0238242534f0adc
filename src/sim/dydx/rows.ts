import { scaledText } from '../../core/index.ts'
import type { BookLevels } from '../change-log.ts'
import { dayStats } from '../day-stats.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { PerpetualState } from '../perpetual-state.ts'
import type { Block, CommittedTrade } from './blocks.ts'
import type { DydxState } from './dydx-state.ts'
import { isoOf, markText, priceText, sizeText } from './wire-text.ts'

/** Levels a side of a snapshot. */
const SNAPSHOT_LEVELS = 100

type Side = BookLevels['bids']

/** A book as a snapshot has it: levels as objects, the best 100 a side. */
export function bookSnapshot(live: LiveInstrument, book: BookLevels): unknown {
  const rows = (side: Side): unknown =>
    side.slice(0, SNAPSHOT_LEVELS).map(([price, size]) => ({
      price: priceText(live.spec, price),
      size: sizeText(live.spec, size),
    }))
  return { bids: rows(book.bids), asks: rows(book.asks) }
}

/** Changes of a book: levels as pairs, a side without changes left out. */
export function bookChange(live: LiveInstrument, { bids, asks }: BookLevels): unknown {
  const rows = (side: Side): unknown =>
    side.map(([price, size]) => [priceText(live.spec, price), sizeText(live.spec, size)])
  return {
    ...(bids.length > 0 && { bids: rows(bids) }),
    ...(asks.length > 0 && { asks: rows(asks) }),
  }
}

/** A trade. */
export function tradeRow(live: LiveInstrument, committed: CommittedTrade): unknown {
  const { trade, id, type, height, timeUs } = committed
  return {
    id,
    side: trade.takerSide === 'buy' ? 'BUY' : 'SELL',
    size: sizeText(live.spec, trade.size),
    price: priceText(live.spec, trade.price),
    type,
    createdAt: isoOf(timeUs),
    createdAtHeight: String(height),
  }
}

/** What changes of a market while it trades; empty where it has no contract state, which none of this venue lacks. */
export function tradingRow(state: DydxState, live: LiveInstrument): Record<string, unknown> {
  const { spec, perpetual } = live
  if (perpetual === undefined) return {}
  const stats = dayStats(live, Math.floor(state.clock.nowUs() / 1000))
  return {
    status: state.statusOf(live),
    priceChange24H: priceText(spec, stats.last - stats.open),
    volume24H: valueText(live, stats.value),
    trades24H: stats.count,
    nextFundingRate: markText(perpetual.fundingRate),
    openInterest: sizeText(spec, perpetual.openInterest),
  }
}

/** A market with its terms. */
export function marketRow(state: DydxState, live: LiveInstrument): Record<string, unknown> {
  const { spec, perpetual } = live
  const { status, ...trading } = tradingRow(state, live)
  // One step is a million quantums, whatever its size.
  const atomicResolution = Math.round(Math.log10(Number(spec.lotSize))) - 6
  return {
    clobPairId: state.clobPairIdOf(live),
    ticker: spec.symbol,
    status,
    oraclePrice: perpetual === undefined ? null : markText(perpetual.indexPrice),
    ...trading,
    initialMarginFraction: '0.02',
    maintenanceMarginFraction: '0.012',
    atomicResolution,
    quantumConversionExponent: -9,
    tickSize: spec.tickSize,
    stepSize: spec.lotSize,
    stepBaseQuantums: 1_000_000,
    subticksPerTick: 100_000,
    marketType: spec.symbol.includes(',') ? 'ISOLATED' : 'CROSS',
    openInterestLowerCap: '0',
    openInterestUpperCap: '0',
    baseOpenInterest: perpetual === undefined ? '0' : sizeText(spec, perpetual.openInterest),
    defaultFundingRate1H: '0',
  }
}

/** All markets by their tickers. */
export function marketRows(
  state: DydxState,
  lives: readonly LiveInstrument[],
): Record<string, unknown> {
  return Object.fromEntries(lives.map((live) => [live.spec.symbol, marketRow(state, live)]))
}

/** An oracle price as a block set it. */
export function oracleRow(contract: PerpetualState, block: Block, marketId: number): unknown {
  return {
    oraclePrice: markText(contract.indexPrice),
    effectiveAt: isoOf(block.timeUs),
    effectiveAtHeight: String(block.height),
    marketId,
  }
}

/** A funding of the past. */
export interface FundingRow {
  readonly ticker: string
  readonly rate: string
  readonly price: string
  readonly effectiveAt: string
  readonly effectiveAtHeight: string
}

/** Fundings that were exchanged, newest first; a funding is of the block after its hour. */
export function fundingRows(state: DydxState, live: LiveInstrument): readonly FundingRow[] {
  const { blocks, limits } = state
  const fundings = live.perpetual?.fundings ?? []
  return fundings.toReversed().map(({ timeMs, rate, markPrice }) => {
    const back = Math.max(0, Math.floor((blocks.timeUs / 1000 - timeMs) / limits.blockMs))
    return {
      ticker: live.spec.symbol,
      rate: markText(rate),
      price: markText(markPrice),
      effectiveAt: isoOf((timeMs + 219) * 1000),
      effectiveAtHeight: String(blocks.height - back),
    }
  })
}

/** A value in USD. */
export function valueText({ spec }: LiveInstrument, value: bigint): string {
  return scaledText(value, spec.valueScale)
}
