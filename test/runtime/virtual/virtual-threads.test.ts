import { describe, expect, it } from 'vitest'
import type { Ports, ThreadHandlers, ThreadProgram } from '../../../src/runtime/ports.ts'
import { VirtualRuntime, VirtualThreads } from '../../../src/runtime/virtual/index.ts'
import { EchoHost } from './echo-host.ts'

const ORIGIN = 'wss://echo.example.com'
const URL = `${ORIGIN}/`
const SOCKET = { url: URL, handshakeTimeoutMs: 1_000, maxMessageBytes: 100 }

/** A world, one kind of thread in it, and what that tells. */
function setUp(program: (ports: Ports) => ThreadProgram) {
  const runtime = new VirtualRuntime({ seed: 1 })
  runtime.network.listen(ORIGIN, new EchoHost())
  const threads = new VirtualThreads({
    ports: runtime.ports(),
    load: (_, ports) => program(ports),
    hopMs: 2,
  })
  const told: unknown[] = []
  const handlers: ThreadHandlers = {
    onMessage: (message) => told.push(message),
    onEnd: (why) => told.push(why.message),
  }
  const open = () => threads.open({ module: 'any', data: { from: 1 } }, handlers)
  return { runtime, threads, told, open }
}

const silent = { onMessage() {} }

describe('A thread in virtual time', () => {
  it('is told messages in their order, as clones, a hop after they were sent, and so is who opened it', async () => {
    const { runtime, told, open } = setUp(() => (link) => ({
      onMessage: (message) => link.post([link.data, message]),
    }))
    const thread = open()
    const message = { n: 1 }
    thread.post(message)
    message.n = 2
    thread.post(message)
    await runtime.run({ forMs: 3.9 })
    expect(told).toEqual([])
    await runtime.run({ forMs: 0.2 })
    expect(told).toEqual([
      [{ from: 1 }, { n: 1 }],
      [{ from: 1 }, { n: 2 }],
    ])
  })

  it('shares memory with who opened it', async () => {
    const { runtime, open } = setUp(() => () => ({
      onMessage: (message) => void (new Int32Array(message as SharedArrayBuffer)[0] = 7),
    }))
    const shared = new SharedArrayBuffer(4)
    open().post(shared)
    await runtime.run({ forMs: 5 })
    expect(new Int32Array(shared)[0]).toBe(7)
  })

  it('does a task again and again, and takes messages when it asks for them', async () => {
    const { runtime, told, open } = setUp(() => (link) => ({
      step() {
        const message = link.receive()
        if (message !== undefined) link.post(message)
        return message !== undefined
      },
      wait: () => true,
    }))
    const thread = open()
    thread.post('a')
    await runtime.run({ forMs: 10 })
    thread.post('b')
    await runtime.run({ forMs: 10 })
    expect(told).toEqual(['a', 'b'])
    await thread.terminate()
  })

  it.each([
    [
      'a message',
      (_: Ports): ThreadProgram =>
        () => ({ onMessage: throwing }),
    ],
    ['its start', (_: Ports): ThreadProgram => throwing],
    [
      'a timer',
      ({ timers }: Ports): ThreadProgram =>
        () => {
          timers.after(1, throwing)
          return silent
        },
    ],
  ])('ends with what it throws at %s, and tells nothing after that', async (_, program) => {
    const { runtime, threads, told, open } = setUp(program)
    const thread = open()
    thread.post('go')
    thread.post('again')
    await runtime.run({ forMs: 20 })
    expect(told).toEqual(['thrown'])
    expect(threads.running).toEqual([])
  })

  it('leaves no timer, no socket and no exchange behind when it is terminated, and nobody is told', async () => {
    const heard: string[] = []
    const { runtime, told, open } = setUp((ports) => () => {
      ports.timers.after(50, () => heard.push('timer'))
      ports.sockets.open(SOCKET, {
        onOpen: () => heard.push('open'),
        onMessage() {},
        onPingPong() {},
        onClose: () => heard.push('close'),
      })
      const url = 'https://echo.example.com/'
      const exchange = { url, method: 'GET', headers: {}, timeoutMs: 9, maxResponseBytes: 9 }
      ports.http.exchange(exchange).then(
        () => heard.push('answer'),
        () => heard.push('error'),
      )
      return silent
    })
    const thread = open()
    await runtime.run({ forMs: 3 })
    await thread.terminate()
    await thread.terminate()
    await runtime.run({ forMs: 1_000 })
    expect(heard).toEqual([])
    expect(told).toEqual([])
    expect(runtime.network.socketCount()).toBe(0)
  })

  it('that hangs hears nothing, and keeps its sockets until it is terminated', async () => {
    const heard: string[] = []
    const { runtime, threads, open } = setUp((ports) => () => {
      ports.sockets.open(SOCKET, {
        onOpen: () => heard.push('open'),
        onMessage() {},
        onPingPong() {},
        onClose: () => heard.push('close'),
      })
      return { onMessage: () => heard.push('message') }
    })
    const thread = open()
    await runtime.run({ forMs: 500 })
    thread.hang()
    thread.post('?')
    await runtime.run({ forMs: 500 })
    expect(heard).toEqual(['open'])
    expect(runtime.network.socketCount()).toBe(1)
    expect(threads.running).toEqual([thread])
    await thread.terminate()
    await runtime.run({ forMs: 500 })
    expect(heard).toEqual(['open'])
    expect(runtime.network.socketCount()).toBe(0)
  })
})

function throwing(): never {
  throw new Error('thrown')
}
