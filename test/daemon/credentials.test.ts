import { describe, expect, test } from 'vitest'
import { Secret } from '../../src/core/index.ts'
import { environmentCredentials, type LiveAccountConfig } from '../../src/daemon/index.ts'
import { TRADING, TradingDaemons } from './support/trading-daemon.ts'

const ACCOUNT: LiveAccountConfig = {
  mode: 'live',
  confirmLive: true,
  account: 'main',
  venue: 'bybit',
  products: ['spot'],
  deadMansSwitchMs: false,
  credentialVariables: { key: 'MAIN_KEY', secret: 'MAIN_SECRET' },
}

describe('keys from the environment', () => {
  test('are those of the variables that the configuration names', () => {
    const source = environmentCredentials({ MAIN_KEY: 'k', MAIN_SECRET: 's', OTHER: 'o' })
    expect(source(ACCOUNT)).toEqual({ key: 'k', secret: new Secret('s') })
  })

  test('have a third part where one is named', async () => {
    const source = environmentCredentials({ MAIN_KEY: 'k', MAIN_SECRET: 's', MAIN_PHRASE: 'p' })
    const variables = { key: 'MAIN_KEY', secret: 'MAIN_SECRET', passphrase: 'MAIN_PHRASE' }
    const { passphrase } = await source({ ...ACCOUNT, credentialVariables: variables })
    expect(passphrase?.reveal()).toBe('p')
  })

  test('that are missing are named, and those that are there are not shown', () => {
    const source = environmentCredentials({ MAIN_KEY: 'canary', MAIN_SECRET: '' })
    expect(() => source(ACCOUNT)).toThrow(
      'Loading the keys of account main: expected the environment to have MAIN_SECRET, was without',
    )
    expect(() => source(ACCOUNT)).not.toThrow('canary')
  })
})

/** An environment that tells what is read of it. */
function watched() {
  const read: string[] = []
  const environment = new Proxy<Record<string, string>>(
    {},
    {
      get: (_, name) => {
        read.push(String(name))
        return 'value'
      },
    },
  )
  return { read, credentials: environmentCredentials(environment) }
}

describe('a daemon', () => {
  test('in role monitor asks for no keys and reads no variable, though its file names them', async () => {
    const world = new TradingDaemons()
    const { read, credentials } = watched()
    const asked: string[] = []
    const { daemon } = await world.start(
      { role: 'monitor' },
      {
        credentials: (account) => {
          asked.push(account.account)
          return credentials(account)
        },
      },
    )
    await world.runtime.run({ forMs: 10_000 })
    expect(daemon.status()).toMatchObject({ role: 'monitor', books: [{ state: 'live' }] })
    await world.runtime.settle(daemon.close())
    expect({ asked, read }).toEqual({ asked: [], read: [] })
    expect(daemon.status().trading).toBeUndefined()
    expect(world.runtime.main.disk.paths()).toEqual([])
  })

  test('in role trader asks for the keys of its accounts, and reads those variables only', async () => {
    const world = new TradingDaemons()
    const { read, credentials } = watched()
    const { daemon } = await world.start({ role: 'trader' }, { credentials })
    expect(new Set(read)).toEqual(new Set(['BYBIT_KEY', 'BYBIT_SECRET']))
    await world.runtime.settle(daemon.close())
  })

  test('that trades does not start without keys, and says for which accounts', async () => {
    const world = new TradingDaemons()
    const [account] = TRADING.accounts
    const trading = { ...TRADING, accounts: [account, { ...account, account: 'second' }] }
    const start = world.start(
      // The same account in another name: the test is about keys.
      { role: 'both', trading: trading as typeof TRADING },
      { credentials: environmentCredentials({}) },
    )
    await expect(start).rejects.toThrow(/account main: .*; .*account second: /)
    expect(world.runtime.network.socketCount()).toBe(0)
  })
})
