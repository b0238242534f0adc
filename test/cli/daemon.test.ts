import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { bybit } from '../../src/drivers/bybit/index.ts'
import { nodePorts } from '../../src/runtime/node/index.ts'
import { simulatedBybit } from '../../src/sim/bybit/index.ts'
import { serveVenue } from '../../src/sim/index.ts'
import { TRADING } from '../daemon/support/trading-daemon.ts'
import { crossbook, tempFile, tempFolder } from './terminal.ts'

const KEY = { key: 'KEY00000000000000001', secret: 'secret-of-the-simulated-account-0001' }

/** A configuration file; what it lacks is the test's to give. */
const configFile = (config: object) => tempFile('daemon.json', JSON.stringify(config))

describe('crossbook daemon', () => {
  test('trades with the keys of its environment, and drains at the end', async () => {
    await using ports = nodePorts()
    const accounts = [
      { name: 'main', keys: [KEY], balances: { unified: { USDT: '100000', BTC: '2' } } },
    ]
    const venue = simulatedBybit({ ports, accounts })
    await using served = await serveVenue(venue)
    const [account] = TRADING.accounts
    const urls = { streams: served.accountStreams, rest: served.accountRest }
    const config = configFile({
      role: 'trader',
      venues: [{ venue: 'bybit', urls: { streams: served.streams, rest: served.rest } }],
      trading: {
        ...TRADING,
        journal: { folder: tempFolder() },
        accounts: [{ ...account, urls }],
        callBudget: { maxCallMs: 1_000 },
      },
    })
    const { code, json, out } = await crossbook(
      ['daemon', '--config', config, '--rehearse', '--for', '6s'],
      {
        environment: { BYBIT_KEY: KEY.key, BYBIT_SECRET: KEY.secret },
      },
    )
    expect(code).toBe(0)
    expect(json().at(-1)).toMatchObject({
      role: 'trader',
      books: [],
      trading: {
        state: 'open',
        accounts: [{ account: 'main', isReady: true }],
        rehearsals: { denied: 0 },
      },
    })
    expect(out).not.toContain(KEY.secret)
    const orders = venue.accounts?.find('main')?.orders() ?? []
    expect(orders.length).toBeGreaterThan(0)
    expect(orders.filter(({ status }) => status === 'open')).toEqual([])
  })

  test('exits with 0 at Ctrl-C while a venue that it opens does not answer', async () => {
    const controller = new AbortController()
    const silent = createServer(() => controller.abort()).listen(0, '127.0.0.1')
    onTestFinished(() => void silent.close())
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const rest = Object.fromEntries(
      bybit().facts.rest.map(({ id }) => [id, `http://127.0.0.1:${port}`]),
    )
    const config = configFile({
      role: 'trader',
      venues: [{ venue: 'bybit', urls: { streams: {}, rest } }],
      trading: { ...TRADING, journal: { folder: tempFolder() } },
    })
    const { code, err } = await crossbook(['daemon', '--config', config], {
      environment: { BYBIT_KEY: KEY.key, BYBIT_SECRET: KEY.secret },
      signal: controller.signal,
    })
    expect([code, err]).toEqual([0, ''])
  })

  test('without the keys that its configuration names exits with 2, and says which', async () => {
    const config = configFile({ role: 'trader', venues: [{ venue: 'bybit' }], trading: TRADING })
    const { code, err } = await crossbook(['daemon', '--config', config], {
      environment: { BYBIT_KEY: 'canary' },
    })
    expect(code).toBe(2)
    expect(err).toContain('expected the environment to have BYBIT_SECRET')
    expect(err).not.toContain('canary')
  })

  test('with a configuration that is none exits with 2 and every mistake', async () => {
    const config = configFile({ role: 'watcher', venues: [] })
    const { code, err } = await crossbook(['daemon', '--config', config])
    expect(code).toBe(2)
    expect(err).toContain('role: ')
    expect(err).toContain('venues: ')
  })
})
