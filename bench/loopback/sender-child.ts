import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { generatedStreams } from '../../src/sim/binance/generated-streams.ts'
import { machineUs } from './clock.ts'
import type { SenderPlace, SenderSetup, SendOrder, Sent } from './messages.ts'

/** A sender in a process of its own: depth frames over a bare socket, behind their length, and over a WebSocket. */

let frames: readonly Buffer[] = []
/** Writes a frame to the one that connected last. */
let write: (frame: Buffer) => void = () => {}

process.on('message', (order: SenderSetup | SendOrder) => {
  const answer = 'levels' in order ? open(order) : send(order)
  answer.then(
    (told) => process.send?.(told),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit(0))

async function open({ levels, frames: count }: SenderSetup): Promise<SenderPlace> {
  const made = generatedStreams.book({ depth: levels, frames: count, seed: 1, symbol: 'BTCUSDT' })
  frames = made.frames.map((text) => Buffer.from(text))
  const bytes = frames.reduce((sum, { length }) => sum + length, 0)
  const bare = createServer(sendBare).listen(0, '127.0.0.1')
  const streams = new WebSocketServer({ host: '127.0.0.1', port: 0 }).on('connection', sendStream)
  await Promise.all([once(bare, 'listening'), once(streams, 'listening')])
  return {
    socketPort: portOf(bare),
    streamPort: portOf(streams),
    snapshot: made.snapshot,
    bytesPerFrame: Math.round(bytes / count),
    lastIds: Float64Array.from(made.frames, (text) => Number(/"u":(\d+)/.exec(text)?.[1])),
  }
}

function sendBare(socket: Socket): void {
  socket.setNoDelay(true)
  socket.on('error', () => {})
  write = (frame) => {
    const head = Buffer.allocUnsafe(4)
    head.writeUInt32LE(frame.length)
    socket.cork()
    socket.write(head)
    socket.write(frame)
    socket.uncork()
  }
}

function sendStream(socket: WebSocket): void {
  socket.on('error', () => {})
  socket.on('message', (data: Buffer) => {
    const { id } = JSON.parse(data.toString()) as { id: number }
    socket.send(JSON.stringify({ result: null, id }))
  })
  write = (frame) => socket.send(frame, { binary: false })
}

/** Each frame leaves when it is due; a timer would be a millisecond late, so this turns as often as it can. */
function send({ perSecond, frames: count }: SendOrder): Promise<Sent> {
  const atUs = new Float64Array(count)
  const everyUs = 1e6 / perSecond
  const startUs = machineUs()
  let n = 0
  return new Promise((resolve) => {
    const turn = (): void => {
      for (; n < count; n += 1) {
        const nowUs = machineUs()
        if (nowUs < startUs + n * everyUs) break
        atUs[n] = nowUs
        const frame = frames[n]
        if (frame !== undefined) write(frame)
      }
      if (n < count) setImmediate(turn)
      else resolve({ atUs })
    }
    turn()
  })
}

function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port was given')
  return address.port
}
