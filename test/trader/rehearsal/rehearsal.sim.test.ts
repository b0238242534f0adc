import { expect, it } from 'vitest'
import type { IdlePort } from '../../../src/runtime/index.ts'
import { type AccountGateway, Rehearsal, type TraderOptions } from '../../../src/trader/index.ts'
import { ACCOUNT, tradingKit } from '../../simulation/trading/trading-kit.ts'
import { TradingWorld, type WorldOptions } from '../../simulation/trading/trading-world.ts'

/** What a trader did and its venue saw, in some seconds with or without rehearsals. */
async function lived(kit: string, options: WorldOptions) {
  const world = new TradingWorld(tradingKit(kit), { seed: 5, ...options })
  const life = await world.start()
  await world.runtime.run({ forMs: 5_000 })
  const status = life.rehearsal?.status()
  await world.stop(life)
  const { files } = life.process.ports
  const read = async (): Promise<readonly string[]> =>
    Promise.all(
      (await files.list('journal')).map(async ({ name }) => {
        const bytes = await files.read(`journal/${name}`)
        return `${name} ${Buffer.from(bytes).toString('hex')}`
      }),
    )
  const journal = await world.runtime.settle(read())
  const orders = world.venue.accounts
    ?.find('main')
    ?.orders()
    .map(({ clientOrderId, side, price, quantity, filledQuantity, status }) =>
      [clientOrderId, side, price, quantity, filledQuantity, status].map(String),
    )
  return { status, seen: { orders, told: world.events.map(({ type }) => type), journal } }
}

it.each([
  ['binance spot', 'rest'],
  ['okx swap', 'socket'],
  ['bybit linear', 'rest'],
  ['kraken spot', 'socket'],
] as const)(
  'at %s, by %s, neither venue nor journal can tell whether orders were rehearsed',
  async (kit, orders) => {
    const alone = await lived(kit, { orders })
    const rehearsed = await lived(kit, { orders, rehearseEveryMs: 2 })
    expect(rehearsed.status?.orders).toBeGreaterThan(1_000)
    expect(rehearsed.status?.denied).toBe(0)
    expect(rehearsed.seen).toEqual(alone.seen)
    expect(alone.seen.orders?.length).toBeGreaterThan(5)
    expect(alone.seen.journal.length).toBeGreaterThan(1)
  },
)

it('tells whoever hears of records only of those that are kept', async () => {
  const heard = async (more: WorldOptions): Promise<readonly number[]> => {
    const committed: number[] = []
    const onCommitted = (sequence: number): number => committed.push(sequence)
    const journal = { folder: 'journal', retainedSnapshots: false, onCommitted } as const
    await lived('bybit spot', { ...more, trader: { journal } })
    return committed
  }
  const alone = await heard({})
  expect(alone.length).toBeGreaterThan(5)
  expect(await heard({ rehearseEveryMs: 20 })).toEqual(alone)
})

it('says how many orders risk denied, and why', async () => {
  const limits = [{ name: 'maxNotional', scope: { type: 'global' }, value: '1' }] as const
  const { status } = await lived('bybit spot', {
    rehearseEveryMs: 100,
    trader: { risk: { limits } },
  })
  expect(status).toMatchObject({ orders: 0, lastDenial: { reason: 'MAX_NOTIONAL' } })
  expect(status?.denied).toBeGreaterThan(10)
})

it('begins no sooner than books are live, and ends when it is closed', async () => {
  const world = new TradingWorld(tradingKit('bybit spot'), { rehearseEveryMs: 10 })
  const { rehearsal, trader, market } = await world.start()
  expect(rehearsal?.status()).toEqual({ orders: 0, denied: 0 })
  await world.runtime.run({ forMs: 2_000 })
  await world.runtime.settle(rehearsal?.close() ?? Promise.resolve())
  const status = rehearsal?.status()
  expect(status?.orders).toBeGreaterThan(50)
  await world.runtime.run({ forMs: 2_000 })
  expect(rehearsal?.status()).toEqual(status)
  await world.runtime.settle(trader.close())
  await world.runtime.settle(market.close())
})

it('goes by the turns of ports that never sleep, as often as asked for', async () => {
  const turns: (() => void)[] = []
  const idle: IdlePort = {
    onTurn: (callback) => {
      turns.push(callback)
      return { cancel: () => void turns.splice(turns.indexOf(callback), 1) }
    },
  }
  const world = new TradingWorld(tradingKit('bybit spot'), { rehearseEveryMs: 0.5 })
  const life = await world.runtime.settle(world.open(({ ports }) => ({ ...ports, idle })))
  await world.runtime.run({ forMs: 2_000 })
  expect(life.rehearsal?.status().orders).toBe(0)
  for (let ms = 0; ms < 10; ms += 0.25) {
    for (const turn of turns) turn()
    await world.runtime.run({ forMs: 0.25 })
  }
  expect(life.rehearsal?.status().orders).toBe(10)
  await world.stop(life)
  expect(turns).toEqual([])
})

it.each([0.5, 0, Number.NaN])(
  'refuses to rehearse every %s ms where the ports sleep',
  async (rehearseEveryMs) => {
    const world = new TradingWorld(tradingKit('bybit spot'), { rehearseEveryMs })
    await expect(world.start()).rejects.toMatchObject({ code: 'INVALID_OPTIONS' })
  },
)

it('refuses to rehearse what sends nothing', async () => {
  const paper = { account: ACCOUNT, rehearsal: undefined } as unknown as AccountGateway
  const world = new TradingWorld(tradingKit('bybit spot'))
  const { process } = await world.start()
  const options = { ports: process.ports, gateways: [paper], strategies: [], markets: new Map() }
  await expect(Rehearsal.open(options as unknown as TraderOptions)).rejects.toMatchObject({
    code: 'UNSUPPORTED',
  })
})
