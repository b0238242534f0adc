import { describe, expect, test } from 'vitest'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import { simulatedBinance } from '../../src/sim/binance/index.ts'
import { venueOrigins } from '../../src/sim/index.ts'

async function run(seed: string, forMs = 10_000) {
  const runtime = new VirtualRuntime({ seed })
  const venue = simulatedBinance({
    ports: runtime.spawn('venue').ports,
    seed,
    faults: [{ fault: { kind: 'drop' }, when: { probability: 0.2 } }],
  })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const { sockets, http } = runtime.ports()
  const frames: string[] = []
  const closed: number[] = []
  const stream = venue.streams['usdm-public']!
  const url = `${stream.origin}${stream.path}?streams=btcusdt@depth@100ms/ethusdt@bookTicker`
  sockets.open(
    { url, handshakeTimeoutMs: 5000, maxMessageBytes: 1e6 },
    {
      onOpen: () => {},
      onMessage: (data) => frames.push(new TextDecoder().decode(data)),
      onPingPong: () => {},
      onClose: (code) => closed.push(code),
    },
  )
  await runtime.run({ forMs })
  const answer = await runtime.settle(
    http.exchange({
      url: `${venue.rest['coinm']!.origin}/dapi/v1/depth?symbol=BTCUSD_PERP&limit=5`,
      method: 'GET',
      headers: {},
      timeoutMs: 5000,
      maxResponseBytes: 1e6,
    }),
  )
  return { frames, closed, faults: venue.faults.log, answer, digest: runtime.digest() }
}

describe('simulated venue on the virtual network', () => {
  test('answers at the origins of the real one', async () => {
    const { frames, closed, answer } = await run('a', 200_000)
    expect(frames.length).toBeGreaterThan(100)
    // The client answered the ping of the third minute by itself.
    expect(closed).toEqual([])
    expect(JSON.parse(new TextDecoder().decode(answer.body))).toMatchObject({ pair: 'BTCUSD' })
  })

  test('one seed gives one run, byte for byte', async () => {
    const [a, b, c] = [await run('a'), await run('a'), await run('b')]
    expect(a.digest).toBe(b.digest)
    expect(a.faults).toEqual(b.faults)
    expect(a.faults.length).toBeGreaterThan(20)
    expect(a.digest).not.toBe(c.digest)
  })
})
