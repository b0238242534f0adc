import { describe, expect, test } from 'vitest'
import { statusTable } from '../../src/daemon/index.ts'
import { loadThreaded } from '../../src/market/load-threaded.ts'
import type { FaultScript } from '../../src/sim/index.ts'
import { TRADING, TradingDaemons } from './support/trading-daemon.ts'

/** Answers to placing that are lost though the venue acted, and nothing on the private stream that tells of it first. */
const LOST_ANSWERS: FaultScript = [
  { fault: { kind: 'drop' }, when: { fromMs: 3_000 }, where: { contains: 'private/accepted' } },
  {
    fault: { kind: 'acceptThenStatus' },
    when: { fromMs: 4_000, most: 2 },
    where: { contains: 'place' },
  },
]

describe('a daemon in role both', () => {
  test('records and trades on the same sockets, and drains when it closes', async () => {
    const world = new TradingDaemons()
    const { daemon } = await world.start({ role: 'both' })
    await world.runtime.run({ forMs: 15_000 })

    const status = daemon.status()
    expect(status.books).toMatchObject([{ pair: 'BTC/USDT', state: 'live' }])
    expect(status.trading).toMatchObject({
      state: 'open',
      accounts: [{ account: 'main', venue: 'bybit', mode: 'live', isReady: true }],
      strategies: [
        { strategy: 'maker', kind: 'marketMaking', state: 'running' },
        { strategy: 'grid', kind: 'grid', state: 'running' },
      ],
      unknownOrders: 0,
    })
    expect(status.trading?.fills).toBeGreaterThan(0)
    // The private stream beside one socket each for spot and linear: trader and recorder share the books.
    expect(status.connections).toBe(2)
    expect(status.trading?.liveOrders).toBe(world.account.openOrders().length)

    await world.runtime.settle(daemon.close())
    expect(world.account.openOrders()).toEqual([])
    expect(daemon.status().trading).toMatchObject({ state: 'closed', liveOrders: 0 })
    expect(daemon.status().trading?.fills).toBe(world.account.fills().length)
    expect(world.runtime.network.socketCount()).toBe(0)
  })

  test('does so with market data in a thread, which ends and comes back', async () => {
    await loadThreaded()
    const world = new TradingDaemons()
    const config = { role: 'both', threads: { marketData: 1, waiting: 'spin' } } as const
    const { daemon, threads } = await world.start(config)
    await world.runtime.run({ forMs: 10_000 })
    expect(daemon.status().trading).toMatchObject({ state: 'open', unknownOrders: 0 })
    const fills = world.account.fills().length
    expect(fills).toBeGreaterThan(0)
    const [thread] = threads.running
    thread?.fail(new Error('its memory was not enough'))
    await world.runtime.run({ forMs: 5 })
    expect(daemon.status().books).toMatchObject([{ pair: 'BTC/USDT', state: 'stale' }])
    await world.runtime.run({ forMs: 15_000 })
    expect(threads.running).not.toContain(thread)
    expect(daemon.status().books).toMatchObject([{ pair: 'BTC/USDT', state: 'live' }])
    expect(daemon.status().trading).toMatchObject({
      strategies: [{ state: 'running' }, { state: 'running' }],
      liveOrders: world.account.openOrders().length,
    })
    expect(world.account.fills().length).toBeGreaterThan(fills)

    await world.runtime.settle(daemon.close())
    expect(world.account.openOrders()).toEqual([])
    expect(daemon.status().trading?.fills).toBe(world.account.fills().length)
    expect(threads.running).toEqual([])
    expect(world.runtime.network.socketCount()).toBe(0)
  })

  test('measures from the arrival of a frame to its orders', async () => {
    const world = new TradingDaemons()
    const { daemon } = await world.start({ role: 'both' })
    await world.runtime.run({ forMs: 5_000 })
    const { count, p50Us, p99Us } = daemon.status().trading?.tickToTrade ?? { count: 0 }
    expect(count).toBeGreaterThan(0)
    // The time that a virtual disk takes to commit what is sent.
    expect(p50Us).toBeGreaterThan(0)
    expect(p99Us).toBeLessThan(1_000)
    await world.runtime.settle(daemon.close())
  })

  test('resolves orders whose answers were lost by what the venue has of them', async () => {
    const world = new TradingDaemons({ faults: LOST_ANSWERS })
    const { daemon } = await world.start({ role: 'both' })
    await world.runtime.run({ forMs: 15_000 })
    const struck = world.venue.faults.log.map(({ fault }) => fault.kind)
    expect(struck.filter((kind) => kind === 'acceptThenStatus')).toHaveLength(2)
    await world.runtime.settle(daemon.close())
    const { unknown = 0, unknownResolved } = daemon.status().trading ?? {}
    expect(unknown).toBeGreaterThanOrEqual(2)
    expect(unknownResolved).toBe(unknown)
    expect(daemon.status().trading?.unknownOrders).toBe(0)
    expect(daemon.status().trading?.fills).toBe(world.account.fills().length)
  })

  test('shows orders, fills, positions and money under its books', async () => {
    const world = new TradingDaemons()
    const { daemon } = await world.start({ role: 'both' })
    await world.runtime.run({ forMs: 10_000 })
    const text = statusTable(daemon.status(), false)
    expect(text).toMatch(/^venue +pair +bid/m)
    expect(text).toMatch(/^strategy +account +pair +state +orders +live +fills +unknown +position/m)
    expect(text).toMatch(/^maker +main +BTC\/USDT +running +\d+ +\d+ +\d+ +0\/0 /m)
    expect(text).toMatch(
      /^\d+ orders, \d+ fills, 0 of 0 unknown resolved · equity .* · tick-to-trade p50 /m,
    )
    await world.runtime.settle(daemon.close())
  })
})

describe('a daemon in role trader', () => {
  test('goes on from its journal after a kill, and has what the venue has', async () => {
    const world = new TradingDaemons()
    const first = await world.start({ role: 'trader' })
    await world.runtime.run({ forMs: 8_000 })
    const before = world.account.fills().length
    expect(before).toBeGreaterThan(0)
    expect(world.account.openOrders().length).toBeGreaterThan(0)
    first.process.kill()
    await world.runtime.run({ forMs: 2_000 })

    const { daemon } = await world.start({ role: 'trader' })
    await world.runtime.run({ forMs: 10_000 })
    expect(daemon.trader?.epoch).toBe((first.daemon.trader?.epoch ?? 0) + 1)
    expect(world.account.fills().length).toBeGreaterThan(before)
    await world.runtime.settle(daemon.close())
    const orders = [...(daemon.trader?.core.oms.orders.values() ?? [])]
    expect(orders.flatMap(({ fills }) => fills)).toHaveLength(world.account.fills().length)
    expect(world.account.openOrders()).toEqual([])
  })

  test('waits for a venue that is down, and trades once it is there', async () => {
    const world = new TradingDaemons()
    world.runtime.network.refuse('https://api.bybit.com')
    const { daemon } = await world.start({ role: 'trader' })
    expect(daemon.status().trading).toMatchObject({
      state: 'waiting',
      why: 'its venues are not open yet',
    })
    world.runtime.network.accept('https://api.bybit.com')
    await world.runtime.run({ forMs: 20_000 })
    expect(daemon.status().trading).toMatchObject({ state: 'open', accounts: [{ isReady: true }] })
    await world.runtime.settle(daemon.close())
  })

  test('keeps no books of tasks and records nothing', async () => {
    const world = new TradingDaemons()
    const { daemon, process } = await world.start({
      role: 'trader',
      storage: { folder: 'history', compression: 'inline' },
    })
    await world.runtime.run({ forMs: 5_000 })
    expect(daemon.status().books).toEqual([])
    await world.runtime.settle(daemon.close())
    const folders = new Set(process.disk.paths().map((path) => path.split('/')[0]))
    expect([...folders]).toEqual(['state'])
  })

  test.each([
    ['a kind that is none', { kind: 'luck' }, 'maker: expected a kind of grid, marketMaking, '],
    ['parameters that are none', { params: { amount: 'much' } }, 'maker: params: '],
    ['a pair that is not listed', { legs: [{ account: 'main', pair: 'XYZ/USDT' }] }, 'XYZ/USDT'],
  ])('does not start with %s', async (_, more, problem) => {
    const world = new TradingDaemons()
    const [maker] = TRADING.strategies
    const strategies = [{ ...maker, ...more }] as typeof TRADING.strategies
    const start = world.start({ role: 'trader', trading: { ...TRADING, strategies } })
    await expect(start).rejects.toThrow(problem)
    expect(world.runtime.network.socketCount()).toBe(0)
  })

  test('rehearses orders where it is asked to, and says what became of those', async () => {
    const world = new TradingDaemons()
    const { daemon } = await world.start({ role: 'trader' }, { rehearses: true })
    await world.runtime.run({ forMs: 5_000 })
    const { rehearsals } = daemon.status().trading ?? {}
    expect(rehearsals?.orders).toBeGreaterThan(500)
    expect(rehearsals?.denied).toBe(0)
    expect(statusTable(daemon.status(), false)).toMatch(/ · \d+ orders rehearsed$/m)
    expect(daemon.status().trading?.orders).toBe(world.account.orders().length)
    await world.runtime.settle(daemon.close())
    expect(world.runtime.network.socketCount()).toBe(0)
  })

  test('trades on paper without keys, and keeps its money over a restart', async () => {
    const world = new TradingDaemons()
    const account = {
      mode: 'paper' as const,
      account: 'main',
      venue: 'bybit',
      balances: { USDT: '100000', BTC: '2' },
    }
    const trading = { ...TRADING, accounts: [account] }
    const first = await world.start({ role: 'trader', trading })
    await world.runtime.run({ forMs: 15_000 })
    const { fills = 0, strategies } = first.daemon.status().trading ?? {}
    expect(fills).toBeGreaterThan(0)
    await world.runtime.settle(first.daemon.close())
    const positions = first.daemon.status().trading?.strategies.map((each) => each.positions)
    expect(strategies).toHaveLength(2)

    const { daemon } = await world.start({ role: 'trader', trading })
    expect(daemon.status().trading?.strategies.map((each) => each.positions)).toEqual(positions)
    await world.runtime.settle(daemon.close())
    expect(world.asked).toEqual([])
    expect(world.account.orders()).toEqual([])
    await expect(
      world.start({ role: 'trader', trading }, { rehearses: true }),
    ).rejects.toMatchObject({ code: 'UNSUPPORTED' })
  })
})
