import type { Agent, IncomingMessage } from 'node:http'
import type { ClientOptions, WebSocket } from 'ws'
import { TransportError } from '../../core/index.ts'
import type { Socket, SocketHandlers, SocketRequest } from '../ports.ts'

/** Options of `nodeSockets`. */
export interface NodeSocketOptions {
  /** Opens the TCP connections; a proxy agent goes here. @defaultValue one connection per socket, no proxy */
  readonly agent?: Agent
  /** Certificates to trust instead of the system's, PEM. */
  readonly ca?: string | readonly string[]
  /** Local address to connect from. */
  readonly localAddress?: string
  /** Headers of every handshake; a request's own come on top. */
  readonly headers?: Readonly<Record<string, string>>
  /** Offers the server compression of messages; costs memory and time per message. @defaultValue `false` */
  readonly perMessageDeflate?: boolean
  /** Takes text messages without checking that they are UTF-8. @defaultValue `false` */
  readonly skipUtf8Validation?: boolean
}

const ABNORMAL = 1006

/** One socket of `ws`. Until `ws` is loaded it is an opening socket like any other. */
export class NodeSocket implements Socket {
  readonly #request: SocketRequest
  readonly #handlers: SocketHandlers
  /** Where it goes, for messages: no path and no query, as venues put keys there. */
  readonly #place: string
  #socket: WebSocket | undefined
  #wasOpened = false
  #isGivenUp = false
  /** The first thing that went wrong: what follows it only says that the socket is gone. */
  #error: TransportError | undefined

  /** Starts opening it. */
  constructor(options: NodeSocketOptions, request: SocketRequest, handlers: SocketHandlers) {
    this.#request = request
    this.#handlers = handlers
    this.#place = originOf(request.url)
    void this.#open(options)
  }

  /** Sends one message; ignored when not open. */
  send(data: string | Uint8Array): void {
    if (this.#socket?.readyState === this.#socket?.OPEN) this.#socket?.send(data)
  }

  /** Sends a protocol ping; ignored when not open. */
  ping(): void {
    if (this.#socket?.readyState === this.#socket?.OPEN) this.#socket?.ping()
  }

  /** Starts the closing handshake; `ws` drops the connection where it is not answered within 30 s. */
  close(code?: number, reason?: string): void {
    if (this.#socket === undefined) this.#isGivenUp = true
    else this.#socket.close(code, reason)
  }

  /** Drops the connection at once. */
  terminate(): void {
    if (this.#socket === undefined) this.#isGivenUp = true
    else this.#socket.terminate()
  }

  /** Bytes accepted for sending that have not left yet. */
  bufferedBytes(): number {
    return this.#socket?.bufferedAmount ?? 0
  }

  async #open(options: NodeSocketOptions): Promise<void> {
    if (this.#place === '') return this.#notAUrl()
    try {
      const { WebSocket } = await import('ws')
      if (this.#isGivenUp) return this.#neverOpened('it was closed before it was open')
      const socket = new WebSocket(this.#request.url, [], clientOptions(options, this.#request))
      this.#socket = socket
      this.#listen(socket)
    } catch (cause) {
      this.#neverOpened(messageOf(cause), cause)
    }
  }

  #listen(socket: WebSocket): void {
    socket.on('open', () => {
      this.#wasOpened = true
      this.#handlers.onOpen()
    })
    socket.on('message', (data, isBinary) => {
      // With `binaryType` "nodebuffer", the default, `ws` gives one Buffer per message.
      this.#handlers.onMessage(data as Buffer, isBinary)
    })
    socket.on('ping', () => this.#handlers.onPingPong())
    socket.on('pong', () => this.#handlers.onPingPong())
    socket.on('unexpected-response', (_request, response) => this.#refused(socket, response))
    socket.on('error', (cause) => {
      this.#error ??= this.#failure(messageOf(cause), cause)
    })
    socket.on('close', (code, reason) => {
      if (!this.#wasOpened) this.#error ??= this.#failure('it was closed before it was open')
      this.#handlers.onClose(code, reason.toString('utf8'), this.#error)
    })
  }

  #refused(socket: WebSocket, response: IncomingMessage): void {
    const status = response.statusCode ?? 0
    const retryAfterMs = retryAfterOf(response.headers['retry-after'])
    this.#error = new TransportError(
      'CONNECT_FAILED',
      `Opening ${this.#place}: the server answered with status ${status}`,
      {
        context: { url: this.#place, status },
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      },
    )
    socket.terminate()
  }

  async #notAUrl(): Promise<void> {
    // Nothing is told before `open` has returned.
    await Promise.resolve()
    const why = `expected a URL of ws: or wss:, was a text of ${this.#request.url.length} characters`
    const error = new TransportError('CONNECT_FAILED', `Opening a socket: ${why}`, {
      retry: 'never',
    })
    this.#handlers.onClose(ABNORMAL, '', error)
  }

  #neverOpened(why: string, cause?: unknown): void {
    this.#handlers.onClose(ABNORMAL, '', this.#failure(why, cause))
  }

  #failure(why: string, cause?: unknown): TransportError {
    const code = this.#wasOpened ? 'CONNECTION_LOST' : 'CONNECT_FAILED'
    const doing = this.#wasOpened ? 'Reading from' : 'Opening'
    return new TransportError(code, `${doing} ${this.#place}: ${why}`, {
      cause,
      context: { url: this.#place },
    })
  }
}

function clientOptions(options: NodeSocketOptions, request: SocketRequest): ClientOptions {
  const { agent, ca, localAddress } = options
  return {
    headers: { ...options.headers, ...request.headers },
    handshakeTimeout: request.handshakeTimeoutMs,
    maxPayload: request.maxMessageBytes,
    perMessageDeflate: options.perMessageDeflate ?? false,
    skipUTF8Validation: options.skipUtf8Validation ?? false,
    // Messages of one read are told in one turn; each is still told before the next is read.
    allowSynchronousEvents: true,
    followRedirects: false,
    ...(agent === undefined ? {} : { agent }),
    ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }),
    ...(localAddress === undefined ? {} : { localAddress }),
  }
}

/** Scheme and host of a socket's URL; empty where it is none. */
function originOf(url: string): string {
  if (!/^wss?:/i.test(url) || !URL.canParse(url)) return ''
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

/** `Retry-After` in whole seconds; its other form, a date, is left to the caller's own patience. */
function retryAfterOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : undefined
}

function messageOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  // A failed connect to several addresses is an AggregateError without a message of its own.
  const code = 'code' in cause ? String(cause.code) : cause.name
  return cause.message === '' ? code : cause.message
}
