import { expect, test } from 'vitest'
import type { HttpResponse } from '../../../src/core/index.ts'
import type { Ports } from '../../../src/runtime/ports.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { TradingWorld } from '../../simulation/trading/trading-world.ts'

/** How the venues say that a timestamp is too far from their clock. */
const REFUSED = /-1021|10002|50102|50112/
const CLOCK = /\/time$/

test.each(['binance spot', 'bybit linear', 'okx swap'])(
  '%s: a refused timestamp has the clock read again at once, and not once a refusal',
  async (name) => {
    const world = new TradingWorld(tradingKit(name))
    let stepUs = 0
    const reads: number[] = []
    const refusals: number[] = []
    const life = await world.runtime.settle(
      world.open(({ ports }): Ports => {
        const { http, wallClock } = ports
        const exchange: Ports['http']['exchange'] = async (request) => {
          if (CLOCK.test(new URL(request.url).pathname)) reads.push(wallClock.nowUs())
          const answer: HttpResponse = await http.exchange(request)
          if (REFUSED.test(new TextDecoder().decode(answer.body))) refusals.push(wallClock.nowUs())
          return answer
        }
        return {
          ...ports,
          wallClock: { nowUs: () => wallClock.nowUs() + stepUs },
          http: { close: () => http.close(), exchange },
        }
      }),
    )
    await world.runtime.run({ forMs: 20_000 })
    // Right after a reading of the timer our clock is set back.
    const before = reads.length
    while (reads.length === before) await world.runtime.run({ forMs: 500 })
    await world.runtime.run({ forMs: 1_000 })
    reads.length = 0
    stepUs = -40_000_000
    await world.runtime.run({ forMs: 50_000 })
    await world.stop(life)
    const [first] = refusals
    if (first === undefined) throw new Error('no timestamp was refused')
    const next = reads.find((timeUs) => timeUs >= first) ?? Number.POSITIVE_INFINITY
    expect((next - first) / 1e6).toBeLessThan(1)
    expect(Math.max(...refusals) - first).toBeLessThan(2_000_000)
    expect(reads.length).toBeLessThan(6)
  },
  100_000,
)
