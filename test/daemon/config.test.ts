import { describe, expect, test } from 'vitest'
import { type DaemonConfigInput, readDaemonConfig } from '../../src/daemon/index.ts'
import { TRADING } from './support/trading-daemon.ts'

const MONITOR: DaemonConfigInput = {
  venues: [{ venue: 'bybit' }],
  subscriptions: [{ venue: 'bybit', pair: 'BTC/USDT', channels: ['book'] }],
}
const TRADER: DaemonConfigInput = { role: 'trader', venues: MONITOR.venues, trading: TRADING }
const [ACCOUNT] = TRADING.accounts
const [STRATEGY] = TRADING.strategies

const withAccount = (more: object) => ({
  ...TRADER,
  trading: { ...TRADING, accounts: [{ ...ACCOUNT, ...more }] },
})

describe('a daemon configuration', () => {
  test('is of a monitor unless it says otherwise', () => {
    expect(readDaemonConfig(MONITOR)).toMatchObject({ role: 'monitor', storage: false })
  })

  test.each([
    [{ megabytes: 0 }, 'history.megabytes'],
    [{ megabytes: 64, minutes: 5 }, 'history'],
    [true, 'history'],
  ])('refuses a history of %j', (history, place) => {
    expect(() => readDaemonConfig({ ...MONITOR, history })).toThrow(place)
    expect(readDaemonConfig(MONITOR).history).toBe(false)
  })

  test('fills in what trading leaves out', () => {
    const { trading } = readDaemonConfig(TRADER)
    expect(trading).toMatchObject({
      journal: { folder: 'state', durability: 'process' },
      differences: 'flag',
      ordersOnClose: 'cancel',
      reconcileEveryMs: 30_000,
      closeTimeoutMs: 10_000,
      accounts: [{ deadMansSwitchMs: 60_000 }],
      strategies: [{ events: ['book'] }, { events: ['book'] }],
    })
  })

  test('keeps market data in its own thread unless it says otherwise', () => {
    expect(readDaemonConfig(MONITOR).threads).toBe('single')
    expect(readDaemonConfig({ ...MONITOR, threads: { marketData: 2 } }).threads).toEqual({
      marketData: 2,
      waiting: 'wait',
    })
  })

  test('of both may serve a monitor: what it trades is left alone', () => {
    expect(readDaemonConfig({ ...MONITOR, trading: TRADING }).role).toBe('monitor')
  })

  test.each<[string, unknown, string]>([
    ['no thread at all', { ...MONITOR, threads: { marketData: 0 } }, 'threads'],
    ['a role that is none', { ...MONITOR, role: 'watcher' }, 'role: '],
    ['a monitor without tasks', { venues: MONITOR.venues }, 'expected subscriptions or taskFile'],
    [
      'a trader without accounts',
      { ...TRADER, trading: undefined },
      'trading: expected accounts and strategies in role trader, was none',
    ],
    [
      'live without a word that it is meant',
      withAccount({ confirmLive: undefined }),
      'trading.accounts[0].confirmLive: live orders trade with real money',
    ],
    [
      'an account at a venue that is not there',
      withAccount({ venue: 'okx' }),
      'trading.accounts[0].venue: expected one of venues (bybit), was okx',
    ],
    ['an account of neither mode', withAccount({ mode: 'real' }), 'trading.accounts[0].mode: '],
    [
      'an account that stands there twice',
      { ...TRADER, trading: { ...TRADING, accounts: [ACCOUNT, ACCOUNT] } },
      'trading.accounts: main stands there twice',
    ],
    [
      'an account on paper that trades nothing',
      {
        ...TRADER,
        trading: {
          ...TRADING,
          accounts: [ACCOUNT, { mode: 'paper', account: 'idle', venue: 'bybit', balances: {} }],
        },
      },
      'trading.accounts[1]: expected a strategy that trades with idle',
    ],
    [
      'a strategy of an account that is not there',
      {
        ...TRADER,
        trading: {
          ...TRADING,
          strategies: [{ ...STRATEGY, legs: [{ account: 'other', pair: 'BTC/USDT' }] }],
        },
      },
      'trading.strategies[0].legs[0].account: expected one of main, was other',
    ],
    [
      'a limit that there is none of',
      {
        ...TRADER,
        trading: {
          ...TRADING,
          risk: { limits: [{ name: 'maxLuck', scope: { type: 'global' }, value: '1' }] },
        },
      },
      'trading.risk: maxLuck: there is no such limit',
    ],
    [
      'a limit of something that is no list',
      { ...TRADER, trading: { ...TRADING, risk: { limits: 'all' } } },
      'trading.risk.limits: ',
    ],
  ])('refuses %s', (_, value, problem) => {
    expect(() => readDaemonConfig(value)).toThrow(problem)
  })

  test('lists every mistake at once', () => {
    const strategies = [{ ...STRATEGY, legs: [{ account: 'other', pair: 'BTC/USDT' }] }]
    const risk = { dayStartMs: 86_400_000 }
    const read = () => readDaemonConfig({ ...TRADER, trading: { ...TRADING, strategies, risk } })
    expect(read).toThrow('was other')
    expect(read).toThrow('dayStartMs: expected less than a day')
  })

  test.each(['key', 'secret'])('takes no %s in place of the name of a variable', (part) => {
    const pasted = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A'
    const variables = { key: 'MAIN_KEY', secret: 'MAIN_SECRET', [part]: pasted }
    const read = () => readDaemonConfig(withAccount({ credentialVariables: variables }))
    expect(read).toThrow(
      `credentialVariables.${part}: expected the name of an environment variable`,
    )
    expect(read).not.toThrow(pasted)
  })

  test.each(['key', 'secret', 'credentials'])('has no place for a %s', (name) => {
    const read = () => readDaemonConfig(withAccount({ [name]: 'canary' }))
    expect(read).toThrow(`Unrecognized key: "${name}"`)
    expect(read).not.toThrow('canary')
  })
})
