import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { simulatedOkx } from '../../../src/sim/okx/index.ts'
import { HostClient } from '../support/client.ts'
import { ManualPorts } from '../support/ports.ts'

const NOW_MS = 1_795_219_200_000
const KEYS = {
  key: 'okx-fake-key-0001',
  secret: 'OKXFAKESECRET00000000000000000001',
  passphrase: 'fake-pass',
}
const ORDER = { tdMode: 'cash', side: 'buy', ordType: 'limit', px: '60000', sz: '0.01' }

function setUp(path = 'private') {
  const ports = new ManualPorts(NOW_MS * 1000)
  const venue = simulatedOkx({
    ports,
    seed: 7,
    accounts: [{ name: 'main', keys: [KEYS], balances: { trading: { USDT: '1000000' } } }],
  })
  const live = venue.market.find('spot', 'BTC-USDT')
  const instIdCode = live === undefined ? 0 : 10_458 + venue.market.instruments().indexOf(live)
  const client = new HostClient(venue.hosts['ws']!, `/ws/v5/${path}`)
  const login = (): void => {
    const timestamp = String(NOW_MS / 1000)
    const sign = createHmac('sha256', KEYS.secret)
      .update(`${timestamp}GET/users/self/verify`)
      .digest('base64')
    const { key: apiKey, passphrase } = KEYS
    client.send({ op: 'login', args: [{ apiKey, passphrase, timestamp, sign }] })
  }
  const ask = (message: object): unknown => {
    client.send({ id: 'o1', op: 'order', args: [{ instIdCode, ...ORDER }], ...message })
    ports.advance(5)
    return client.received.at(-1)
  }
  return { venue, login, ask, instIdCode }
}

describe('orders on the private socket of the simulated OKX', () => {
  test('are taken by the number of their instrument, after a login', () => {
    const { login, ask, venue } = setUp()
    expect(ask({})).toMatchObject({ id: 'o1', op: 'order', code: '60011', data: [] })
    login()
    expect(ask({})).toMatchObject({
      id: 'o1',
      op: 'order',
      code: '0',
      data: [{ sCode: '0', ordId: expect.any(String) }],
      inTime: expect.any(String),
      outTime: expect.any(String),
    })
    expect(venue.accounts?.find('main')?.openOrders()).toHaveLength(1)
  })

  test.each([
    ['without an id', { id: undefined }, { code: '60013' }],
    [
      'by the name of an instrument',
      { args: [{ instId: 'BTC-USDT', ...ORDER }] },
      { code: '50014' },
    ],
    [
      'by a number of none',
      { args: [{ instIdCode: 1, ...ORDER }] },
      { code: '1', data: [{ sCode: '51001' }] },
    ],
    ['that come too late', { expTime: String(NOW_MS - 1) }, { code: '50036' }],
  ])('are refused %s', (_, message, expected) => {
    const { login, ask } = setUp()
    login()
    expect(ask(message)).toMatchObject(expected)
  })

  test('are taken there and nowhere else', () => {
    const { login, ask } = setUp('business')
    login()
    expect(ask({})).toMatchObject({ event: 'error', code: '60012' })
  })
})
