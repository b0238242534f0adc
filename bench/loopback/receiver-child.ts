import { once } from 'node:events'
import { connect } from 'node:net'
import { pathToFileURL } from 'node:url'
import { WebSocket } from 'ws'
import { binance } from '../../src/drivers/binance/index.ts'
import { shapesReady } from '../../src/drivers/kit/shape-loader.ts'
import { MarketData } from '../../src/market/index.ts'
import { nodePorts } from '../../src/runtime/node/index.ts'
import { generatedStreams } from '../../src/sim/binance/generated-streams.ts'
import type { Subject } from '../kit/cases.ts'
import { machineUs } from './clock.ts'
import type { Received, ReceiverSetup, SenderPlace, Way } from './messages.ts'

/** A subscriber in a process of its own; it notes when each frame has come. */

/** Whoever has heard nothing for so long will hear nothing more. */
const SILENCE_MS = 1_500

let atUs = new Float64Array(0)
let count = 0

process.on('message', ({ way, place, frames }: ReceiverSetup) => {
  atUs = new Float64Array(frames)
  open(way, place).then(
    () => {
      process.send?.('ready')
      tellWhenDone(frames, 0)
    },
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit(0))

function open(way: Way, place: SenderPlace): Promise<void> {
  if (way === 'bare') return openBare(place)
  if (way === 'ws') return openMessages(place)
  return way === 'crossbook' ? openBook(place) : openPeer(way.peer, place)
}

function note(): void {
  if (count < atUs.length) atUs[count] = machineUs()
  count += 1
}

/** Nothing but what has to be done to know that a frame has come: its length is read, and its bytes are let go. */
async function openBare({ socketPort }: SenderPlace): Promise<void> {
  const socket = connect(socketPort, '127.0.0.1')
  await once(socket, 'connect')
  let head = 0
  let headBytes = 0
  let left = 0
  socket.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; ) {
      if (headBytes < 4) {
        head += (chunk[at] ?? 0) * 2 ** (8 * headBytes)
        headBytes += 1
        at += 1
        left = head
        continue
      }
      const taken = Math.min(left, chunk.length - at)
      at += taken
      left -= taken
      if (left > 0) continue
      note()
      head = 0
      headBytes = 0
    }
  })
}

/** The library that market data come by, as they use it, and nothing behind it. */
async function openMessages({ streamPort }: SenderPlace): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${streamPort}`, { skipUTF8Validation: true })
  socket.on('message', note)
  await once(socket, 'open')
}

/** A client as a user opens it, but for the snapshot, which is at hand. */
async function openBook({ streamPort, snapshot }: SenderPlace): Promise<void> {
  await shapesReady()
  const driver = binance()
  const { priceScale, sizeScale } = generatedStreams
  const inferred = driver.inferInstrument('spot', 'BTCUSDT')
  if (inferred === undefined) throw new Error('The naming rule does not know BTCUSDT')
  const body = Buffer.from(snapshot)
  const http = {
    exchange: async () => ({ status: 200, headers: {}, body }),
    close: async () => {},
  }
  const market = await MarketData.open({
    driver,
    ports: { ...nodePorts({ keepAlive: true }), http },
    instruments: [{ ...inferred, priceScale, sizeScale, isInferred: false }],
    urls: { streams: { spot: `ws://127.0.0.1:${streamPort}/stream` } },
  })
  const book = market.book(inferred.pair, 'full')
  market.subscribe('bookDelta', {}, () => {
    const { view } = book
    if (view.state === 'live' && view.bids.price(0) < view.asks.price(0)) note()
  })
  await book.live()
}

/** A peer may tell several frames at once: each of them has come then. */
async function openPeer(path: string, place: SenderPlace): Promise<void> {
  const { subject } = (await import(pathToFileURL(path).href)) as { subject: Subject }
  if (subject.live === undefined) throw new Error(`${path} reads no streams`)
  const { streamPort, snapshot, lastIds } = place
  const streams = `ws://127.0.0.1:${streamPort}/stream`
  await subject.live({ streams, symbol: 'BTCUSDT', snapshot }, (lastId) => {
    while ((lastIds[count] ?? Number.NaN) <= lastId) note()
  })
}

function tellWhenDone(frames: number, before: number): void {
  setTimeout(() => {
    const isSilent = count > 0 && count === before
    if (count < frames && !isSilent) return tellWhenDone(frames, count)
    process.send?.({ atUs, count } satisfies Received)
  }, SILENCE_MS)
}
