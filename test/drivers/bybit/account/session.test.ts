import { describe, expect, test } from 'vitest'
import { protocol, STAMP } from './support.ts'

const { session, topics, facts } = protocol
const read = (message: unknown) =>
  session.readControl(Buffer.from(JSON.stringify(message)), 'private')

describe('the private socket', () => {
  test('is logged in on with a signature that is over ten seconds later', () => {
    expect(session.hello('private', STAMP)).toEqual([
      {
        data: '{"req_id":"login","op":"auth","args":["BYBITFAKEKEY00000001",1763700010000,"080ced533354f993e94198fe65111c1a9b4a75bf82e6f374969de058666d8fc1"]}',
        topics: [],
      },
    ])
  })

  test('takes topics only after the login was answered', () => {
    expect(facts.streams).toMatchObject([
      { id: 'private', awaitsWelcome: true },
      { id: 'trade', awaitsWelcome: true },
    ])
    const ack = { success: true, ret_msg: '', op: 'auth', conn_id: 'cejreaspqfh3sjdnldmg-p' }
    expect(read(ack)).toEqual([{ type: 'welcome' }])
  })

  test('says why a login was refused', () => {
    const refused = { success: false, ret_msg: 'error:signature is invalid', op: 'auth' }
    expect(read(refused)).toMatchObject([
      { type: 'reject', error: { name: 'VenueError', code: 'AUTH_FAILED' } },
    ])
  })

  test('carries orders, fills and balances, and positions where there are contracts', () => {
    const names = (...products: string[]) => topics(products).map(({ name }) => name)
    expect(names('spot')).toEqual(['order', 'execution', 'wallet'])
    expect(names('spot', 'linear')).toEqual(['order', 'execution', 'position', 'wallet'])
    for (const topic of topics(['linear']))
      expect(topic).toMatchObject({ endpoint: 'private', channel: 'account' })
  })

  test('is asked for all of them in one message, and answers without their names', () => {
    expect(session.subscribe(topics(['linear']), 4, STAMP)).toMatchObject([
      {
        data: '{"req_id":"4","op":"subscribe","args":["order","execution","position","wallet"]}',
        requestId: 4,
      },
    ])
    const ack = { success: true, ret_msg: '', op: 'subscribe', conn_id: 'cejreassvfrsfvb9v1a0-2m' }
    expect(read(ack)).toEqual([{ type: 'ack' }])
    expect(read({ ...ack, req_id: '4' })).toEqual([{ type: 'ack', requestId: 4 }])
    expect(read({ ...ack, success: false, ret_msg: 'Request not authorized' })).toMatchObject([
      { type: 'reject', error: { code: 'SUBSCRIBE_REJECTED' } },
    ])
  })

  test('is kept alive by a JSON ping', () => {
    expect(session.ping?.(12, 'private')).toEqual({
      data: '{"req_id":"12","op":"ping"}',
      topics: [],
    })
    const pong = { req_id: '12', op: 'pong', args: ['1675418560633'], conn_id: 'cfcb4o' }
    expect(read(pong)).toEqual([{ type: 'pong' }])
  })

  test('exists wherever the REST service does; orders are not taken on a socket in demo', () => {
    for (const [environment, regions] of Object.entries(facts.urls))
      for (const { streams, rest } of Object.values(regions))
        expect([Object.keys(streams), Object.keys(rest)]).toEqual([
          environment === 'demo' ? ['private'] : ['private', 'trade'],
          ['v5'],
        ])
    expect(facts.urls.demo?.['default']).toEqual({
      streams: { private: 'wss://stream-demo.bybit.com/v5/private' },
      rest: { v5: 'https://api-demo.bybit.com' },
    })
  })
})
