import { describe, expect, it } from 'vitest'
import type { FilePort, HttpPort, Ports } from '../../../src/runtime/index.ts'
import type { VirtualProcess } from '../../../src/runtime/virtual/index.ts'
import { replayedCore } from '../../simulation/trading/replayed-core.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { CHURN, TradingWorld } from '../../simulation/trading/trading-world.ts'
import { differences } from '../../simulation/trading/witness.ts'

const SESSION_MS = 1_100
const CALM_MS = 60_000

/** Ports of a process that dies as it is about to do its n-th write, sync or request, or right after it. */
class Countdown {
  points = 0
  readonly #atPoint: number
  readonly #isAfter: boolean

  constructor(atPoint: number, isAfter: boolean) {
    this.#atPoint = atPoint
    this.#isAfter = isAfter
  }

  readonly wrap = (process: VirtualProcess): Ports => {
    const { ports } = process
    const counted = <T>(act: () => T): T => {
      this.points += 1
      const isIt = this.points === this.#atPoint
      if (isIt && !this.#isAfter) process.kill()
      const done = act()
      // What was given away is given away: the request is on the wire, the bytes are with the disk.
      if (isIt && this.#isAfter) process.kill()
      return done
    }
    const files: FilePort = Object.create(ports.files, {
      openAppend: {
        value: async (path: string) => {
          const file = await ports.files.openAppend(path)
          return Object.create(file, {
            ...(file.appendNow && {
              appendNow: { value: (bytes: Uint8Array) => counted(() => file.appendNow?.(bytes)) },
            }),
            append: { value: (bytes: Uint8Array) => counted(() => file.append(bytes)) },
            sync: { value: () => counted(() => file.sync()) },
            close: { value: () => file.close() },
          })
        },
      },
    })
    const http: HttpPort = {
      exchange: (request) => counted(() => ports.http.exchange(request)),
      close: () => ports.http.close(),
    }
    return { ...ports, files, http }
  }
}

/** A short session that may die, then a life that goes on from what is left; what is not as at the venue. */
async function survive(atPoint: number, isAfter: boolean, takesAtOnce: boolean) {
  const world = new TradingWorld(tradingKit('bybit spot'), { seed: 5, takesAtOnce })
  const countdown = new Countdown(atPoint, isAfter)
  // Nobody waits for it: a process that dies never opens, and its promises never settle.
  void world.open(countdown.wrap)
  await world.runtime.run({ forMs: SESSION_MS })
  const life = await world.start()
  life.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
  await world.runtime.run({ forMs: CALM_MS })
  const { liveOrders, unknownOrders } = life.trader.status()
  await world.stop(life)
  const replayed = await world.runtime.settle(replayedCore(life))
  const isSame = JSON.stringify(replayed.snapshot()) === JSON.stringify(life.trader.core.snapshot())
  return {
    points: countdown.points,
    problems: [
      ...(liveOrders + unknownOrders === 0 ? [] : ['orders live or unknown after the calm']),
      ...(isSame ? [] : ['the journal makes another state']),
      ...differences(world, life.trader.core),
    ],
  }
}

describe('a trader that dies', () => {
  it.each([
    ['writes take their time', false],
    ['writes are done at once', true],
  ])(
    'before or after any write, sync or request comes back to what the venue has, where %s',
    async (_, takesAtOnce) => {
      const { points, problems } = await survive(Number.POSITIVE_INFINITY, false, takesAtOnce)
      expect(problems).toEqual([])
      expect(points).toBeGreaterThan(20)
      for (let point = 1; point <= points; point += 1)
        for (const isAfter of [false, true]) {
          const { problems: found } = await survive(point, isAfter, takesAtOnce)
          expect([point, isAfter, ...found]).toEqual([point, isAfter])
        }
    },
    120_000,
  )
})
