import { describe, expect, test } from 'vitest'
import { simulatedBinance } from '../../src/sim/binance/index.ts'
import type { FaultScript } from '../../src/sim/index.ts'
import { get, HostClient } from './support/client.ts'
import { ManualPorts } from './support/ports.ts'

const TARGET = '/ws/btcusdt@depth@100ms'

function setUp(faults: FaultScript, seed = 5) {
  const ports = new ManualPorts()
  const venue = simulatedBinance({ ports, seed, faults })
  const host = venue.hosts['spot-stream']!
  venue.start()
  return { ports, venue, host, client: new HostClient(host, TARGET) }
}

function texts(client: HostClient): string[] {
  return client.raw.map((frame) =>
    typeof frame === 'string' ? frame : Buffer.from(frame).toString('latin1'),
  )
}

/** Frames of an undisturbed run, and of one with the faults. */
function compare(faults: FaultScript, forMs = 5000) {
  const [clean, faulty] = [setUp([]), setUp(faults)]
  clean.ports.advance(forMs)
  faulty.ports.advance(forMs)
  return { sent: texts(clean.client), got: texts(faulty.client), ...faulty }
}

describe('fault script', () => {
  test('drops frames and remembers which', () => {
    const { sent, got, venue } = compare([{ fault: { kind: 'drop' }, when: { probability: 0.3 } }])
    expect(venue.faults.log.length).toBeGreaterThan(3)
    expect(got).toHaveLength(sent.length - venue.faults.log.length)
    expect(venue.faults.log[0]).toMatchObject({
      host: 'spot-stream',
      connection: 1,
      subject: 'btcusdt@depth@100ms',
      fault: { kind: 'drop' },
    })
  })

  test('doubles a frame', () => {
    const { sent, got } = compare([{ fault: { kind: 'double' }, when: { fromNth: 3, most: 1 } }])
    expect(got).toEqual([...sent.slice(0, 3), sent[2], ...sent.slice(3)])
  })

  test('lets a frame be overtaken', () => {
    const fault = { kind: 'reorder', behind: 2 } as const
    const { sent, got } = compare([{ fault, when: { fromNth: 2, most: 1 } }])
    expect(got).toEqual([sent[0], sent[2], sent[3], sent[1], ...sent.slice(4)])
  })

  test('delays a frame and what follows it, in order', () => {
    const fault = { kind: 'delay', delayMs: 950 } as const
    const { sent, got } = compare([{ fault, when: { fromNth: 4, most: 1 } }], 20_000)
    expect(got).toEqual(sent)
    const late = setUp([{ fault, when: { fromNth: 1, most: 1 } }])
    late.ports.advance(200)
    expect(late.client.raw).toHaveLength(0)
    late.ports.advance(1200)
    expect(late.client.raw.length).toBeGreaterThan(0)
  })

  test.for(['digit', 'syntax', 'byte'] as const)('corrupts %s', (how) => {
    const { sent, got } = compare([
      { fault: { kind: 'corrupt', how }, when: { fromNth: 2, most: 1 } },
    ])
    expect(got[0]).toBe(sent[0])
    expect(got[1]).not.toBe(sent[1])
    expect(got[1]).toHaveLength(sent[1]!.length)
    expect(got.slice(2)).toEqual(sent.slice(2))
    if (how === 'digit')
      expect(Object.keys(JSON.parse(got[1]!))).toEqual(Object.keys(JSON.parse(sent[1]!)))
    if (how === 'syntax') expect(() => JSON.parse(got[1]!)).toThrow()
  })

  test('truncates a frame', () => {
    const { sent, got } = compare([{ fault: { kind: 'truncate' }, when: { fromNth: 1, most: 1 } }])
    expect(sent[0]!.startsWith(got[0]!)).toBe(true)
    expect(got[0]!.length).toBeLessThan(sent[0]!.length)
  })

  test('stalls silently: the socket stays open and nothing comes, not even pings', () => {
    const { client, ports } = setUp([{ fault: { kind: 'stall' }, when: { fromNth: 3 } }])
    ports.advance(100_000)
    expect(client.raw).toHaveLength(2)
    expect(client.pings).toBe(0)
    expect(client.closed).toBeUndefined()
  })

  test('a stall may end, and may keep the pings', () => {
    const fault = { kind: 'stall', forMs: 30_000, keepsPings: true } as const
    const { client, ports } = setUp([{ fault, when: { fromNth: 3, most: 1 } }])
    ports.advance(25_000)
    expect([client.raw.length, client.pings]).toEqual([2, 1])
    ports.advance(15_000)
    expect(client.raw.length).toBeGreaterThan(10)
  })

  test('cuts while a frame is on its way, and disconnects after one', () => {
    const cut = setUp([{ fault: { kind: 'cutMidFrame' }, when: { fromNth: 2 } }])
    const closed = setUp([{ fault: { kind: 'disconnect', code: 1012 }, when: { fromNth: 2 } }])
    for (const { ports } of [cut, closed]) ports.advance(5000)
    expect([cut.client.raw.length, cut.client.closed?.code]).toEqual([1, 1006])
    expect([closed.client.raw.length, closed.client.closed?.code]).toEqual([2, 1012])
  })

  test('refuses handshakes in a window of time', () => {
    const { host, ports } = setUp([
      { fault: { kind: 'refuse', status: 502 }, when: { fromMs: 1000, untilMs: 2000 } },
    ])
    ports.advance(1000)
    expect(new HostClient(host, TARGET).refused).toBe(502)
    ports.advance(1000)
    expect(new HostClient(host, TARGET).refused).toBeUndefined()
  })

  test('passes control frames by unless told', () => {
    const dropAll = setUp([{ fault: { kind: 'drop' } }])
    dropAll.client.send({ method: 'LIST_SUBSCRIPTIONS', id: 1 })
    dropAll.ports.advance(1000)
    expect(dropAll.client.received).toHaveLength(1)
    const dropAcks = setUp([
      { fault: { kind: 'drop' }, where: { contains: 'control', hitsControl: true } },
    ])
    dropAcks.client.send({ method: 'LIST_SUBSCRIPTIONS', id: 1 })
    expect(dropAcks.client.received).toHaveLength(0)
  })

  test('hits only the place it names', () => {
    const { host, client, ports } = setUp([{ fault: { kind: 'drop' }, where: { connection: 2 } }])
    const second = new HostClient(host, TARGET)
    ports.advance(3000)
    expect(client.raw.length).toBeGreaterThan(5)
    expect(second.raw).toHaveLength(0)
  })

  test('the same seed and traffic give the same faults', () => {
    const script: FaultScript = [
      { fault: { kind: 'drop' }, when: { probability: 0.1 } },
      { fault: { kind: 'double' }, when: { probability: 0.1 } },
    ]
    const [a, b, c] = [setUp(script), setUp(script), setUp(script, 6)]
    for (const { ports } of [a, b, c]) ports.advance(20_000)
    expect(texts(a.client)).toEqual(texts(b.client))
    expect(a.venue.faults.log).toEqual(b.venue.faults.log)
    expect(a.venue.faults.log).not.toEqual(c.venue.faults.log)
  })

  test.for([429, 418, 403, 503, 500])('answers HTTP %i in the words of the venue', (status) => {
    const { venue } = setUp([{ fault: { kind: 'status', status, retryAfterSeconds: 9 } }])
    const answer = get(venue.hosts['spot-rest']!, '/api/v3/time')
    expect(answer.status).toBe(status)
    expect(answer.headers['retry-after']).toBe(status === 429 || status === 418 ? '9' : undefined)
  })

  test('puts a page of HTML in place of a frame, as text', () => {
    const { sent, got } = compare([{ fault: { kind: 'htmlFrame' }, when: { fromNth: 2, most: 1 } }])
    expect(got[1]).toMatch(/^<!DOCTYPE html>/)
    expect(got.toSpliced(1, 1)).toEqual(sent.toSpliced(1, 1))
  })

  test('answers a page of HTML with status 200', () => {
    const { venue } = setUp([{ fault: { kind: 'htmlAnswer' } }])
    const request = { method: 'GET', target: '/api/v3/time', headers: {}, body: '' }
    const answer = venue.hosts['spot-rest']!.request(request)
    if (answer.kind !== 'response') throw new Error('Expected a response')
    expect(answer.response.status).toBe(200)
    expect(new TextDecoder().decode(answer.response.body)).toMatch(/^<!DOCTYPE html>/)
  })

  test('is silent, cut or slow over HTTP', () => {
    const request = { method: 'GET', target: '/api/v3/time', headers: {}, body: '' }
    const answer = (fault: FaultScript[number]['fault']) =>
      setUp([{ fault }]).venue.hosts['spot-rest']!.request(request)
    expect(answer({ kind: 'silence' })).toEqual({ kind: 'silence' })
    expect(answer({ kind: 'cut' })).toEqual({ kind: 'cut' })
    expect(answer({ kind: 'slow', delayMs: 700 })).toMatchObject({ kind: 'response', delayMs: 702 })
  })

  test('answers with an older snapshot that was true then', () => {
    const { venue, ports } = setUp([{ fault: { kind: 'oldSnapshot', ageMs: 2000 } }])
    ports.advance(3000)
    const then = venue.truth('spot', 'BTCUSDT')!
    ports.advance(2000)
    const rest = venue.hosts['spot-rest']!
    const body = get(rest, '/api/v3/depth?symbol=BTCUSDT&limit=5000').body as {
      lastUpdateId: number
      bids: string[][]
    }
    expect(body.lastUpdateId).toBe(then.updateId)
    expect(body.bids.map((level) => level.map(Number))).toEqual(
      then.bids.map((level) => level.map(Number)),
    )
  })

  test('skews the clock of the venue', () => {
    const { venue, ports } = setUp([
      { fault: { kind: 'clockSkew', skewMs: -5000 }, when: { fromMs: 1000 } },
    ])
    const lag = () => {
      const { serverTime } = get(venue.hosts['spot-rest']!, '/api/v3/time').body as {
        serverTime: number
      }
      return serverTime - ports.wallClock.nowUs() / 1000
    }
    expect(lag()).toBe(0)
    ports.advance(1000)
    expect(lag()).toBe(-5000)
    expect(venue.faults.log.map((record) => record.fault)).toEqual([
      { kind: 'clockSkew', skewMs: -5000 },
    ])
  })
})
