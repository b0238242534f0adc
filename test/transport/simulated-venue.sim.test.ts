import { describe, expect, it } from 'vitest'
import type { FrameDecoder, FrameOutcome, FrameSink } from '../../src/core/index.ts'
import { binance } from '../../src/drivers/binance/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import { simulatedBinance } from '../../src/sim/binance/index.ts'
import { venueOrigins } from '../../src/sim/index.ts'
import { type FrameSource, HttpClient, WSPool } from '../../src/transport/index.ts'

/** Accepts everything that a decoder says. */
const DEAF = new Proxy({} as FrameSink, { get: () => () => undefined })

describe('transport against a simulated venue', () => {
  it('lists instruments, streams them, and moves over when the venue shuts a server down', async () => {
    const runtime = new VirtualRuntime({ seed: 'transport' })
    const ports = runtime.ports()
    const venue = simulatedBinance({ ports })
    for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
    venue.start()

    const driver = binance()
    const http = new HttpClient({ driver, environment: 'production', ports })
    const lists = driver.rest.instruments(['spot', 'usdm']).map((call) => http.send(call))
    const instruments = (await runtime.settle(Promise.all(lists))).flat()

    const table = createInstrumentTable()
    for (const instrument of instruments) table.add(instrument)
    const decoders = new Map<FrameSource, FrameDecoder>()
    const outcomes = new Map<FrameOutcome, number>()
    const lost: string[] = []
    const pool = new WSPool({
      driver,
      environment: 'production',
      ports,
      onFrame: (frame, localTimeUs, source) => {
        let decoder = decoders.get(source)
        if (decoder === undefined) {
          decoder = driver.createDecoder(table, source.endpoint === 'spot' ? 'spot' : 'futures')
          decoders.set(source, decoder)
        }
        const outcome = decoder.decode(frame, localTimeUs, DEAF)
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
        return outcome
      },
      onConnection: ({ state, reason }) => void (state === 'lost' && lost.push(reason)),
    })
    const topics = instruments.flatMap((instrument) => [
      ...driver.topics(instrument, { channel: 'book', depth: 'full' }),
      ...driver.topics(instrument, { channel: 'trade' }),
    ])
    pool.subscribe(topics)
    await runtime.runUntil(() => topics.every((topic) => pool.isConfirmed(topic)), {
      withinMs: 10_000,
    })
    await runtime.run({ forMs: 35_000 })
    venue.announceShutdown()
    await runtime.run({ forMs: 20_000 })

    const spot = pool.connections().filter(({ source }) => source.endpoint === 'spot')
    expect(spot.map(({ source, isOpen }) => [source.connection, isOpen])).toEqual([[2, true]])
    expect(topics.every((topic) => pool.isConfirmed(topic))).toBe(true)
    expect(lost).toEqual([])
    expect(outcomes.get('event')).toBeGreaterThan(1_000)
    expect(outcomes.get('fault')).toBeUndefined()
    await runtime.settle(Promise.all([pool.close(), http.close()]))
    expect(runtime.network.socketCount()).toBe(0)
    venue.stop()
  })
})
