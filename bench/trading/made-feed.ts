import { once } from 'node:events'
import { type WebSocket, WebSocketServer } from 'ws'
import { madeFrames } from './made-frames.ts'

/**
 * Books and trades of Bybit's contracts from frames that stand ready: a simulated venue keeps and writes each book, and makes
 * some thousands of frames a second of them at most.
 */

interface Topic {
  readonly socket: WebSocket
  readonly frames: readonly Buffer[]
  next: number
}

/** Tells what is asked for, one after the other, `perSecond` frames in all; 0: acknowledges them only. Returns where. */
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
      for (const name of args) topics.push({ socket, frames: madeFrames(name, depth), next: 0 })
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
  if (perSecond > 0) turn()
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
