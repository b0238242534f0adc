import type {
  AccountSession,
  ControlMessage,
  Credentials,
  OutFrame,
  Stamp,
  Topic,
} from '../../../../core/index.ts'
import { isObject, optionalTextAt, parseJson } from '../../../kit/fields.ts'
import { streamRefusal } from '../../account/errors.ts'
import { FUTURES_STREAM } from '../../account/facts.ts'
import { signedChallenge } from './sign.ts'

/** What an account tells on derivatives' private feeds. */
export const FUTURES_TOPICS: readonly Topic[] = [
  'open_orders',
  'fills',
  'open_positions',
  'balances',
  'account_log',
].map((name) => ({ name, endpoint: FUTURES_STREAM, channel: 'account' }))

/**
 * Subscribing to private feeds of Derivatives WebSocket v1: the venue sets a challenge, which every later request shows,
 * signed. docs/venues/kraken.md §Trading; checked 2026-11-21.
 */
export function futuresSession(credentials: Credentials): AccountSession {
  const { key } = credentials
  return {
    hello: () => [
      { data: JSON.stringify({ event: 'challenge', api_key: key }), topics: [] },
      // Without it a quiet account says nothing for minutes.
      { data: '{"event":"subscribe","feed":"heartbeat"}', topics: [] },
    ],
    subscribe: (topics, _firstId, stamp) => requests('subscribe', topics, credentials, stamp),
    unsubscribe: (topics, _firstId, stamp) => requests('unsubscribe', topics, credentials, stamp),
    readControl,
  }
}

function requests(
  event: 'subscribe' | 'unsubscribe',
  topics: readonly Topic[],
  { key, secret }: Credentials,
  { grant = '' }: Stamp,
): readonly OutFrame[] {
  return topics.map((topic) => ({
    data: JSON.stringify({
      event,
      feed: topic.name,
      api_key: key,
      original_challenge: grant,
      signed_challenge: signedChallenge(secret, grant),
    }),
    topics: [topic],
  }))
}

function readControl(frame: Uint8Array): readonly ControlMessage[] {
  const message = parseJson(frame)
  if (!isObject(message)) return []
  const text = optionalTextAt(message, 'message') ?? ''
  const feed = optionalTextAt(message, 'feed')
  switch (optionalTextAt(message, 'event')) {
    case 'challenge':
      return [{ type: 'welcome', grant: text }]
    case 'subscribed':
    case 'unsubscribed':
      return feed === undefined || feed === 'heartbeat' ? [] : [{ type: 'ack', topic: feed }]
    case 'error':
      // Names no feed: it is for whatever was asked for last.
      return [{ type: 'reject', error: streamRefusal(text) }]
    case 'alert':
      return [{ type: 'notice', detail: text.slice(0, 200) }]
    case 'info':
      return [{ type: 'notice', detail: 'greeting' }]
    case undefined:
    default:
      return feed === 'heartbeat' ? [{ type: 'heartbeat' }] : []
  }
}
