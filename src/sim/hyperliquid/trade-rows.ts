import type { LiveInstrument } from '../live-instrument.ts'
import type { SimTrade } from '../sim-trade.ts'
import { priceText, sizeText, timeMs } from './wire-text.ts'

/** An odd number: multiplying by it permutes the numbers of 50 bits. */
const MIXER = 0x9e3779b97f4a7c15n
const ID_BITS = 50

/** One print. Its `tid` is a number of 50 bits without order, unique within its instrument; `side` is the taker's. */
export function tradeRow(live: LiveInstrument, trade: SimTrade): unknown {
  const { spec } = live
  const [buyer, seller] =
    trade.takerSide === 'buy'
      ? [trade.takerOrderId, trade.makerOrderId]
      : [trade.makerOrderId, trade.takerOrderId]
  return {
    coin: spec.symbol,
    side: trade.takerSide === 'buy' ? 'B' : 'A',
    px: priceText(spec, trade.price),
    sz: sizeText(spec, trade.size),
    time: timeMs(trade.timeUs),
    hash: hex(trade.takerOrderId, 64),
    tid: Number(BigInt.asUintN(ID_BITS, BigInt(trade.id) * MIXER)),
    users: [hex(buyer, 40), hex(seller, 40)],
  }
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`
}
