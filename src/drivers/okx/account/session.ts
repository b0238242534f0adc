import type { AccountSession, ControlMessage, Topic, VenueError } from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { accountRefusal } from '../../kit/account-refusal.ts'
import { isObject, optionalTextAt, parseJson } from '../../kit/fields.ts'
import { requests, session, type TopicDialect } from '../session.ts'
import { meaningOf } from './errors.ts'
import { ACCOUNT_FACTS, ORDERS as ORDER_STREAM } from './facts.ts'
import { loginMessage, type OkxKeys } from './sign.ts'

/** Logging in and subscribing on the two private sockets: otherwise they are spoken to as the public ones are. */
export function accountSession(keys: OkxKeys): AccountSession {
  return {
    ...session,
    hello: (_endpoint, stamp) => [{ data: loginMessage(keys, stamp), topics: [] }],
    subscribe: (topics, firstId) =>
      requests('subscribe', topics.filter(isAskedFor), firstId, DIALECT),
    unsubscribe: (topics, firstId) =>
      requests('unsubscribe', topics.filter(isAskedFor), firstId, DIALECT),
    readControl,
  }
}

/** Whoever has logged in where orders are sent need not ask for anything. */
function isAskedFor({ endpoint }: Topic): boolean {
  return endpoint !== ORDER_STREAM
}

/** Spot is `ANY` too: in modes with margin its orders are of the type `MARGIN`. */
const ORDERS = 'orders:ANY'
const STOPS = 'orders-algo:ANY'
const BALANCES = 'account'
const POSITIONS = 'positions:ANY'

/** What to subscribe to. Balances and positions are pushed every 5 s besides: a socket that says nothing is dead. */
export function accountTopics(products: readonly string[]): readonly Topic[] {
  const hasFutures = products.some((product) => product !== 'spot')
  const names = [ORDERS, BALANCES, ...(hasFutures ? [POSITIONS] : [])]
  return [
    ...names.map((name) => ({ name, endpoint: 'private', channel: 'account' as const })),
    { name: STOPS, endpoint: 'business', channel: 'account' },
  ]
}

const DIALECT: TopicDialect = {
  streams: ACCOUNT_FACTS.streams,
  argumentOf({ name }) {
    const [channel = '', instType] = name.split(':')
    return instType === undefined ? { channel } : { channel, instType }
  },
}

function readControl(frame: Uint8Array, endpoint: string): readonly ControlMessage[] {
  const messages = session.readControl(frame, endpoint)
  const [first] = messages
  if (first?.type !== 'notice' && first?.type !== 'reject') return messages
  const message = parseJson(frame)
  if (!isObject(message)) return messages
  switch (optionalTextAt(message, 'event') ?? '') {
    case 'login':
      return [{ type: 'welcome' }]
    case 'channel-conn-count-error':
      // It comes after the acknowledgement, and takes it back: 30 connections have the channel.
      return [{ type: 'reject', topic: countedTopic(message), error: refusal(message) }]
    case 'error':
      return [{ ...first, type: 'reject', error: refusal(message) }]
    default:
      return messages
  }
}

function countedTopic(message: JsonObject): string {
  const channel = optionalTextAt(message, 'channel') ?? ''
  return [ORDERS, POSITIONS].find((name) => name.startsWith(`${channel}:`)) ?? channel
}

function refusal(message: JsonObject): VenueError {
  const venueCode = optionalTextAt(message, 'code')
  const words = optionalTextAt(message, 'msg') ?? JSON.stringify(message)
  const known = venueCode === undefined ? undefined : meaningOf(venueCode)?.code
  // 60012 and 60013: a request that is not understood; to a subscriber that is a refused subscribe.
  const code = known === undefined || known === 'ORDER_INVALID' ? 'SUBSCRIBE_REJECTED' : known
  return accountRefusal({ doing: 'Logging in or subscribing at OKX', code, venueCode, words })
}
