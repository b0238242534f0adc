import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { FrameReader } from '../../src/cli/bench/frame-reader.ts'
import { measure } from '../../src/cli/bench/measure.ts'
import { OrderWriter } from '../../src/cli/bench/order-writer.ts'
import { stalls } from '../../src/cli/bench/stalls.ts'
import { loadDriver } from '../../src/drivers/registry.ts'
import { MADE_STREAMS } from '../../src/sim/registry.ts'
import { crossbook } from './terminal.ts'

const WORKS = [
  ['decodeDepth', undefined],
  ['decodeBbo', undefined],
  ['decodeTrade', undefined],
  ['book', 20],
  ['book', 1_000],
  ['book', 5_000],
  ['signOrder', undefined],
]

describe('crossbook bench', () => {
  test('--json tells the machine, then each work with its size, times and the floor', async () => {
    const { code, json, err } = await crossbook(['bench', '--for', '50ms', '--json'])
    expect([code, err]).toEqual([0, ''])
    const [machine, ...lines] = json()
    expect(machine).toMatchObject({ type: 'machine', node: process.version })
    expect(lines.map(({ work, levels }) => [work, levels])).toEqual(WORKS)
    for (const line of lines) {
      expect(line['bytesPerItem']).toBeGreaterThan(100)
      expect(line['rounds']).toBeGreaterThanOrEqual(3)
      expect(line['nsPerItem']).toBeGreaterThanOrEqual(Number(line['fastestNs']))
      if (line['work'] === 'signOrder') expect(line).not.toHaveProperty('ratio')
      else expect(line['jsonParseNsPerItem']).toBeGreaterThan(0)
    }
  })

  test('is a table for people, which names frame size, levels and machine', async () => {
    const { code, out } = await crossbook(['bench', '--for', '50ms'])
    expect(code).toBe(0)
    expect(out).toContain(`Node ${process.version}`)
    expect(out).toMatch(/A spinning thread lost \d+\.\d %/)
    expect(out).toMatch(/^work +B +k\/s +ns +spread +JSON\.parse alone, ns +faster by$/m)
    expect(out).toMatch(/^depth frame to book of 5,000 levels a side +6\d\d +/m)
    expect(out.split('\n').filter((line) => line.endsWith(' ×'))).toHaveLength(6)
  })

  test('Ctrl-C ends it with what was measured, and says so', async () => {
    const controller = new AbortController()
    const running = crossbook(['bench', '--for', '1h', '--json'], { signal: controller.signal })
    controller.abort()
    const { code, err, json } = await running
    expect(code).toBe(1)
    expect(err).toBe('Stopped: 0 of 7 were measured.\n')
    expect(json().map(({ type }) => type)).toEqual(['machine'])
  })
})

describe('what is measured is what it says', () => {
  test('the book after every frame is the one a naive reading makes, in every pass', async () => {
    const streams = await MADE_STREAMS.load()
    const reader = new FrameReader(await loadDriver(MADE_STREAMS.venue), streams, 'BTCUSDT')
    const made = streams.book({ depth: 50, frames: 300, seed: 7, symbol: 'BTCUSDT' })
    const frames = made.frames.map((text) => Buffer.from(text))
    reader.keepBook(made.snapshot)
    for (let pass = 0; pass < 3; pass += 1) {
      reader.reset()
      reader.readAll(frames)
      expect(reader.top()).toEqual(naiveTop(made))
    }
  })

  test('a stream from which a frame is missing is not measured', async () => {
    const streams = await MADE_STREAMS.load()
    const reader = new FrameReader(await loadDriver(MADE_STREAMS.venue), streams, 'BTCUSDT')
    const made = streams.book({ depth: 50, frames: 10, seed: 7, symbol: 'BTCUSDT' })
    reader.keepBook(made.snapshot)
    reader.reset()
    const frames = made.frames.filter((_, i) => i !== 5).map((text) => Buffer.from(text))
    expect(() => reader.readAll(frames)).toThrow('A frame was not applied')
  })

  test('an order is signed over what it says', async () => {
    const streams = await MADE_STREAMS.load()
    const orders = await OrderWriter.open(await loadDriver(MADE_STREAMS.venue), streams, 'BTCUSDT')
    const [, query = ''] = orders.write(1).split('?')
    const [signed = '', signature] = query.split('&signature=')
    expect(Object.fromEntries(new URLSearchParams(signed))).toMatchObject({
      symbol: 'BTCUSDT',
      side: 'SELL',
      type: 'LIMIT',
      quantity: '0.00125',
      price: '60001.5',
    })
    expect(signature).toBe(createHmac('sha256', 'S'.repeat(64)).update(signed).digest('hex'))
  })
})

/** A clock that goes on when it is told to, and 1 µs with each look. */
class HandClock {
  ns = 0

  nowNs(): number {
    this.ns += 1_000
    return this.ns
  }
}

describe('measuring', () => {
  const work = (clock: HandClock) => ({
    items: 10,
    bytesPerItem: 1,
    reset: () => {
      clock.ns += 5_000_000
    },
    pass: () => {
      clock.ns += 100_000
    },
    floor: () => {
      clock.ns += 400_000
    },
  })

  test('gives times an item of both ways, and does not count the resets', async () => {
    const clock = new HandClock()
    const signal = new AbortController().signal
    const options = { forMs: 200, clock, breathe: async () => {}, signal }
    const figures = await measure(work(clock), options)
    expect(figures?.own).toEqual({ nsPerItem: 10_100, fastestNs: 10_100, spread: 0 })
    expect(figures?.floor?.nsPerItem).toBe(40_100)
    expect(figures?.ratio).toBeCloseTo(40_100 / 10_100)
  })

  test('ends between two slices', async () => {
    const clock = new HandClock()
    const controller = new AbortController()
    const breathe = async (): Promise<void> => controller.abort()
    const options = { forMs: 1e9, clock, breathe, signal: controller.signal }
    expect(await measure(work(clock), options)).toBeUndefined()
  })

  test('a gap in a spinning thread’s clock is what it lost', () => {
    const clock = new HandClock()
    const look = clock.nowNs.bind(clock)
    let looks = 0
    clock.nowNs = () => {
      looks += 1
      if (looks === 100) clock.ns += 2_000_000
      return look()
    }
    const { lostPercent, longestMs } = stalls(clock, 10)
    expect(longestMs).toBeCloseTo(2.001)
    expect(lostPercent).toBeCloseTo(20.01)
  })
})

/** Best bid and ask as shortest text, by maps of every level. */
function naiveTop({
  snapshot,
  frames,
}: {
  readonly snapshot: string
  readonly frames: readonly string[]
}): readonly [string, string] {
  type Levels = readonly (readonly [string, string])[]
  const sides = [new Set<number>(), new Set<number>()] as const
  const set = (side: Set<number>, levels: Levels): void => {
    for (const [price, size] of levels) {
      if (Number(size) === 0) side.delete(Number(price))
      else side.add(Number(price))
    }
  }
  const { bids, asks } = JSON.parse(snapshot) as { bids: Levels; asks: Levels }
  set(sides[0], bids)
  set(sides[1], asks)
  for (const frame of frames) {
    const { data } = JSON.parse(frame) as { data: { b: Levels; a: Levels } }
    set(sides[0], data.b)
    set(sides[1], data.a)
  }
  return [String(Math.max(...sides[0])), String(Math.min(...sides[1]))]
}
