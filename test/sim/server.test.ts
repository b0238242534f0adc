import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { simulatedBinance } from '../../src/sim/binance/index.ts'
import { type ServedVenue, serve, serveVenue } from '../../src/sim/index.ts'
import { realPorts } from './support/ports.ts'

let served: ServedVenue | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})

describe('served venue', () => {
  test('answers fetch and streams to a plain client', async () => {
    served = await serveVenue(simulatedBinance({ ports: realPorts }))
    const time = await fetch(`${served.rest['spot']}/api/v3/time`)
    expect(await time.json()).toEqual({ serverTime: expect.any(Number) })
    expect(time.headers.get('x-mbx-used-weight-1m')).toBe('1')
    const socket = new WebSocket(`${served.hosts['spot-stream']?.wsUrl}/ws`)
    const messages: unknown[] = []
    const done = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        messages.push(JSON.parse(data.toString()))
        if (messages.length === 4) resolve()
      })
    })
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: ['btcusdt@depth@100ms'], id: 1 }))
    await done
    expect(messages[0]).toEqual({ result: null, id: 1 })
    expect(messages[1]).toMatchObject({ e: 'depthUpdate', s: 'BTCUSDT' })
    expect(socket.extensions).toBe('')
    socket.terminate()
  })

  test('refuses a handshake with the status of the host', async () => {
    served = await serveVenue(simulatedBinance({ ports: realPorts }))
    const socket = new WebSocket(`${served.hosts['spot-stream']?.wsUrl}/nowhere`)
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve))
    expect(error.message).toContain('404')
  })

  test('says before the handshake ends what the host says on accepting', async () => {
    await using host = await serve({
      accept: (_target, _headers, peer) => {
        peer.send('hello')
        return { onMessage: () => peer.close(4000, 'bye'), onPingPong() {}, onClose() {} }
      },
      request: () => ({ kind: 'cut' }),
    })
    const socket = new WebSocket(host.wsUrl)
    const greeting = await new Promise<string>((resolve) =>
      socket.once('message', (data: Buffer) => resolve(data.toString())),
    )
    expect(greeting).toBe('hello')
    const closed = new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve([code, String(reason)])),
    )
    socket.send('x')
    expect(await closed).toEqual([4000, 'bye'])
    await expect(fetch(host.httpUrl)).rejects.toThrow()
  })
})
