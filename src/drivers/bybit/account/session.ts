import type { AccountSession, ControlMessage, OutFrame, Stamp, Topic } from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { accountRefusal } from '../../kit/account-refusal.ts'
import { isObject, optionalTextAt, parseJson } from '../../kit/fields.ts'
import { session } from '../session.ts'
import { meaningOfCode } from './errors.ts'
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
      return [loginRefused(message)]
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

/** The private socket gives no code, only words; of a login that came too late they speak of its time. */
function loginRefused(message: JsonObject): ControlMessage {
  const retCode = optionalTextAt(message, 'retCode')
  const words = optionalTextAt(message, 'ret_msg') ?? optionalTextAt(message, 'retMsg') ?? ''
  const byWords = /expires|timestamp/i.test(words) ? 'CLOCK_SKEWED' : 'AUTH_FAILED'
  const known = retCode === undefined ? undefined : meaningOfCode(retCode, words)?.code
  // A request that is not understood (10001) is a login that cannot be read.
  const code = known === undefined || known === 'ORDER_INVALID' ? byWords : known
  const venueCode = retCode ?? words
  const error = accountRefusal({ doing: 'Logging in at Bybit', code, venueCode, words })
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
