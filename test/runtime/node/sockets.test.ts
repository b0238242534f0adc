import { once } from 'node:events'
import { Agent, createServer, type Server } from 'node:http'
import { type AddressInfo, createConnection } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { type NodeSocketOptions, nodeSockets } from '../../../src/runtime/node/index.ts'
import type { Socket, SocketRequest } from '../../../src/runtime/ports.ts'

interface Told {
  readonly socket: Socket
  readonly messages: { readonly text: string; readonly isBinary: boolean }[]
  pings: number
  closes: { readonly code: number; readonly reason: string; readonly error: unknown }[]
  readonly opened: Promise<void>
  readonly heard: Promise<void>
  readonly pinged: Promise<void>
  readonly closed: Promise<void>
}

let server: Server
let sockets: WebSocketServer
let url: string

beforeEach(async () => {
  server = createServer()
  sockets = new WebSocketServer({ server })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  for (const client of sockets.clients) client.terminate()
  server.closeAllConnections()
  server.close()
})

function open(request: Partial<SocketRequest> = {}, options: NodeSocketOptions = {}): Told {
  const waits = { opened: later(), heard: later(), pinged: later(), closed: later() }
  const socket = nodeSockets(options).open(
    { url, handshakeTimeoutMs: 2_000, maxMessageBytes: 1_000, ...request },
    {
      onOpen: () => waits.opened.resolve(),
      onMessage: (data, isBinary) => {
        told.messages.push({ text: Buffer.from(data).toString(), isBinary })
        waits.heard.resolve()
      },
      onPingPong: () => {
        told.pings += 1
        waits.pinged.resolve()
      },
      onClose: (code, reason, error) => {
        told.closes.push({ code, reason, error })
        waits.closed.resolve()
      },
    },
  )
  const told: Told = {
    socket,
    messages: [],
    pings: 0,
    closes: [],
    opened: waits.opened.promise,
    heard: waits.heard.promise,
    pinged: waits.pinged.promise,
    closed: waits.closed.promise,
  }
  return told
}

function later(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

async function connected(options?: NodeSocketOptions): Promise<{ told: Told; peer: WebSocket }> {
  const connection = once(sockets, 'connection')
  const told = open({}, options)
  const [peer] = (await connection) as [WebSocket]
  await told.opened
  return { told, peer }
}

describe('nodeSockets', () => {
  it('sends and receives text and bytes', async () => {
    const { told, peer } = await connected()
    const heard: unknown[] = []
    const done = later()
    peer.on('message', (data: Buffer, isBinary) => {
      heard.push([data.toString(), isBinary])
      if (heard.length === 2) done.resolve()
    })
    told.socket.send('text')
    told.socket.send(new Uint8Array([65, 66]))
    await done.promise
    expect(heard).toEqual([
      ['text', false],
      ['AB', true],
    ])
    peer.send('hello')
    await told.heard
    expect(told.messages).toEqual([{ text: 'hello', isBinary: false }])
    expect(told.socket.bufferedBytes()).toBe(0)
  })

  it('answers a ping, and tells of pings and pongs', async () => {
    const { told, peer } = await connected()
    peer.ping()
    await Promise.all([once(peer, 'pong'), told.pinged])
    told.socket.ping()
    await once(peer, 'ping')
    expect(told.pings).toBe(1)
  })

  it('tells the code and the reason of a close from either end', async () => {
    const first = await connected()
    first.peer.close(4001, 'maintenance')
    await first.told.closed
    expect(first.told.closes).toEqual([{ code: 4001, reason: 'maintenance', error: undefined }])
    const second = await connected()
    second.told.socket.close(1000, 'bye')
    const [code, reason] = (await once(second.peer, 'close')) as [number, Buffer]
    await second.told.closed
    expect([code, reason.toString()]).toEqual([1000, 'bye'])
    expect(second.told.closes).toEqual([{ code: 1000, reason: 'bye', error: undefined }])
  })

  it('tells a dropped connection as 1006, once', async () => {
    const { told, peer } = await connected()
    peer.terminate()
    await told.closed
    told.socket.terminate()
    told.socket.send('into the void')
    expect(told.closes).toMatchObject([{ code: 1006, reason: '' }])
  })

  it('closes when a message is larger than it takes', async () => {
    const { told, peer } = await connected()
    peer.send('x'.repeat(1_001))
    await told.closed
    expect(told.closes).toMatchObject([{ code: 1006, error: { code: 'CONNECTION_LOST' } }])
    expect(told.messages).toEqual([])
  })

  it('tells the status and the patience of a server that refuses', async () => {
    server.removeAllListeners('upgrade')
    server.on('upgrade', (_request, socket) => {
      socket.end('HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n')
    })
    const told = open()
    await told.closed
    expect(told.closes).toMatchObject([
      { error: { code: 'CONNECT_FAILED', retryAfterMs: 7_000, context: { status: 429 } } },
    ])
  })

  it.each([
    ['nobody listens', { url: 'ws://127.0.0.1:1/?key=secret' }],
    ['the URL is none', { url: 'nonsense?key=secret' }],
  ])('fails to connect when %s, and keeps the query to itself', async (_what, request) => {
    const told = open(request)
    await told.closed
    expect(told.closes).toMatchObject([{ code: 1006, error: { code: 'CONNECT_FAILED' } }])
    expect(String(told.closes[0]?.error)).not.toContain('secret')
  })

  it('gives up a handshake that takes too long', async () => {
    server.removeAllListeners('upgrade')
    server.on('upgrade', () => {})
    const told = open({ handshakeTimeoutMs: 20 })
    await told.closed
    expect(told.closes).toMatchObject([{ code: 1006, error: { code: 'CONNECT_FAILED' } }])
  })

  it.each([['terminate'], ['close']] as const)('can %s before it is open', async (how) => {
    const told = open()
    told.socket[how]()
    await told.closed
    expect(told.closes).toMatchObject([{ code: 1006, error: { code: 'CONNECT_FAILED' } }])
  })

  it('connects through the agent, from the address and with the headers it was given', async () => {
    let dialled = 0
    const agent = new Agent()
    agent.createConnection = (options) => {
      dialled += 1
      return createConnection({ ...options, path: undefined } as { port: number })
    }
    const connection = once(sockets, 'connection')
    const told = open(
      { headers: { 'x-own': 'b' } },
      { agent, localAddress: '127.0.0.2', headers: { 'x-all': 'a', 'x-own': 'a' } },
    )
    const [, request] = await connection
    await told.opened
    expect(dialled).toBe(1)
    expect(request.socket.remoteAddress).toBe('127.0.0.2')
    expect(request.headers).toMatchObject({ 'x-all': 'a', 'x-own': 'b' })
    expect(request.headers['sec-websocket-extensions']).toBeUndefined()
  })
})
