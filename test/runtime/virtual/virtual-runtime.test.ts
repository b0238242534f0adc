import { describe, expect, it } from 'vitest'
import type { Ports } from '../../../src/runtime/ports.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { EchoHost } from './echo-host.ts'

describe('VirtualRuntime', () => {
  it('moves its clocks only while it runs', async () => {
    const runtime = new VirtualRuntime({ seed: 1, startTimeUs: 5_000_000 })
    const { wallClock, monotonicClock } = runtime.ports()
    await runtime.run({ forMs: 1.5 })
    expect(wallClock.nowUs()).toBe(5_001_500)
    expect(monotonicClock.nowNs()).toBe(1_500_000)
  })

  it('runs timers in order of time, then of scheduling', async () => {
    const runtime = new VirtualRuntime({ seed: 1 })
    const { timers } = runtime.ports()
    const ran: string[] = []
    timers.after(20, () => ran.push('late'))
    timers.after(10, () => ran.push('first'))
    timers.after(10, () => ran.push('second'))
    timers.after(10, () => ran.push('cancelled')).cancel()
    await runtime.run({ forMs: 20 })
    expect(ran).toEqual(['first', 'second', 'late'])
  })

  it('lets every promise chain run dry between two events', async () => {
    const runtime = new VirtualRuntime({ seed: 1 })
    const { timers } = runtime.ports()
    const ran: string[] = []
    timers.after(1, () => {
      void (async () => {
        for (let i = 0; i < 50; i += 1) await Promise.resolve()
        ran.push('chain')
      })()
    })
    timers.after(1, () => ran.push('event'))
    await runtime.run({ forMs: 1 })
    expect(ran).toEqual(['chain', 'event'])
  })

  it('tells a livelock at one moment of time', async () => {
    const runtime = new VirtualRuntime({ seed: 1, maxEventsAtOnce: 100 })
    const { timers } = runtime.ports()
    const again = (): void => void timers.after(0, again)
    again()
    await expect(runtime.run({ forMs: 1 })).rejects.toMatchObject({ code: 'SIMULATION_STUCK' })
  })

  it('tells what never happens', async () => {
    const runtime = new VirtualRuntime({ seed: 1 })
    await expect(runtime.runUntil(() => false)).rejects.toMatchObject({ code: 'SIMULATION_STUCK' })
    const never = runtime.settle(new Promise(() => {}))
    await expect(never).rejects.toMatchObject({ code: 'SIMULATION_STUCK' })
  })

  it('rejects with what a callback throws, and can run on', async () => {
    const runtime = new VirtualRuntime({ seed: 1 })
    runtime.ports().timers.after(1, () => {
      throw new RangeError('boom')
    })
    await expect(runtime.run({ forMs: 5 })).rejects.toThrow('boom')
    await runtime.run({ forMs: 5 })
    expect(runtime.elapsedUs()).toBe(6_000)
  })

  it('shows a wall clock that steps and drifts', async () => {
    const runtime = new VirtualRuntime({ seed: 1, startTimeUs: 0 })
    const { wallClock } = runtime.main
    wallClock.stepByMs(-5)
    wallClock.setDriftPpm(100)
    await runtime.run({ forMs: 1_000 })
    expect(wallClock.nowUs()).toBe(1_000_000 - 5_000 + 100)
    expect(runtime.trueTimeUs()).toBe(1_000_000)
  })

  it('gives streams of chance that do not disturb each other', () => {
    const draw = (disturb: boolean): number => {
      const runtime = new VirtualRuntime({ seed: 'x' })
      if (disturb) runtime.ports().random.next()
      return runtime.random('flow').next()
    }
    expect(draw(true)).toBe(draw(false))
    expect(new VirtualRuntime({ seed: 'y' }).random('flow').next()).not.toBe(draw(false))
  })

  it('gives one history for one seed', async () => {
    const [first, again, other] = [await history(7), await history(7), await history(8)]
    expect(again.lines).toEqual(first.lines)
    expect(again.digest).toBe(first.digest)
    expect(other.digest).not.toBe(first.digest)
    expect(first.lines.length).toBeGreaterThan(100)
  })
})

describe('VirtualProcess', () => {
  it('takes its timers, sockets and waits with it', async () => {
    const runtime = new VirtualRuntime({ seed: 1 })
    const host = new EchoHost()
    runtime.network.listen('wss://a.test', host)
    const process = runtime.spawn('worker')
    const told: string[] = []
    process.ports.timers.after(10_000, () => told.push('timer'))
    process.ports.files.replace('/f', new Uint8Array(1)).then(
      () => told.push('file'),
      () => told.push('file'),
    )
    const open = (ports: Ports): void => {
      ports.sockets.open(
        { url: 'wss://a.test/', handshakeTimeoutMs: 1_000, maxMessageBytes: 100 },
        {
          onOpen: () => told.push('open'),
          onMessage: () => {},
          onPingPong: () => {},
          onClose: () => told.push('close'),
        },
      )
    }
    open(process.ports)
    await runtime.runUntil(() => told.includes('open'))
    const get = { method: 'GET', headers: {}, timeoutMs: 1_000, maxResponseBytes: 100 }
    process.ports.http.exchange({ ...get, url: 'https://a.test/slow' }).then(
      () => told.push('http'),
      () => told.push('http'),
    )
    process.kill()
    process.kill()
    // Code that still runs when its process dies reaches nothing.
    open(process.ports)
    process.ports.timers.after(1, () => told.push('timer of the dead'))
    await runtime.run({ forMs: 60_000 })
    expect(told).toEqual(['file', 'open'])
    expect(host.closed).toBe(1)
    expect(runtime.network.socketCount()).toBe(0)
  })

  it('keeps the disk and the clock of its machine for the next process', async () => {
    const runtime = new VirtualRuntime({ seed: 1, startTimeUs: 0 })
    const first = runtime.spawn('a')
    first.wallClock.stepByMs(7)
    await runtime.settle(first.ports.files.replace('/f', new Uint8Array([1])))
    const second = runtime.spawn('a')
    expect(await runtime.settle(second.ports.files.read('/f'))).toEqual(new Uint8Array([1]))
    expect(second.wallClock.nowUs()).toBe(7_000 + runtime.elapsedUs())
    expect(second.ports.ids.next()).not.toBe(first.ports.ids.next())
  })
})

/** A run in which clients talk over sockets, HTTP and files while the network is cut and partitioned. */
async function history(seed: number): Promise<{ lines: string[]; digest: string }> {
  const lines: string[] = []
  const runtime = new VirtualRuntime({ seed, trace: (line) => lines.push(line) })
  runtime.network.listen('wss://a.test', new EchoHost())
  for (const name of ['x', 'y']) talk(runtime.spawn(name).ports)
  runtime.after(300, () => runtime.network.partition('wss://a.test', 'x'))
  runtime.after(900, () => runtime.network.heal('wss://a.test', 'x'))
  runtime.after(1_200, () => runtime.network.cut('wss://a.test'))
  await runtime.run({ forMs: 3_000 })
  return { lines, digest: runtime.digest() }
}

function talk(ports: Ports): void {
  const open = (): void => {
    const socket = ports.sockets.open(
      { url: 'wss://a.test/talk', handshakeTimeoutMs: 1_000, maxMessageBytes: 1_000 },
      {
        onOpen: () => {},
        onMessage: (data) => {
          const text = new TextDecoder().decode(data)
          ports.timers.after(ports.random.next() * 50, () => socket.send(`${ports.ids.next()}`))
          void ports.files.replace(`/${text.length}`, new TextEncoder().encode(text))
        },
        onPingPong: () => {},
        onClose: () => void ports.timers.after(ports.random.next() * 100, open),
      },
    )
  }
  open()
}
