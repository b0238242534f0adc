import { TransportError } from '../../core/index.ts'
import type { Socket, SocketHandlers, SocketRequest, TimerHandle } from '../ports.ts'
import type { History } from './history.ts'
import type { HostConnection, HostPeer } from './host.ts'
import type { NetworkPath } from './network-path.ts'
import { Pipe } from './pipe.ts'
import type { Scheduler } from './scheduler.ts'

/** What a {@link VirtualConnection} is made of. */
export interface VirtualConnectionOptions {
  /** How the history calls it. */
  readonly name: string
  /** The origin dialled. */
  readonly origin: string
  /** The machine that dialled. */
  readonly from: string
  /** What to open. */
  readonly request: SocketRequest
  /** Whom to tell. */
  readonly handlers: SocketHandlers
  /** The network it crosses. */
  readonly network: NetworkPath
  /** The run's events. */
  readonly scheduler: Scheduler
  /** The run's history. */
  readonly history: History
  /** How long the next thing sent takes, in µs. */
  readonly latencyUs: () => number
  /** Told once, when both ends are gone. */
  readonly onGone: (connection: VirtualConnection) => void
}

/** How long a closing handshake may take before the socket is dropped, in ms; the same as in the Node binding. */
const CLOSE_TIMEOUT_MS = 30_000
const ABNORMAL = 1006
const NO_STATUS = 1005

/** Bytes are overwritten with this once a receiver's turn with them is over, so that keeping them shows. */
const SPENT = 0xdb

/**
 * One socket through the virtual network, with both of its ends.
 *
 * Two pipes carry it. The client's end tells its handlers; the host's end tells its HostConnection.
 */
export class VirtualConnection implements Socket {
  /** The origin dialled. */
  readonly origin: string
  /** The machine that dialled. */
  readonly from: string
  readonly #options: VirtualConnectionOptions
  readonly #toHost: Pipe
  readonly #toClient: Pipe
  #client: 'connecting' | 'open' | 'closing' | 'closed' = 'connecting'
  #server: HostConnection | undefined
  /** The host has closed its end: it sends nothing more. */
  #isServerDone = false
  #deadline: TimerHandle

  /** Starts the handshake. */
  constructor(options: VirtualConnectionOptions) {
    const { origin, from, network, scheduler, latencyUs, name, request } = options
    this.#options = options
    this.origin = origin
    this.from = from
    const isBlocked = (): boolean => network.isPartitioned(origin, from)
    this.#toHost = new Pipe({ scheduler, what: `${name} to host`, latencyUs, isBlocked })
    this.#toClient = new Pipe({ scheduler, what: `${name} to client`, latencyUs, isBlocked })
    const { handshakeTimeoutMs } = request
    this.#deadline = this.#after(handshakeTimeoutMs, 'handshake timeout', () => {
      this.#fail(`no answer within ${handshakeTimeoutMs} ms`)
    })
    this.#toHost.send(0, () => this.#knock())
  }

  /** Sends one message; ignored when not open. */
  send(data: string | Uint8Array): void {
    if (this.#client !== 'open') return
    const bytes = bytesOf(data)
    this.#toHost.send(bytes.length, () => {
      if (this.#server === undefined) return
      this.#note('message to host', bytes)
      this.#server.onMessage(bytes, typeof data !== 'string')
    })
  }

  /** Sends a protocol ping; the host's end answers it. */
  ping(): void {
    if (this.#client !== 'open') return
    this.#toHost.send(0, () => {
      this.#server?.onPingPong()
      this.#toClient.send(0, () => this.#pingPong())
    })
  }

  /** Starts the closing handshake; drops the connection where the host does not answer it within 30 s. */
  close(code: number = NO_STATUS, reason = ''): void {
    if (this.#client === 'connecting') this.terminate()
    if (this.#client !== 'open') return
    this.#client = 'closing'
    this.#deadline = this.#after(CLOSE_TIMEOUT_MS, 'close timeout', () => this.#end(ABNORMAL, ''))
    this.#toHost.send(0, () => {
      this.#dropServer()
      this.#toClient.send(0, () => this.#end(code, reason))
    })
  }

  /** Drops the connection at once. */
  terminate(): void {
    if (this.#client === 'closed') return
    const wasConnecting = this.#client === 'connecting'
    this.#client = 'closing'
    this.#toClient.cut()
    this.#after(0, 'terminated', () => {
      if (wasConnecting) this.#fail('it was closed before it was open')
      else this.#end(ABNORMAL, '')
    })
  }

  /** Bytes that cannot leave: those sent while the origin is partitioned. */
  bufferedBytes(): number {
    return this.#toHost.heldBytes()
  }

  /** The way is open again. */
  resume(): void {
    this.#toHost.resume()
    this.#toClient.resume()
  }

  /** Cuts it in the middle: what is on its way is lost, both ends see code 1006. */
  cut(): void {
    this.#toHost.cut()
    this.#toClient.cut()
    this.#isServerDone = true
    this.#after(0, 'cut', () => {
      this.#dropServer()
      if (this.#client === 'connecting') this.#fail('the connection was cut')
      else this.#end(ABNORMAL, '', this.#error('CONNECTION_LOST', 'the connection was cut'))
    })
  }

  /** Its process is dead: it hears nothing more, and the host sees it drop. */
  abandon(): void {
    if (this.#client === 'closed') return
    this.#client = 'closed'
    this.#deadline.cancel()
    this.#toClient.cut()
    this.#toHost.send(0, () => this.#dropServer())
    this.#forget()
  }

  #knock(): void {
    if (this.#client === 'closed') return
    const { network, request } = this.#options
    const reach = network.reach(this.origin, 'socket')
    if (reach.kind !== 'host') {
      const why = reach.kind === 'refused' ? 'the host refused it' : 'the name does not resolve'
      this.#toClient.send(0, () => this.#fail(why))
      return
    }
    const { pathname, search } = new URL(request.url)
    const early: (() => void)[] = []
    const peer = this.#peer(early)
    const accepted = reach.host.accept(pathname + search, lowerCase(request.headers ?? {}), peer)
    if ('refuse' in accepted) {
      const { refuse: status } = accepted
      this.#isServerDone = true
      this.#toClient.send(0, () => this.#fail(`the host answered with status ${status}`, status))
      return
    }
    this.#server = accepted
    this.#toClient.send(0, () => this.#open())
    for (const act of early) act()
    early.length = 0
  }

  /** The host's end; what it does while it accepts follows the handshake's answer. */
  #peer(early: (() => void)[]): HostPeer {
    const act = (action: () => void): void => {
      if (this.#isServerDone) return
      if (this.#server === undefined) early.push(() => this.#isServerDone || action())
      else action()
    }
    return {
      send: (data) => act(() => this.#sendToClient(data)),
      ping: () => act(() => this.#pingClient()),
      close: (code, reason) =>
        act(() => {
          this.#isServerDone = true
          this.#toClient.send(0, () => this.#end(code, reason))
        }),
      terminate: () =>
        act(() => {
          this.#isServerDone = true
          this.#toClient.send(0, () => this.#end(ABNORMAL, ''))
          this.#after(0, 'terminated by host', () => this.#dropServer())
        }),
    }
  }

  #sendToClient(data: string | Uint8Array): void {
    // A copy: the host may send the same bytes to many, and the receiver's are spent after its turn.
    const bytes = typeof data === 'string' ? bytesOf(data) : data.slice()
    this.#toClient.send(bytes.length, () => {
      if (this.#client === 'closed') return
      if (this.#options.network.takeCut(this.origin)) return this.cut()
      const { maxMessageBytes } = this.#options.request
      if (bytes.length > maxMessageBytes) {
        const why = `a message of ${bytes.length} bytes arrived, at most ${maxMessageBytes} are taken`
        return this.#end(ABNORMAL, '', this.#error('CONNECTION_LOST', why))
      }
      this.#note('message to client', bytes)
      this.#options.handlers.onMessage(bytes, typeof data !== 'string')
      bytes.fill(SPENT)
    })
  }

  #pingClient(): void {
    this.#toClient.send(0, () => {
      this.#pingPong()
      this.#toHost.send(0, () => this.#server?.onPingPong())
    })
  }

  #pingPong(): void {
    if (this.#client !== 'closed') this.#options.handlers.onPingPong()
  }

  #open(): void {
    if (this.#client !== 'connecting') return
    this.#client = 'open'
    this.#deadline.cancel()
    this.#options.handlers.onOpen()
  }

  #fail(why: string, status?: number): void {
    this.#end(ABNORMAL, '', this.#error('CONNECT_FAILED', why, status))
  }

  #end(code: number, reason: string, error?: Error): void {
    if (this.#client === 'closed') return
    this.#client = 'closed'
    this.#deadline.cancel()
    this.#toClient.cut()
    this.#toHost.send(0, () => this.#dropServer())
    this.#note(`closed ${code}`)
    this.#options.handlers.onClose(code, reason, error)
    this.#forget()
  }

  #dropServer(): void {
    const server = this.#server
    this.#server = undefined
    this.#isServerDone = true
    server?.onClose()
    this.#forget()
  }

  #forget(): void {
    if (this.#client === 'closed' && this.#server === undefined) this.#options.onGone(this)
  }

  #after(delayMs: number, what: string, callback: () => void): TimerHandle {
    const { scheduler, name } = this.#options
    return scheduler.after(delayMs * 1_000, `${name} ${what}`, callback)
  }

  #note(what: string, bytes?: Uint8Array): void {
    const { history, scheduler, name } = this.#options
    history.note(scheduler.nowUs(), `${name} ${what}`, bytes)
  }

  #error(code: 'CONNECT_FAILED' | 'CONNECTION_LOST', why: string, status?: number): TransportError {
    const { url } = this.#options.request
    const context = status === undefined ? { url } : { url, status }
    const doing = code === 'CONNECT_FAILED' ? 'Opening' : 'Reading from'
    return new TransportError(code, `${doing} ${url}: ${why}`, { context })
  }
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? new TextEncoder().encode(data) : data.slice()
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}
