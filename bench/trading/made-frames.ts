import { seeded } from '../kit/seeded.ts'

/** Frames of Bybit's books and trades, made before they are told. */

/** Changes of each book, after which it begins again with its snapshot. */
const CHANGES = 400
/** Levels that change in a frame, of each side. */
const CHANGED = 3
/** So many levels lie between those that change. */
const APART = 7
const FIRST_UPDATE = 1_000
const BEST_BID = 640_000

/** The frames of a topic: of `orderbook.50.BTCUSDT` a snapshot, then changes of it; of `publicTrade.BTCUSDT` a trade each. */
export function madeFrames(topic: string, depth: number): readonly Buffer[] {
  return topic.startsWith('publicTrade.') ? tradeFrames(topic) : bookFrames(topic, depth)
}

function tradeFrames(topic: string): readonly Buffer[] {
  const [, s = ''] = topic.split('.')
  const next = seeded(s.charCodeAt(0) * 256 + s.charCodeAt(1))
  return Array.from({ length: CHANGES }, (_, i) => {
    const ts = Date.now()
    const trade = { T: ts, s, S: i % 2 === 0 ? 'Buy' : 'Sell', v: (0.001 + next()).toFixed(3) }
    const price = { p: (BEST_BID / 10).toFixed(1), L: 'ZeroPlusTick', i: `${s}-${i}`, BT: false }
    return Buffer.from(
      JSON.stringify({ topic, type: 'snapshot', ts, data: [{ ...trade, ...price, seq: i }] }),
    )
  })
}

function bookFrames(topic: string, depth: number): readonly Buffer[] {
  const [, , symbol = ''] = topic.split('.')
  const next = seeded(symbol.charCodeAt(0) * 256 + symbol.charCodeAt(1))
  const level = (i: number, step: -1 | 1): readonly [string, string] => {
    const price = BEST_BID + (step === 1 ? 1 : 0) + step * i
    return [(price / 10).toFixed(1), (0.001 + next() * 9).toFixed(3)]
  }
  const some = (step: -1 | 1): readonly (readonly [string, string])[] => {
    const first = Math.floor(next() * depth)
    return Array.from({ length: CHANGED }, (_, i) => level((first + i * APART) % depth, step))
  }
  const all = (step: -1 | 1): readonly (readonly [string, string])[] =>
    Array.from({ length: depth }, (_, i) => level(i, step))
  return Array.from({ length: 1 + CHANGES }, (_, i) => {
    const sides = i === 0 ? { b: all(-1), a: all(1) } : { b: some(-1), a: some(1) }
    const ts = Date.now()
    const data = { s: symbol, ...sides, u: FIRST_UPDATE + i, seq: FIRST_UPDATE + i }
    const frame = { topic, type: i === 0 ? 'snapshot' : 'delta', ts, data, cts: ts }
    return Buffer.from(JSON.stringify(frame))
  })
}
