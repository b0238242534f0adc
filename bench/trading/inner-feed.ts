import type { SocketHandlers, SocketPort } from '../../src/runtime/ports.ts'
import { madeFrames } from './made-frames.ts'

/**
 * Books that are told within the process that is measured: nothing is read from a socket, and no frame waits for others that
 * were read with it. The process turns without sleep, as one that polls does.
 */

/** Takes a frame. */
type Tell = (frame: Buffer) => void

interface Topic {
  readonly frames: readonly Buffer[]
  readonly tell: Tell
  next: number
}

/** Tells books frame by frame, each in a turn of its own and evenly spaced. */
export class InnerFeed {
  readonly #topics: Topic[] = []
  readonly #everyMs: number
  #isClosed = false
  #told = 0
  #dueMs = 0

  /** Tells `perSecond` frames a second of all that is followed. */
  constructor(perSecond: number) {
    this.#everyMs = 1000 / perSecond
    this.#turn()
  }

  /** From now on a topic (`orderbook.50.BTCUSDT`) is told too. */
  follow(topic: string, depth: number, tell: Tell): void {
    this.#topics.push({ frames: madeFrames(topic, depth), tell, next: 0 })
    // Writing them took its time: it is not made up for.
    this.#dueMs = performance.now()
  }

  /** Tells no more. */
  close(): void {
    this.#isClosed = true
  }

  #turn(): void {
    if (this.#isClosed) return
    if (performance.now() >= this.#dueMs) {
      this.#dueMs += this.#everyMs
      this.#tellNext()
    }
    setImmediate(() => this.#turn())
  }

  #tellNext(): void {
    const topic = this.#topics[this.#told % this.#topics.length]
    const frame = topic?.frames[topic.next]
    if (topic === undefined || frame === undefined) return
    this.#told += 1
    topic.next = (topic.next + 1) % topic.frames.length
    topic.tell(frame)
  }
}

/** Sockets to a URL bring what a feed tells: what is sent goes to the venue, which acknowledges it. */
export function fedSockets(
  sockets: SocketPort,
  fed: { readonly url: string; readonly depth: number; readonly feed: InnerFeed },
): SocketPort {
  return {
    open: (request, handlers) => {
      if (!request.url.startsWith(fed.url)) return sockets.open(request, handlers)
      const asked: string[] = []
      const socket = sockets.open(
        request,
        watched(handlers, () => {
          // What is asked for is told once it was acknowledged.
          for (const topic of asked.splice(0))
            fed.feed.follow(topic, fed.depth, (frame) => handlers.onMessage(frame, false))
        }),
      )
      return {
        send: (data) => {
          const { op, args = [] } = JSON.parse(data.toString()) as { op: string; args?: string[] }
          if (op === 'subscribe') asked.push(...args)
          socket.send(data)
        },
        ping: () => socket.ping(),
        close: (code, reason) => socket.close(code, reason),
        terminate: () => socket.terminate(),
        bufferedBytes: () => socket.bufferedBytes(),
      }
    },
  }
}

function watched(handlers: SocketHandlers, afterMessage: () => void): SocketHandlers {
  return {
    onOpen: () => handlers.onOpen(),
    onPingPong: () => handlers.onPingPong(),
    onMessage: (data, isBinary) => {
      handlers.onMessage(data, isBinary)
      afterMessage()
    },
    onClose: (code, reason, error) => handlers.onClose(code, reason, error),
  }
}
