import type { HttpPort, Ports, Socket, SocketPort, TimerHandle, Timers } from '../ports.ts'

/** Ports of one thread of a process: what is opened by them ends with the thread, and the process goes on. */
export class ThreadPorts {
  /** The ports. Whoever waits on them in a thread that is dead waits for ever. */
  readonly ports: Ports
  readonly #onThrown: (thrown: unknown) => void
  readonly #timers = new Set<TimerHandle>()
  readonly #sockets = new Set<Socket>()
  readonly #end = new AbortController()
  #isHung = false

  /** Ports beside those of the process; `onThrown` is told what a callback throws. */
  constructor(of: Ports, onThrown: (thrown: unknown) => void) {
    this.#onThrown = onThrown
    this.ports = Object.freeze({
      ...of,
      timers: this.#timersOf(of.timers),
      sockets: this.#socketsOf(of.sockets),
      http: this.#httpOf(of.http),
    })
  }

  /** Nothing calls back any more; sockets stay open, and fill. */
  hang(): void {
    this.#isHung = true
  }

  /** Timers, sockets and exchanges are gone. Idempotent. */
  kill(): void {
    this.#isHung = true
    for (const timer of this.#timers) timer.cancel()
    for (const socket of [...this.#sockets]) socket.terminate()
    this.#timers.clear()
    this.#sockets.clear()
    this.#end.abort()
  }

  /** Runs something in the thread, where it still runs. */
  enter(work: () => void): void {
    if (this.#isHung) return
    try {
      work()
    } catch (thrown) {
      this.#onThrown(thrown)
    }
  }

  #timersOf(timers: Timers): Timers {
    return {
      after: (delayMs, callback) => {
        const inner = timers.after(delayMs, () => {
          this.#timers.delete(inner)
          this.enter(callback)
        })
        if (this.#end.signal.aborted) inner.cancel()
        else this.#timers.add(inner)
        return {
          cancel: () => {
            this.#timers.delete(inner)
            inner.cancel()
          },
        }
      },
    }
  }

  #socketsOf(sockets: SocketPort): SocketPort {
    return {
      open: (request, handlers) => {
        const socket = sockets.open(request, {
          onOpen: () => this.enter(() => handlers.onOpen()),
          onMessage: (data, isBinary) => this.enter(() => handlers.onMessage(data, isBinary)),
          onPingPong: () => this.enter(() => handlers.onPingPong()),
          onClose: (code, reason, error) => {
            this.#sockets.delete(socket)
            this.enter(() => handlers.onClose(code, reason, error))
          },
        })
        if (this.#end.signal.aborted) socket.terminate()
        else this.#sockets.add(socket)
        return socket
      },
    }
  }

  #httpOf(http: HttpPort): HttpPort {
    return {
      exchange: (request) => {
        const { signal } = this.#end
        const either = request.signal ? AbortSignal.any([request.signal, signal]) : signal
        return new Promise((resolve, reject) => {
          http.exchange({ ...request, signal: either }).then(
            (response) => this.enter(() => resolve(response)),
            (error: unknown) => this.enter(() => reject(error as Error)),
          )
        })
      },
      // Idle connections are the process's.
      close: () => Promise.resolve(),
    }
  }
}
