import { expect, it } from 'vitest'
import { nowherePorts } from '../../src/runtime/nowhere-ports.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'

const REQUEST = { handshakeTimeoutMs: 1_000, maxMessageBytes: 1_000 }
const EXCHANGE = { method: 'POST', headers: {}, timeoutMs: 1_000, maxResponseBytes: 1_000 }

it('has the clocks of others, and nothing of theirs behind the rest', async () => {
  const { ports } = new VirtualRuntime({ seed: 1 }).spawn('bot')
  const nowhere = nowherePorts(ports)
  const { wallClock, monotonicClock, timers } = nowhere
  expect({ wallClock, monotonicClock, timers }).toEqual({
    wallClock: ports.wallClock,
    monotonicClock: ports.monotonicClock,
    timers: ports.timers,
  })
  const others = ['sockets', 'http', 'files', 'log', 'metrics', 'random', 'ids'] as const
  for (const name of others) expect(nowhere[name]).not.toBe(ports[name])
})

it('says of every request that no byte of it has left', async () => {
  const { http } = nowherePorts(new VirtualRuntime({ seed: 1 }).spawn('bot').ports)
  await expect(
    http.exchange({ ...EXCHANGE, url: 'https://venue.example/order' }),
  ).rejects.toMatchObject({
    code: 'HTTP_FAILED',
    context: { wasSent: false },
  })
})

it('closes every socket before it opens', async () => {
  const { sockets } = nowherePorts(new VirtualRuntime({ seed: 1 }).spawn('bot').ports)
  const told: string[] = []
  const socket = sockets.open(
    { ...REQUEST, url: 'wss://venue.example' },
    {
      onOpen: () => told.push('open'),
      onMessage: () => told.push('message'),
      onPingPong: () => told.push('ping'),
      onClose: (code) => told.push(`close ${code}`),
    },
  )
  socket.send('order')
  expect(told).toEqual([])
  await Promise.resolve()
  expect(told).toEqual(['close 1006'])
})

it('takes what is written to files, and keeps none of it', async () => {
  const { files } = nowherePorts(new VirtualRuntime({ seed: 1 }).spawn('bot').ports)
  const file = await files.openAppend('folder/file')
  file.appendNow?.(Uint8Array.of(1))
  await file.append(Uint8Array.of(2))
  await file.sync()
  await file.close()
  expect(await files.list('folder')).toEqual([])
  expect(await files.lock('folder/lock')).toMatchObject({ isHeld: true })
})

it('draws no number and takes no name of those of others', () => {
  const numbers = (isUsed: boolean): readonly unknown[] => {
    const { ports } = new VirtualRuntime({ seed: 1 }).spawn('bot')
    const { random, ids } = nowherePorts(ports)
    if (isUsed) expect([random.next(), ids.next()]).toHaveLength(2)
    return [ports.random.next(), ports.ids.next()]
  }
  expect(numbers(true)).toEqual(numbers(false))
})
