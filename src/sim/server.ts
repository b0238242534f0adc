import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as after } from 'node:timers'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { Host, HostAnswer, HostConnection, HostPeer } from '../runtime/virtual/host.ts'
import type { EndpointPlace, SimulatedVenue } from './simulated-venue.ts'

/** Options of {@link serve}. */
export interface ServeOptions {
  /** Port on loopback; 0 takes a free one. @defaultValue 0 */
  readonly port?: number
}

/** A host that is being served. */
export interface ServedHost {
  /** `http://127.0.0.1:<port>` */
  readonly httpUrl: string
  /** `ws://127.0.0.1:<port>` */
  readonly wsUrl: string
  /** The port. */
  readonly port: number
  /** Drops every connection and stops listening. Idempotent. */
  close(): Promise<void>
  /** The same as `close`. */
  [Symbol.asyncDispose](): Promise<void>
}

/** A venue that is being served: URLs in the shape that drivers take them. */
export interface ServedVenue {
  /** Stream endpoint → URL. */
  readonly streams: Readonly<Record<string, string>>
  /** Private stream endpoint → URL; empty where the private part is not simulated. */
  readonly accountStreams: Readonly<Record<string, string>>
  /** REST service → base URL. */
  readonly rest: Readonly<Record<string, string>>
  /** REST service of accounts → base URL, public ones included. */
  readonly accountRest: Readonly<Record<string, string>>
  /** Its hosts by name, for clients that build their own paths. */
  readonly hosts: Readonly<Record<string, ServedHost>>
  /** Stops the venue and its servers. Idempotent. */
  close(): Promise<void>
  /** The same as `close`. */
  [Symbol.asyncDispose](): Promise<void>
}

const MAX_BODY_BYTES = 1_048_576

/** Serves a host on a loopback port: HTTP and WebSockets, without compression. */
export async function serve(host: Host, options: ServeOptions = {}): Promise<ServedHost> {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  const server = createServer((request, response) => void answerRequest(host, request, response))
  server.on('upgrade', (request, socket: Socket, head) =>
    upgrade(host, sockets, request, socket, head),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  // A TCP server that listens has an address of this shape.
  const { port } = server.address() as AddressInfo
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= new Promise((resolve) => {
      for (const client of sockets.clients) client.terminate()
      server.close(() => resolve())
      server.closeAllConnections()
    })
    return closing
  }
  const at = `127.0.0.1:${port}`
  return { httpUrl: `http://${at}`, wsUrl: `ws://${at}`, port, close, [Symbol.asyncDispose]: close }
}

/** Starts a venue and serves each of its hosts on a loopback port of its own. */
export async function serveVenue(venue: SimulatedVenue): Promise<ServedVenue> {
  const served = new Map<string, ServedHost>()
  for (const [name, host] of Object.entries(venue.hosts)) served.set(name, await serve(host))
  const urls = (
    places: Readonly<Record<string, EndpointPlace>>,
    base: 'httpUrl' | 'wsUrl',
  ): Record<string, string> =>
    Object.fromEntries(
      Object.entries(places).map(([id, { host, path }]) => [
        id,
        `${served.get(host)?.[base] ?? ''}${path}`,
      ]),
    )
  venue.start()
  const close = async (): Promise<void> => {
    venue.stop()
    await Promise.all([...served.values()].map((each) => each.close()))
  }
  return {
    streams: urls(venue.streams, 'wsUrl'),
    accountStreams: urls(venue.accountStreams ?? {}, 'wsUrl'),
    rest: urls(venue.rest, 'httpUrl'),
    accountRest: urls(venue.accountRest ?? venue.rest, 'httpUrl'),
    hosts: Object.fromEntries(served),
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function answerRequest(
  host: Host,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request) {
      // Node gives an HTTP body as buffers unless an encoding is set.
      const part = chunk as Buffer
      bytes += part.length
      if (bytes > MAX_BODY_BYTES) return void response.writeHead(413).end()
      chunks.push(part)
    }
  } catch {
    // The client went away in the middle of its request: nobody is left to answer.
    return
  }
  const answer = host.request({
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    headers: plainHeaders(request),
    body: Buffer.concat(chunks).toString('utf8'),
  })
  sendAnswer(answer, request, response)
}

function sendAnswer(answer: HostAnswer, request: IncomingMessage, response: ServerResponse): void {
  switch (answer.kind) {
    case 'silence':
      return
    case 'cut':
      request.socket.destroy()
      return
    case 'response': {
      const { status, headers, body } = answer.response
      const send = (): void => {
        response.writeHead(status, { ...headers, 'content-length': String(body.length) }).end(body)
      }
      if (answer.delayMs > 0) after(send, answer.delayMs)
      else send()
    }
  }
}

function upgrade(
  host: Host,
  sockets: WebSocketServer,
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
): void {
  const peer = new SocketPeer()
  socket.on('error', () => socket.destroy())
  const accepted = host.accept(request.url ?? '/', plainHeaders(request), peer)
  if ('refuse' in accepted) {
    socket.end(
      `HTTP/1.1 ${accepted.refuse} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    )
    return
  }
  let isOpen = false
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    isOpen = true
    bind(webSocket, accepted)
    peer.open(webSocket)
  })
  // A handshake that ws itself refuses never calls back.
  if (!isOpen) accepted.onClose()
}

function bind(socket: WebSocket, connection: HostConnection): void {
  socket.on('message', (data, isBinary) => connection.onMessage(bytesOf(data), isBinary))
  socket.on('ping', () => connection.onPingPong())
  socket.on('pong', () => connection.onPingPong())
  socket.on('close', () => connection.onClose())
  // A broken frame ends in `close`, which is where it is told.
  socket.on('error', () => {})
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}

/** The server's end of a socket; what is done before the handshake ends is done right after it. */
class SocketPeer implements HostPeer {
  #socket: WebSocket | undefined
  #waiting: ((socket: WebSocket) => void)[] = []

  open(socket: WebSocket): void {
    this.#socket = socket
    for (const act of this.#waiting) act(socket)
    this.#waiting = []
  }

  send(data: string | Uint8Array): void {
    this.#do((socket) => {
      if (socket.readyState === socket.OPEN) socket.send(data)
    })
  }

  ping(): void {
    this.#do((socket) => {
      if (socket.readyState === socket.OPEN) socket.ping()
    })
  }

  close(code: number, reason: string): void {
    this.#do((socket) => socket.close(code, reason))
  }

  terminate(): void {
    this.#do((socket) => socket.terminate())
  }

  #do(act: (socket: WebSocket) => void): void {
    if (this.#socket === undefined) this.#waiting.push(act)
    else act(this.#socket)
  }
}
