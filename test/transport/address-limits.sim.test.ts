import { describe, expect, it, onTestFinished } from 'vitest'
import { accountId, type ExchangeDriver, Secret } from '../../src/core/index.ts'
import { loadDriver } from '../../src/drivers/registry.ts'
import { createAddressLimits, type Ports } from '../../src/runtime/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import { simulatedBybit } from '../../src/sim/bybit/index.ts'
import { venueOrigins } from '../../src/sim/index.ts'
import { HttpClient } from '../../src/transport/index.ts'

const KEY = 'KEY00000000000000001'
/** In base64, which is what Kraken gives. */
const SECRET = Buffer.from('secret of the simulated account').toString('base64')
/** Together more than an address has in 5 s, each for itself less. */
const CALLS_EACH = 400

const accountOf = async (driver: ExchangeDriver, account = accountId('main')) => {
  const secret = new Secret(SECRET)
  const credentials = { key: KEY, secret, passphrase: new Secret('pass') }
  const protocol = await driver.account?.({ account, credentials })
  if (protocol === undefined) throw new Error(`${driver.facts.name} has no accounts`)
  return protocol
}

/** A simulated Bybit, which shuts out an address that asks more than 600 times in 5 s, with both clients of a process. */
async function openWorld(portsOf: (ports: Ports) => readonly [market: Ports, account: Ports]) {
  const runtime = new VirtualRuntime({ seed: 3 })
  const venue = simulatedBybit({
    ports: runtime.spawn('venue').ports,
    seed: 3,
    accounts: [
      {
        name: 'main',
        keys: [{ key: KEY, secret: SECRET }],
        balances: { unified: { USDT: '1000' } },
      },
    ],
    limits: { questionsPerSecond: 10_000 },
  })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  const driver = await loadDriver('bybit')
  const protocol = await accountOf(driver)
  const [marketPorts, accountPorts] = portsOf(runtime.ports())
  const environment = 'production'
  const market = new HttpClient({ driver, environment, ports: marketPorts })
  const account = new HttpClient({ driver: protocol, environment, ports: accountPorts })
  onTestFinished(async () => {
    await runtime.settle(Promise.all([market.close(), account.close()]))
    venue.stop()
  })
  const clock = driver.rest.serverTime?.('v5')
  if (clock === undefined) throw new Error('the venue has a clock')
  const askAll = () =>
    runtime.settle(
      Promise.allSettled([
        ...Array.from({ length: CALLS_EACH }, () => market.send(clock)),
        ...Array.from({ length: CALLS_EACH }, () =>
          account.send(protocol.queries.balances('spot')),
        ),
      ]),
    )
  return { runtime, market, account, clock, protocol, askAll }
}

const codesOf = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
  new Set(outcomes.map((each) => (each.status === 'rejected' ? each.reason.code : 'ok')))

describe('market data and accounts of one process', () => {
  it('ask together no more often than their address may', async () => {
    const { askAll, runtime } = await openWorld((ports) => [ports, ports])
    const startUs = runtime.elapsedUs()
    expect(codesOf(await askAll())).toEqual(new Set(['ok']))
    // Eight hundred of five hundred in 5 s: some had to wait for the next window, and none was refused.
    expect(runtime.elapsedUs() - startUs).toBeGreaterThan(4_000_000)
  })

  it('are shut out by the venue where each counts for itself', async () => {
    const { askAll } = await openWorld((ports) => [
      ports,
      { ...ports, addressLimits: createAddressLimits(ports) },
    ])
    expect(codesOf(await askAll())).toContain('RATE_LIMITED')
  })

  it('stop together when the venue shuts their address out', async () => {
    const { askAll, account, runtime, protocol, market, clock } = await openWorld((ports) => [
      ports,
      { ...ports, addressLimits: createAddressLimits(ports) },
    ])
    await askAll()
    const third = new HttpClient({
      driver: protocol,
      environment: 'production',
      ports: runtime.ports(),
    })
    onTestFinished(() => runtime.settle(third.close()))
    const stopped = { code: 'BUDGET_EXHAUSTED', cause: { code: 'RATE_LIMITED' } }
    await expect(runtime.settle(market.send(clock))).rejects.toMatchObject(stopped)
    await expect(
      runtime.settle(account.send(protocol.queries.balances('spot'))),
    ).rejects.toMatchObject(stopped)
    await expect(
      runtime.settle(third.send(protocol.queries.balances('spot'))),
    ).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' })
  })

  it('serve a cancel before everything that waits, whoever asked for it', async () => {
    const { runtime, market, account, clock, protocol } = await openWorld((ports) => [ports, ports])
    const order: string[] = []
    const asked = Array.from({ length: 700 }, () =>
      market.send(clock).then(() => order.push('market')),
    )
    await runtime.run({ forMs: 1 })
    const urgent = account
      .send(protocol.queries.balances('spot'), { lane: 'urgent' })
      .then(() => order.push('urgent'))
    await runtime.settle(Promise.all([...asked, urgent]))
    // A tenth of the budget is nobody's but the urgent ones'.
    expect(order.indexOf('urgent')).toBeLessThanOrEqual(450)
  })
})

describe('facts of limits', () => {
  it.each(['binance', 'okx', 'bybit', 'kraken'] as const)(
    'of %s agree about each that its market data and its accounts share',
    async (venue) => {
      const driver = await loadDriver(venue)
      const { facts } = await accountOf(driver)
      const shared = facts.rest.filter(({ countedBy }) => countedBy !== 'account')
      expect(shared.length).toBeGreaterThan(0)
      for (const each of shared)
        expect(driver.facts.rest.find(({ id }) => id === each.id)).toEqual(each)
    },
  )

  it('that differ are refused when they are first shared', () => {
    const { addressLimits } = new VirtualRuntime({ seed: 1 }).ports()
    const limit = { count: 500, perMs: 5_000 }
    expect(addressLimits.budget('v production a', limit)).toBe(
      addressLimits.budget('v production a', { ...limit }),
    )
    expect(() => addressLimits.budget('v production a', { ...limit, count: 600 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
  })
})
