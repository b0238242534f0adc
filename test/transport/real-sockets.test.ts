import { describe, expect, it } from 'vitest'
import { nodePorts } from '../../src/runtime/node/index.ts'
import { serve } from '../../src/sim/index.ts'
import { HttpClient, WSPool } from '../../src/transport/index.ts'
import { classifyToyFrame, readToyFrame, ToyVenue, toyDriver, toyTopics } from './toy-venue.ts'

describe('transport over real sockets', () => {
  it('streams, calls and closes as it does in virtual time', async () => {
    await using ports = nodePorts()
    const venue = new ToyVenue(() => ports.monotonicClock.nowNs() / 1e6)
    await using server = await serve(venue)
    const driver = toyDriver()
    const urls = {
      streams: { main: `${server.wsUrl}/stream` },
      rest: { main: `${server.httpUrl}/api` },
    }
    const frames: unknown[] = []
    let arrived = (): void => {}
    const allArrived = new Promise<void>((resolve) => {
      arrived = resolve
    })
    await using pool = new WSPool({
      driver,
      environment: 'production',
      urls,
      ports,
      onFrame: (frame) => {
        frames.push(readToyFrame(frame))
        if (frames.length === 4) arrived()
        return classifyToyFrame(frame)
      },
    })
    await using http = new HttpClient({ driver, environment: 'production', urls, ports })
    pool.on('subscribed', ({ name }) => venue.publish(name))
    pool.subscribe(toyTopics(2))
    const parse = (response: { readonly status: number }): number => response.status
    const request = {
      service: 'main',
      path: '/x',
      method: 'GET',
      weight: 1,
      isIdempotent: true,
    } as const
    const status = await http.send({ request, parse })
    await allArrived
    await pool.close()
    expect(status).toBe(200)
    expect(frames).toContainEqual({ t: 'trade:S1', n: 1 })
    expect(venue.open()).toEqual([])
  })
})
