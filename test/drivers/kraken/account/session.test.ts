import { beforeAll, describe, expect, test } from 'vitest'
import type { AccountProtocol } from '../../../../src/core/index.ts'
import { Secret } from '../../../../src/core/index.ts'
import { signedChallenge } from '../../../../src/drivers/kraken/futures/account/sign.ts'
import { kraken } from '../../../../src/drivers/kraken/index.ts'
import { ACCOUNT, answer, open, SPOT_SECRET, STAMP, signed } from './support.ts'

let protocol: AccountProtocol
beforeAll(async () => {
  protocol = await open()
})

const parsed = (frames: readonly { readonly data: string | Uint8Array }[]) =>
  frames.map(({ data }) => JSON.parse(String(data)))
const control = (frame: unknown, endpoint: string) =>
  protocol.session.readControl(Buffer.from(JSON.stringify(frame)), endpoint)

describe('spot', () => {
  test('a connection shows a token that was asked for', () => {
    const call = protocol.session.connectPlan?.('spot-private')
    expect(signed(call!.request)).toMatchObject({ path: '/0/private/GetWebSocketsToken' })
    const body = { error: [], result: { token: 'a-token', expires: 900 } }
    expect(call!.parse(answer(body), 1)).toEqual({ url: '', grant: 'a-token' })
    expect(() => call!.parse(answer({ error: ['EGeneral:Permission denied'] }), 1)).toThrow(
      expect.objectContaining({ code: 'PERMISSION_DENIED' }),
    )
    expect(protocol.session.connectPlan?.('futures-private')).toBeUndefined()
  })

  test('each channel is subscribed to with the token', () => {
    const topics = protocol.topics(['spot'])
    const frames = protocol.session.subscribe(topics, 7, { ...STAMP, grant: 'a-token' })
    expect(parsed(frames)).toEqual([
      {
        method: 'subscribe',
        params: {
          channel: 'executions',
          snap_orders: true,
          snap_trades: false,
          order_status: true,
          token: 'a-token',
        },
        req_id: 7,
      },
      {
        method: 'subscribe',
        params: { channel: 'balances', snapshot: true, token: 'a-token' },
        req_id: 8,
      },
    ])
    const gone = protocol.session.unsubscribe(topics.slice(0, 1), 9, { ...STAMP, grant: 'a-token' })
    expect(parsed(gone)).toEqual([
      { method: 'unsubscribe', params: { channel: 'executions', token: 'a-token' }, req_id: 9 },
    ])
  })

  test.each<[object, object[]]>([
    [
      { method: 'subscribe', success: true, result: { channel: 'executions' }, req_id: 7 },
      [{ type: 'ack', requestId: 7, topic: 'executions' }],
    ],
    [
      { method: 'subscribe', success: false, error: 'Already subscribed', req_id: 7 },
      [{ type: 'ack', requestId: 7 }],
    ],
    [
      { method: 'subscribe', success: false, error: 'ESession:Invalid session', req_id: 7 },
      [{ type: 'closing', detail: 'ESession:Invalid session' }],
    ],
    [
      { method: 'subscribe', success: false, error: 'Currency pair not supported', req_id: 7 },
      [
        {
          type: 'reject',
          requestId: 7,
          error: expect.objectContaining({ code: 'SUBSCRIBE_REJECTED' }),
        },
      ],
    ],
    [
      { Error: 'Exceeded msg rate' },
      [{ type: 'reject', error: expect.objectContaining({ code: 'RATE_LIMITED' }) }],
    ],
    [{ channel: 'heartbeat' }, [{ type: 'heartbeat' }]],
    [{ method: 'pong', req_id: 1 }, [{ type: 'pong' }]],
  ])('answers are understood: %o', (frame, messages) => {
    expect(control(frame, 'spot-private')).toEqual(messages)
  })
})

describe('derivatives', () => {
  test('a connection asks for a challenge, and shows it signed in each request', () => {
    const { session } = protocol
    expect(parsed(session.hello('futures-private', STAMP))).toEqual([
      { event: 'challenge', api_key: 'public-key' },
      { event: 'subscribe', feed: 'heartbeat' },
    ])
    expect(control({ event: 'challenge', message: 'c100b894' }, 'futures-private')).toEqual([
      { type: 'welcome', grant: 'c100b894' },
    ])
    const frames = session.subscribe(protocol.topics(['futures']), 1, {
      ...STAMP,
      grant: 'c100b894',
    })
    const shown = {
      api_key: 'public-key',
      original_challenge: 'c100b894',
      signed_challenge: signedChallenge(new Secret(SPOT_SECRET), 'c100b894'),
    }
    expect(parsed(frames)).toEqual(
      ['open_orders', 'fills', 'open_positions', 'balances', 'account_log'].map((feed) => ({
        event: 'subscribe',
        feed,
        ...shown,
      })),
    )
  })

  test.each<[object, object[]]>([
    [{ event: 'subscribed', feed: 'fills' }, [{ type: 'ack', topic: 'fills' }]],
    [{ event: 'unsubscribed', feed: 'fills' }, [{ type: 'ack', topic: 'fills' }]],
    [{ event: 'subscribed', feed: 'heartbeat' }, []],
    [{ feed: 'heartbeat', time: 1 }, [{ type: 'heartbeat' }]],
    [{ event: 'info', version: 1 }, [{ type: 'notice', detail: 'greeting' }]],
    [
      { event: 'alert', message: 'Already subscribed' },
      [{ type: 'notice', detail: 'Already subscribed' }],
    ],
    [
      { event: 'error', message: 'Failed to subscribe to authenticated feed' },
      [{ type: 'reject', error: expect.objectContaining({ code: 'AUTH_FAILED' }) }],
    ],
  ])('answers are understood: %o', (frame, messages) => {
    expect(control(frame, 'futures-private')).toEqual(messages)
  })
})

test('there are no derivatives once their legacy API is shut down', async () => {
  const later = kraken({ atTimeUs: 1_900_000_000_000_000 })
  const credentials = { key: 'k', secret: new Secret(SPOT_SECRET) }
  const { facts } = (await later.account?.({ account: ACCOUNT, credentials })) ?? protocol
  expect(facts.trading.map(({ product }) => product)).toEqual(['spot'])
  expect(facts.streams.map(({ id }) => id)).toEqual(['spot-private', 'spot-orders'])
})
