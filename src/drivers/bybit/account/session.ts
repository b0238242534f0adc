import {
  type AccountSession,
  type ControlMessage,
  type OutFrame,
  type Stamp,
  type Topic,
  VenueError,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { isObject, optionalTextAt, parseJson } from '../../kit/fields.ts'
import { session } from '../session.ts'
import { PRIVATE, TRADE } from './facts.ts'
import { loginArguments, type Signer } from './sign.ts'

/** A login is of force this long after it was signed, in ms. */
const LOGIN_MS = 10_000

/**
 * Logging in on the private socket and on the one that takes orders, and subscribing on the former: otherwise they are spoken to
 * as the public ones are.
 */
export function accountSession(signer: Signer): AccountSession {
  return {
    ...session,
    hello: (_endpoint, stamp) => [login(signer, stamp)],
    subscribe: (topics, firstId) => session.subscribe(topics.filter(isAskedFor), firstId),
    unsubscribe: (topics, firstId) => session.unsubscribe(topics.filter(isAskedFor), firstId),
    readControl: (frame, endpoint) => {
      const message = parseJson(frame)
      if (!isObject(message) || optionalTextAt(message, 'op') !== 'auth')
        return session.readControl(frame, endpoint)
      if (message['success'] === true || isTaken(message)) return WELCOME
      return [loginRefused(optionalTextAt(message, 'ret_msg') ?? optionalTextAt(message, 'retMsg'))]
    },
  }
}

/** Whoever has logged in where orders are taken need not ask for anything. */
function isAskedFor({ endpoint }: Topic): boolean {
  return endpoint !== TRADE
}

/** The socket that takes orders answers with a code; 20001: it was logged in already. */
function isTaken(message: JsonObject): boolean {
  const code = optionalTextAt(message, 'retCode')
  return code === '0' || code === '20001'
}

/** Only now may topics be asked for. */
const WELCOME: readonly ControlMessage[] = [{ type: 'welcome' }]

function login(signer: Signer, { venueTimeUs }: Stamp): OutFrame {
  const expiresMs = Math.floor(venueTimeUs / 1000) + LOGIN_MS
  const message = { req_id: 'login', op: 'auth', args: loginArguments(signer, expiresMs) }
  return { data: JSON.stringify(message), topics: [] }
}

function loginRefused(detail = ''): ControlMessage {
  const words = detail.slice(0, 160)
  const error = new VenueError('AUTH_FAILED', `Logging in at Bybit: "${words}"`, {
    context: { detail: words },
  })
  return { type: 'reject', error }
}

/** The topics of product lines; the all-in-one ones, which carry every product. Spot has no positions. */
export function accountTopics(products: readonly string[]): readonly Topic[] {
  const names = [
    'order',
    'execution',
    ...(products.includes('linear') ? ['position'] : []),
    'wallet',
  ]
  return names.map((name) => ({ name, endpoint: PRIVATE, channel: 'account' }))
}
