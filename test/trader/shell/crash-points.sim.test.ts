import { describe, expect, it } from 'vitest'
import type { FilePort, HttpPort, Ports, SocketPort } from '../../../src/runtime/index.ts'
import type { VirtualProcess } from '../../../src/runtime/virtual/index.ts'
import { replayedCore } from '../../simulation/trading/replayed-core.ts'
import { unheard } from '../../simulation/trading/told.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { CHURN, TradingWorld, type WorldOptions } from '../../simulation/trading/trading-world.ts'
import { differences } from '../../simulation/trading/witness.ts'

const SESSION_MS = 1_100
const CALM_MS = 60_000

/** Ports of a process that dies as it is about to change its n-th file or send its n-th bytes, or right after it. */
class Countdown {
  points = 0
  /** What was done at points, each kind once. */
  readonly kinds = new Set<string>()
  readonly #atPoint: number
  readonly #isAfter: boolean

  constructor(atPoint: number, isAfter: boolean) {
    this.#atPoint = atPoint
    this.#isAfter = isAfter
  }

  readonly wrap = (process: VirtualProcess): Ports => {
    const { ports } = process
    const counted = <T>(kind: string, act: () => T): T => {
      this.points += 1
      this.kinds.add(kind)
      const isIt = this.points === this.#atPoint
      if (isIt && !this.#isAfter) process.kill()
      const done = act()
      // What was given away is given away: the request is on the wire, the bytes are with the disk.
      if (isIt && this.#isAfter) process.kill()
      return done
    }
    const { files: own } = ports
    const files: FilePort = Object.create(own, {
      replace: {
        value: (path: string, bytes: Uint8Array) =>
          counted('replace', () => own.replace(path, bytes)),
      },
      rename: {
        value: (from: string, to: string) => counted('rename', () => own.rename(from, to)),
      },
      remove: { value: (path: string) => counted('remove', () => own.remove(path)) },
      truncate: {
        value: (path: string, size: number) => counted('truncate', () => own.truncate(path, size)),
      },
      openAppend: {
        value: async (path: string) => {
          const file = await own.openAppend(path)
          return Object.create(file, {
            ...(file.appendNow && {
              appendNow: {
                value: (bytes: Uint8Array) => counted('append', () => file.appendNow?.(bytes)),
              },
            }),
            append: { value: (bytes: Uint8Array) => counted('append', () => file.append(bytes)) },
            sync: { value: () => counted('sync', () => file.sync()) },
            close: { value: () => file.close() },
          })
        },
      },
    })
    const http: HttpPort = {
      exchange: (request) => counted('exchange', () => ports.http.exchange(request)),
      close: () => ports.http.close(),
    }
    const sockets: SocketPort = {
      open: (request, handlers) => {
        const socket = ports.sockets.open(request, handlers)
        return {
          bufferedBytes: () => socket.bufferedBytes(),
          send: (data) => counted('send', () => socket.send(data)),
          ping: () => socket.ping(),
          close: (code, reason) => socket.close(code, reason),
          terminate: () => socket.terminate(),
        }
      },
    }
    return { ...ports, files, http, sockets }
  }
}

/** A way to live, and whether its journal keeps every record. */
interface Way {
  readonly options: WorldOptions
  readonly keepsAll: boolean
}

/** A short session that may die, then a life that goes on from what is left; what is not as at the venue. */
async function survive({ options, keepsAll }: Way, atPoint: number, isAfter: boolean) {
  const world = new TradingWorld(tradingKit('bybit spot'), { seed: 5, ...options })
  const countdown = new Countdown(atPoint, isAfter)
  // Nobody waits for it: a process that dies never opens, and its promises never settle.
  void world.open(countdown.wrap)
  await world.runtime.run({ forMs: SESSION_MS })
  const life = await world.start()
  life.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
  await world.runtime.run({ forMs: CALM_MS })
  const { liveOrders, unknownOrders } = life.trader.status()
  await world.stop(life)
  const { core } = life.trader
  const replayed = keepsAll ? await world.runtime.settle(replayedCore(life)) : core
  const isSame = JSON.stringify(replayed.snapshot()) === JSON.stringify(core.snapshot())
  return {
    points: countdown.points,
    kinds: [...countdown.kinds].toSorted(),
    problems: [
      ...(liveOrders + unknownOrders === 0 ? [] : ['orders live or unknown after the calm']),
      ...(isSame ? [] : ['the journal makes another state']),
      ...differences(world, core),
      ...unheard(world.told, core, CHURN),
    ],
  }
}

const REST = ['append', 'exchange', 'replace', 'send', 'sync']
const WAYS: readonly (readonly [string, Way, readonly string[]])[] = [
  ['writes take their time', { options: { takesAtOnce: false }, keepsAll: true }, REST],
  ['writes are done at once', { options: { takesAtOnce: true }, keepsAll: true }, REST],
  [
    'orders go over sockets, and snapshots let go of the segments behind them',
    {
      options: {
        orders: 'socket',
        trader: {
          snapshotEveryRecords: 5,
          journal: { folder: 'journal', retainedSnapshots: 1, maxSegmentBytes: 1_024 },
        },
      },
      keepsAll: false,
    },
    ['append', 'exchange', 'remove', 'replace', 'send', 'sync'],
  ],
]

describe('a trader that dies', () => {
  it.each(WAYS)(
    'before or after it changes any file or sends any bytes comes back to what the venue has, where %s',
    async (_, way, expected) => {
      const { points, kinds, problems } = await survive(way, Number.POSITIVE_INFINITY, false)
      expect(problems).toEqual([])
      expect(kinds).toEqual(expected)
      expect(points).toBeGreaterThan(20)
      for (let point = 1; point <= points; point += 1)
        for (const isAfter of [false, true]) {
          const { problems: found } = await survive(way, point, isAfter)
          expect([point, isAfter, ...found]).toEqual([point, isAfter])
        }
    },
    240_000,
  )
})
