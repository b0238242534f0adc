import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type NodeHttpOptions, nodeHttp } from '../../../src/runtime/node/index.ts'
import type { HttpExchange, HttpPort } from '../../../src/runtime/ports.ts'

let server: Server
let origin: string
let http: HttpPort
let answer: (request: IncomingMessage, response: ServerResponse) => void
/** What the server was asked for, in its order. */
let heard: (string | undefined)[]
const ports: HttpPort[] = []
const sockets = new Set<Socket>()
let isOver = false

beforeEach(async () => {
  heard = []
  isOver = false
  server = createServer((request, response) => {
    heard.push(request.url)
    answer(request, response)
  })
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  http = open()
})

afterEach(async () => {
  // undici closes once its connections stand or fail.
  isOver = true
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  server.close()
  await Promise.all(ports.splice(0).map((port) => port.close()))
})

function open(options: NodeHttpOptions = {}): HttpPort {
  const port = nodeHttp(options)
  ports.push(port)
  return port
}

function order(path = '/order', more: Partial<HttpExchange> = {}): HttpExchange {
  const body = '{"side":"Buy"}'
  const url = `${origin}${path}`
  return {
    ...{ url, method: 'POST', headers: {}, body, timeoutMs: 5_000, maxResponseBytes: 1_000 },
    ...more,
  }
}

/** A server that takes connections and says nothing: a TLS handshake with it never ends. */
async function silentOrigin(onConnection: (socket: Socket) => void): Promise<string> {
  const silent = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    if (isOver) socket.destroy()
    else onConnection(socket)
  })
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  silent.unref()
  return `https://127.0.0.1:${(silent.address() as AddressInfo).port}`
}

function failure(code: string, wasSent: boolean): object {
  return { code, context: { wasSent } }
}

describe('an HTTP request that surely never left', () => {
  it('timed out while its connection was made', async () => {
    const silent = await silentOrigin(() => {})
    const timed = http.exchange(order('', { url: `${silent}/`, timeoutMs: 30 }))
    await expect(timed).rejects.toMatchObject(failure('HTTP_TIMEOUT', false))
  })

  it('was given up while its connection was made', async () => {
    const control = new AbortController()
    const silent = await silentOrigin(() => control.abort())
    const given = http.exchange(order('', { url: `${silent}/`, signal: control.signal }))
    await expect(given).rejects.toMatchObject(failure('ABORTED', false))
  })

  it('had a connection that was reset in its handshake', async () => {
    const silent = await silentOrigin((socket) => socket.resetAndDestroy())
    const reset = http.exchange(order('', { url: `${silent}/` }))
    await expect(reset).rejects.toMatchObject(failure('HTTP_FAILED', false))
  })

  it('was given up while all connections were busy, and is not sent later', async () => {
    const single = open({ maxConnectionsPerOrigin: 1 })
    const control = new AbortController()
    let release = (): void => {}
    answer = (_request, response) => {
      release = () => response.end('first')
      control.abort()
    }
    const first = single.exchange(order('/first'))
    const second = single.exchange(order('/second', { signal: control.signal }))
    await expect(second).rejects.toMatchObject(failure('ABORTED', false))
    release()
    expect((await first).status).toBe(200)
    answer = (_request, response) => response.end()
    await single.exchange(order('/third'))
    expect(heard).toEqual(['/first', '/third'])
  })

  it.each([
    ['no URL', { url: 'nowhere' }],
    ['a URL of another protocol', { url: 'ftp://127.0.0.1/' }],
    ['a header that nobody can write', { headers: { 'x-key': 'a\nb' } }],
  ])('had %s', async (_what, more) => {
    const refused = http.exchange(order('/order', more))
    await expect(refused).rejects.toMatchObject(failure('HTTP_FAILED', false))
    expect(heard).toEqual([])
  })
})

describe('an HTTP request that may have left', () => {
  it('is followed by a reset, before the answer', async () => {
    answer = (request) => request.socket.resetAndDestroy()
    await expect(http.exchange(order())).rejects.toMatchObject(failure('HTTP_FAILED', true))
    expect(heard).toEqual(['/order'])
  })

  it.each([
    ['of known length', { 'content-length': '100' }],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('is followed by a reset, within a body %s', async (_what, headers) => {
    answer = (request, response) => {
      response.writeHead(200, headers).write('half', () => request.socket.destroy())
    }
    await expect(http.exchange(order())).rejects.toMatchObject(failure('HTTP_FAILED', true))
  })

  it('has an answer that cannot be unpacked', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('plain').subarray(0, 12))
    }
    await expect(http.exchange(order())).rejects.toMatchObject(failure('HTTP_FAILED', true))
  })

  it('is given up; its answer comes too late, and is not that of the next', async () => {
    const control = new AbortController()
    const late: ServerResponse[] = []
    answer = (_request, response) => {
      late.push(response)
      control.abort()
    }
    const given = http.exchange(order('/given', { signal: control.signal }))
    await expect(given).rejects.toMatchObject(failure('ABORTED', true))
    for (const each of late) each.end('late')
    answer = (_request, response) => response.end('own')
    const next = await http.exchange(order('/next'))
    expect(Buffer.from(next.body).toString()).toBe('own')
  })

  it('is one whose connection was used before, and ended on receiving it: it is not sent again', async () => {
    const single = open({ maxConnectionsPerOrigin: 1 })
    answer = (_request, response) => response.end()
    await single.exchange(order('/before'))
    answer = (request) => request.socket.end()
    await expect(single.exchange(order())).rejects.toMatchObject(failure('HTTP_FAILED', true))
    expect(heard).toEqual(['/before', '/order'])
    expect(sockets.size).toBe(1)
  })

  it("is any that waits in a dispatcher of the caller's, which may send it in ways of its own", async () => {
    const { Agent } = await import('undici')
    const dispatcher = new Agent()
    const foreign = open({ dispatcher })
    const silent = await silentOrigin(() => {})
    const timed = foreign.exchange(order('', { url: `${silent}/`, timeoutMs: 30 }))
    await expect(timed).rejects.toMatchObject(failure('HTTP_TIMEOUT', true))
    const refused = foreign.exchange(order('', { url: 'http://127.0.0.1:1/' }))
    await expect(refused).rejects.toMatchObject(failure('HTTP_FAILED', false))
    await dispatcher.destroy()
  })
})

describe('HTTP connections', () => {
  it('are used again', async () => {
    answer = (_request, response) => response.end()
    const single = open({ maxConnectionsPerOrigin: 1 })
    for (const path of ['/1', '/2', '/3']) await single.exchange(order(path))
    expect(sockets.size).toBe(1)
  })

  it('that the server closed while they were idle are not written to', async () => {
    answer = (_request, response) => response.end('ok')
    await http.exchange(order('/1'))
    const [idle] = sockets
    if (idle === undefined) throw new Error('no connection')
    const closed = once(idle, 'close')
    server.closeIdleConnections()
    await closed
    expect((await http.exchange(order('/2'))).status).toBe(200)
    expect(heard).toEqual(['/1', '/2'])
    expect(sockets.size).toBe(2)
  })
})

describe('HTTP messages', () => {
  it('carry headers as they were spelled', async () => {
    let raw: readonly string[] = []
    answer = (request, response) => {
      raw = request.rawHeaders
      response.end()
    }
    await http.exchange(order('/order', { headers: { 'X-Api-Key': 'k', 'content-type': 'a/b' } }))
    expect(raw).toEqual(expect.arrayContaining(['X-Api-Key', 'k', 'content-type', 'a/b']))
  })

  it('are answered with what comes after heads that say to wait', async () => {
    answer = (_request, response) => {
      response.writeProcessing()
      response.writeEarlyHints({ link: '</a>; rel=preload', 'x-hint': '1' })
      response.writeHead(201, { 'X-Twice': ['a', 'b'] }).end('final')
    }
    const got = await http.exchange(order())
    expect(got.status).toBe(201)
    expect(got.headers).toMatchObject({ 'x-twice': 'a, b' })
    expect(got.headers).not.toHaveProperty('x-hint')
    expect(Buffer.from(got.body).toString()).toBe('final')
  })

  it('may come in chunks, and without any', async () => {
    answer = (_request, response) => {
      response.write('one ', () => response.write('two ', () => response.end('three')))
    }
    const chunked = await http.exchange(order())
    expect(Buffer.from(chunked.body).toString()).toBe('one two three')
    answer = (_request, response) => response.writeHead(204).end()
    expect((await http.exchange(order())).body).toHaveLength(0)
  })

  it('have the path that a URL means', async () => {
    answer = (_request, response) => response.end()
    for (const path of ['/a b?c=d e', '/x/../y?', '?only=query', '/p?q=1#fragment'])
      await http.exchange(order(path))
    expect(heard).toEqual(['/a%20b?c=d%20e', '/y', '/?only=query', '/p?q=1'])
  })
})
