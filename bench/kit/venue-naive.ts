import type { Market } from '../../src/core/index.ts'
import type { SimulatedName } from '../../src/sim/index.ts'
import { inflateFrame } from '../../src/wire/index.ts'
import { naiveEvents as binance } from '../../test/drivers/binance/naive.ts'
import { naiveEvents as bybit } from '../../test/drivers/bybit/naive.ts'
import { naiveEvents as coinbase } from '../../test/drivers/coinbase/naive.ts'
import { naiveEvents as coinex } from '../../test/drivers/coinex/naive.ts'
import { naiveEvents as dydx } from '../../test/drivers/dydx/naive.ts'
import { naiveEvents as gate } from '../../test/drivers/gate/naive.ts'
import { naiveEvents as htx } from '../../test/drivers/htx/naive.ts'
import { naiveEvents as hyperliquid } from '../../test/drivers/hyperliquid/naive.ts'
import { naiveEvents as kraken } from '../../test/drivers/kraken/naive.ts'
import { naiveEvents as kucoin } from '../../test/drivers/kucoin/naive.ts'
import {
  naiveFutures as mexcFutures,
  naiveProto as mexcSpot,
} from '../../test/drivers/mexc/naive.ts'
import { naiveEvents as okx } from '../../test/drivers/okx/naive.ts'

/** A book's change, or a whole book, as the obvious reader has it. */
export interface NaiveUpdate {
  readonly symbol: string
  readonly type: string
  readonly bids: readonly (readonly [string, string])[]
  readonly asks: readonly (readonly [string, string])[]
}

type Reader = (frame: Uint8Array, market: Market) => readonly object[] | undefined

const text = (frame: Uint8Array): string => Buffer.from(frame).toString()

/** The readers that the decoders' own tests compare them with. */
const READERS: Partial<Readonly<Record<SimulatedName, Reader>>> = {
  binance: (frame, market) => binance(text(frame), market),
  bybit: (frame, market) => bybit(market, text(frame)),
  coinbase: (frame) => coinbase(text(frame)),
  coinex: (frame, market) => coinex(market, text(inflated(frame))),
  dydx: (frame) => dydx(text(frame)),
  gate: (frame, market) => gate(market, text(frame)),
  htx: (frame, market) => htx(text(inflated(frame)), market),
  hyperliquid: (frame) => hyperliquid(text(frame)),
  kraken: (frame, market) => kraken(frame, market),
  kucoin: (frame) => kucoin(text(frame)),
  mexc: (frame, market) => (market === 'spot' ? mexcSpot(frame) : mexcFutures(text(frame))),
  okx: (frame) => okx(text(frame)),
}

/** The books' changes of a frame, read the obvious way. */
export function naiveUpdates(
  venue: SimulatedName,
  market: Market,
  frame: Uint8Array,
): readonly NaiveUpdate[] {
  const events = READERS[venue]?.(frame, market) ?? []
  return (events as NaiveUpdate[]).filter(({ type }) => type.startsWith('book'))
}

/** The bytes inside a compressed frame. */
export function inflated(frame: Uint8Array): Uint8Array {
  const bytes = inflateFrame(frame)
  if (bytes === undefined) throw new Error('A frame could not be inflated')
  return bytes
}
