import { beforeEach, describe, expect, it } from 'vitest'
import type { Socket } from '../../../src/runtime/ports.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { EchoHost } from './echo-host.ts'

const URL_A = 'wss://a.test/feed?x=1'
const latency = { leastMs: 10, mostMs: 10, jitterMs: 0 }

let runtime: VirtualRuntime
let host: EchoHost
let told: string[]
let kept: Uint8Array[]

beforeEach(() => {
  runtime = new VirtualRuntime({ seed: 1, latency })
  host = new EchoHost()
  runtime.network.listen('wss://a.test', host)
  told = []
  kept = []
})

function open(url = URL_A, maxMessageBytes = 1_000): Socket {
  return runtime.ports().sockets.open(
    { url, handshakeTimeoutMs: 1_000, maxMessageBytes },
    {
      onOpen: () => told.push('open'),
      onMessage: (data) => {
        told.push(new TextDecoder().decode(data))
        kept.push(data)
      },
      onPingPong: () => told.push('ping or pong'),
      onClose: (code, reason, error) => {
        told.push(`close ${code} ${reason}`.trim())
        if (error !== undefined) told.push((error as { code?: string }).code ?? error.message)
      },
    },
  )
}

async function opened(): Promise<Socket> {
  const socket = open()
  await runtime.run({ forMs: 20 })
  return socket
}

describe('VirtualNetwork sockets', () => {
  it('opens after a round trip, and gives what the host says first after that', async () => {
    open()
    expect(told).toEqual([])
    await runtime.run({ forMs: 19.999 })
    expect(told).toEqual([])
    await runtime.run({ forMs: 0.001 })
    expect(told).toEqual(['open', 'hello /feed?x=1'])
  })

  it('delivers in order, one round trip later, whatever the jitter', async () => {
    runtime = new VirtualRuntime({ seed: 3, latency: { leastMs: 1, mostMs: 5, jitterMs: 50 } })
    runtime.network.listen('wss://a.test', host)
    const socket = open()
    await runtime.run({ forMs: 200 })
    for (let i = 0; i < 20; i += 1) socket.send(String(i))
    await runtime.run({ forMs: 500 })
    const numbers = Array.from({ length: 20 }, (_, i) => String(i))
    expect(host.heard).toEqual(numbers)
    expect(told.slice(2)).toEqual(numbers.map((text) => `echo ${text}`))
  })

  it('spoils the bytes of a message once the receiver is done', async () => {
    await opened()
    expect(kept[0]?.every((byte) => byte === 0xdb)).toBe(true)
  })

  it('answers pings in both directions', async () => {
    const socket = await opened()
    socket.ping()
    host.peers[0]?.ping()
    await runtime.run({ forMs: 20 })
    expect(told.slice(2)).toEqual(['ping or pong', 'ping or pong'])
    expect(host.pings).toBe(2)
  })

  it('closes by handshake from either end', async () => {
    const socket = await opened()
    socket.send('last')
    socket.close(1000, 'bye')
    socket.send('ignored')
    await runtime.run({ forMs: 20 })
    await opened()
    host.peers[1]?.close(4001, 'maintenance')
    await runtime.run({ forMs: 20 })
    expect(told.filter((each) => each.startsWith('close'))).toEqual([
      'close 1000 bye',
      'close 4001 maintenance',
    ])
    expect(host.heard).toEqual(['last'])
    expect(host.closed).toBe(2)
    expect(runtime.network.socketCount()).toBe(0)
  })

  it('tells a drop from either end as 1006, once', async () => {
    const socket = await opened()
    socket.terminate()
    socket.terminate()
    await runtime.run({ forMs: 20 })
    await opened()
    host.peers[1]?.terminate()
    await runtime.run({ forMs: 20 })
    expect(told.filter((each) => each.startsWith('close'))).toEqual(['close 1006', 'close 1006'])
    expect(host.closed).toBe(2)
  })

  it('says why a socket did not open', async () => {
    open('wss://nobody.test/')
    open('wss://a.test/forbidden')
    await runtime.run({ forMs: 20 })
    runtime.network.refuse('wss://a.test')
    open()
    await runtime.run({ forMs: 20 })
    runtime.network.accept('wss://a.test')
    open().terminate()
    await runtime.run({ forMs: 20 })
    expect(told).toEqual(Array.from({ length: 4 }, () => ['close 1006', 'CONNECT_FAILED']).flat())
    expect(runtime.network.dialledHosts()).toEqual(['nobody.test', 'a.test'])
    expect(runtime.network.socketCount()).toBe(0)
  })

  it('gives up a handshake that is not answered in time', async () => {
    runtime.network.partition('wss://a.test')
    open()
    await runtime.run({ forMs: 1_000 })
    expect(told).toEqual(['close 1006', 'CONNECT_FAILED'])
    runtime.network.heal('wss://a.test')
    await runtime.run({ forMs: 1_000 })
    expect(host.peers).toEqual([])
  })

  it('holds what is sent during a partition, and delivers it in order when healed', async () => {
    const socket = await opened()
    runtime.network.partition('wss://a.test')
    socket.send('one')
    host.peers[0]?.send('two')
    await runtime.run({ forMs: 10_000 })
    expect(told.slice(2)).toEqual([])
    expect(socket.bufferedBytes()).toBe(3)
    runtime.network.heal('wss://a.test')
    host.peers[0]?.send('three')
    await runtime.run({ forMs: 30 })
    expect(told.slice(2)).toEqual(['two', 'three', 'echo one'])
    expect(socket.bufferedBytes()).toBe(0)
  })

  it('parts one process from an origin, and no other', async () => {
    runtime.network.partition('wss://a.test', 'elsewhere')
    await opened()
    expect(told).toContain('open')
  })

  it('loses what is on its way when it is cut', async () => {
    const socket = await opened()
    socket.send('lost')
    expect(runtime.network.cut('wss://a.test')).toBe(1)
    await runtime.run({ forMs: 100 })
    expect(told.slice(2)).toEqual(['close 1006', 'CONNECTION_LOST'])
    expect(host.heard).toEqual([])
    expect(host.closed).toBe(1)
  })

  it('cuts a socket in the middle of a message', async () => {
    await opened()
    runtime.network.cutInsideNextMessage('wss://a.test')
    host.peers[0]?.send('half')
    host.peers[0]?.send('never')
    await runtime.run({ forMs: 100 })
    expect(told.slice(2)).toEqual(['close 1006', 'CONNECTION_LOST'])
  })

  it('closes a socket that a message too large arrives on', async () => {
    open(URL_A, 5)
    await runtime.run({ forMs: 100 })
    expect(told).toEqual(['open', 'close 1006', 'CONNECTION_LOST'])
    expect(host.closed).toBe(1)
  })

  it('lets no two hosts listen at one origin', () => {
    expect(() => runtime.network.listen('wss://a.test', host)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
  })

  it('drops its sockets, and no longer resolves, when the host stops listening', async () => {
    const listening = runtime.network.listen('wss://b.test', host)
    open('wss://b.test/')
    await runtime.run({ forMs: 20 })
    listening.close()
    open('wss://b.test/')
    await runtime.run({ forMs: 20 })
    expect(told.slice(2)).toEqual(['close 1006', 'CONNECTION_LOST', 'close 1006', 'CONNECT_FAILED'])
  })
})

describe('VirtualNetwork HTTP', () => {
  const get = { method: 'GET', headers: {}, timeoutMs: 1_000, maxResponseBytes: 100 }
  const exchange = (url: string, more: object = {}) =>
    runtime.settle(runtime.ports().http.exchange({ ...get, url, ...more }))

  it('answers after a round trip and the delay of the host', async () => {
    const answer = await exchange('https://a.test/slow', { body: '!' })
    expect(new TextDecoder().decode(answer.body)).toBe('/slow!')
    expect(runtime.elapsedUs()).toBe(520_000)
  })

  it.each([
    ['an unknown name', 'https://nobody.test/', {}, 'HTTP_FAILED', false],
    ['silence', 'https://a.test/silence', {}, 'HTTP_TIMEOUT', true],
    ['a cut connection', 'https://a.test/cut', {}, 'HTTP_FAILED', true],
    ['an answer too large', 'https://a.test/', { body: 'x'.repeat(100) }, 'HTTP_FAILED', true],
  ])('fails on %s', async (_what, url, more, code, wasSent) => {
    await expect(exchange(url, more)).rejects.toMatchObject({ code, context: { wasSent } })
  })

  it('may be answered by another host than the sockets of the same place', async () => {
    const other = new EchoHost()
    other.request = () => ({ kind: 'cut' })
    runtime.network.listen('https://a.test', other)
    await expect(exchange('https://a.test/')).rejects.toMatchObject({ code: 'HTTP_FAILED' })
    await opened()
    expect(host.peers).toHaveLength(1)
  })

  it('runs into its timeout during a partition', async () => {
    runtime.network.partition('https://a.test')
    await expect(exchange('https://a.test/')).rejects.toMatchObject({ code: 'HTTP_TIMEOUT' })
    expect(runtime.elapsedUs()).toBe(1_000_000)
  })

  it('gives up when aborted, before or during the exchange', async () => {
    const control = new AbortController()
    runtime.after(5, () => control.abort())
    const { signal } = control
    for (let i = 0; i < 2; i += 1) {
      const failed = exchange('https://a.test/', { signal })
      await expect(failed).rejects.toMatchObject({ code: 'ABORTED' })
    }
    expect(runtime.elapsedUs()).toBe(5_000)
  })
})
