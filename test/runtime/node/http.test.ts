import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createConnection } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeHttp } from '../../../src/runtime/node/index.ts'
import type { HttpExchange, HttpPort } from '../../../src/runtime/ports.ts'

let server: Server
let origin: string
let http: HttpPort
let answer: (request: IncomingMessage, response: ServerResponse) => void
const closing: Server[] = []

beforeEach(async () => {
  server = await listening(createServer((request, response) => answer(request, response)))
  origin = originOf(server)
  http = nodeHttp()
})

afterEach(async () => {
  for (const each of closing.splice(0)) {
    each.closeAllConnections()
    each.close()
  }
  await http.close()
})

async function listening(each: Server): Promise<Server> {
  closing.push(each)
  each.listen(0, '127.0.0.1')
  await once(each, 'listening')
  return each
}

function originOf(each: Server): string {
  return `http://127.0.0.1:${(each.address() as AddressInfo).port}`
}

function get(more: Partial<HttpExchange> = {}): HttpExchange {
  return {
    url: `${origin}/path?key=secret`,
    method: 'GET',
    headers: {},
    timeoutMs: 2_000,
    maxResponseBytes: 1_000,
    ...more,
  }
}

describe('nodeHttp', () => {
  it('sends method, path, headers and body, and gives every status as an answer', async () => {
    let heard = ''
    answer = (request, response) => {
      heard = `${request.method} ${request.url} ${String(request.headers['x-key'])} `
      request.on('data', (chunk: Buffer) => {
        heard += chunk.toString()
      })
      request.on('end', () => {
        response.writeHead(418, { 'X-Weight': '7', 'set-cookie': ['a', 'b'] }).end('teapot')
      })
    }
    const got = await http.exchange(get({ method: 'POST', headers: { 'X-Key': 'k' }, body: 'b=1' }))
    expect(heard).toBe('POST /path?key=secret k b=1')
    expect(got.status).toBe(418)
    expect(got.headers).toMatchObject({ 'x-weight': '7', 'set-cookie': 'a, b' })
    expect(Buffer.from(got.body).toString()).toBe('teapot')
  })

  it('gives compressed answers plain', async () => {
    answer = (request, response) => {
      expect(request.headers['accept-encoding']).toContain('gzip')
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('plain'))
    }
    const got = await http.exchange(get())
    expect(Buffer.from(got.body).toString()).toBe('plain')
    expect(got.headers).not.toHaveProperty('content-encoding')
  })

  it('does not follow redirects', async () => {
    answer = (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end()
    expect((await http.exchange(get())).status).toBe(302)
  })

  it.each([
    ['plain', {}, Buffer.alloc(1_001)],
    ['compressed', { 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(100_000))],
  ])('refuses a %s answer that is too large', async (_what, headers, body) => {
    answer = (_request, response) => response.writeHead(200, headers).end(body)
    await expect(http.exchange(get())).rejects.toMatchObject({
      code: 'HTTP_FAILED',
      context: { wasSent: true },
    })
  })

  it('times out, while waiting for an answer and in the middle of one', async () => {
    answer = () => {}
    const failure = { code: 'HTTP_TIMEOUT', context: { wasSent: true } }
    await expect(http.exchange(get({ timeoutMs: 30 }))).rejects.toMatchObject(failure)
    answer = (_request, response) => response.writeHead(200).write('half')
    await expect(http.exchange(get({ timeoutMs: 30 }))).rejects.toMatchObject(failure)
  })

  it('gives up when aborted, before or during the exchange', async () => {
    const control = new AbortController()
    answer = () => control.abort()
    const { signal } = control
    await expect(http.exchange(get({ signal }))).rejects.toMatchObject({ code: 'ABORTED' })
    const again = http.exchange(get({ signal }))
    await expect(again).rejects.toMatchObject({ code: 'ABORTED', context: { wasSent: false } })
  })

  it('tells a request that cannot have left from one that may have', async () => {
    const refused = http.exchange(get({ url: 'http://127.0.0.1:1/' }))
    await expect(refused).rejects.toMatchObject({
      code: 'HTTP_FAILED',
      context: { wasSent: false },
    })
    answer = (request) => request.socket.destroy()
    await expect(http.exchange(get())).rejects.toMatchObject({
      code: 'HTTP_FAILED',
      context: { wasSent: true },
    })
  })

  it('keeps the query out of its messages', async () => {
    const failed = http.exchange(get({ url: 'http://127.0.0.1:1/?key=secret' }))
    await expect(failed).rejects.toThrow(/^GET http:\/\/127\.0\.0\.1:1\/: (?!.*secret)/)
  })

  it('goes through a proxy', async () => {
    const targets: (string | undefined)[] = []
    const proxy = await listening(createServer())
    proxy.on('connect', (request, socket) => {
      targets.push(request.url)
      const upstream = createConnection(Number(new URL(origin).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connected\r\n\r\n')
        upstream.pipe(socket).pipe(upstream)
      })
    })
    answer = (_request, response) => response.end('through')
    const proxied = nodeHttp({ proxy: originOf(proxy) })
    const got = await proxied.exchange(get())
    await proxied.close()
    expect(Buffer.from(got.body).toString()).toBe('through')
    expect(targets).toEqual([new URL(origin).host])
  })

  it('connects from the address it was given', async () => {
    answer = (request, response) => response.end(request.socket.remoteAddress)
    const bound = nodeHttp({ localAddress: '127.0.0.2' })
    const got = await bound.exchange(get())
    await bound.close()
    expect(Buffer.from(got.body).toString()).toBe('127.0.0.2')
  })

  it("uses the caller's dispatcher, and leaves it open", async () => {
    const { Agent } = await import('undici')
    const dispatcher = new Agent()
    answer = (_request, response) => response.end('ok')
    const own = nodeHttp({ dispatcher })
    await own.exchange(get())
    await own.close()
    expect((await own.exchange(get())).status).toBe(200)
    await dispatcher.close()
  })

  it('can be closed twice, and used again', async () => {
    answer = (_request, response) => response.end('ok')
    await http.exchange(get())
    await http.close()
    await http.close()
    expect((await http.exchange(get())).status).toBe(200)
  })
})
