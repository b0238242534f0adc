import { once } from 'node:events'
import { type WebSocket, WebSocketServer } from 'ws'
import { seeded } from '../kit/seeded.ts'

/**
 * Books of Bybit's contracts from frames that stand ready: a simulated venue keeps and writes each book, and makes some five
 * thousand frames a second of them at most.
 */

/** Changes of each book, after which it begins again with its snapshot. */
const CHANGES = 400
/** Levels that change in a frame, of each side. */
const CHANGED = 3
/** So many levels lie between those that change. */
const APART = 7
const FIRST_UPDATE = 1_000
const BEST_BID = 640_000

interface Topic {
  readonly socket: WebSocket
  /** A snapshot, then changes of it. */
  readonly frames: readonly Buffer[]
  next: number
}

/** Tells the books that are asked for, one after the other, `perSecond` frames in all. Returns where. */
export async function serveMadeFeed(depth: number, perSecond: number): Promise<string> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  let topics: Topic[] = []
  let sent = 0
  let startedMs = performance.now()
  server.on('connection', (socket) => {
    socket.on('error', () => {})
    socket.on('close', () => {
      topics = topics.filter((topic) => topic.socket !== socket)
    })
    socket.on('message', (data: Buffer) => {
      const { op, args = [], req_id = '' } = JSON.parse(data.toString()) as Asked
      const ret_msg = op === 'ping' ? 'pong' : ''
      socket.send(JSON.stringify({ success: true, ret_msg, conn_id: 'made', req_id, op }))
      if (op !== 'subscribe') return
      for (const name of args) topics.push({ socket, frames: framesOf(name, depth), next: 0 })
      // Writing them took its time: it is not made up for.
      sent = 0
      startedMs = performance.now()
    })
  })
  const turn = (): void => {
    const due = ((performance.now() - startedMs) * perSecond) / 1000
    for (; sent < due && topics.length > 0; sent += 1) tellNext(topics[sent % topics.length])
    // A timer is a millisecond late; this turns as often as it can.
    setImmediate(turn)
  }
  turn()
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('it has no port')
  return `ws://127.0.0.1:${address.port}`
}

function tellNext(topic: Topic | undefined): void {
  const frame = topic?.frames[topic.next]
  if (topic === undefined || frame === undefined) return
  topic.socket.send(frame, { binary: false })
  topic.next = (topic.next + 1) % topic.frames.length
}

interface Asked {
  readonly op: string
  readonly args?: readonly string[]
  readonly req_id?: string
}

/** `orderbook.50.BTCUSDT`: the frames of that book. */
function framesOf(topic: string, depth: number): readonly Buffer[] {
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
