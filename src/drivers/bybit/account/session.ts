import type { AccountSession, ControlMessage, OutFrame, Stamp, Topic } from '../../../core/index.ts'
import { accountRefusal } from '../../kit/account-refusal.ts'
import { isObject, optionalTextAt, parseJson } from '../../kit/fields.ts'
import { session } from '../session.ts'
import { PRIVATE } from './facts.ts'
import { loginArguments, type Signer } from './sign.ts'

/** A login is of force this long after it was signed, in ms. */
const LOGIN_MS = 10_000

/** Logging in and subscribing on the private socket: otherwise it is spoken to as the public ones are. */
export function accountSession(signer: Signer): AccountSession {
  return {
    ...session,
    hello: (_endpoint, stamp) => [login(signer, stamp)],
    readControl: (frame, endpoint) => {
      const message = parseJson(frame)
      if (!isObject(message) || optionalTextAt(message, 'op') !== 'auth')
        return session.readControl(frame, endpoint)
      const detail = optionalTextAt(message, 'ret_msg') ?? ''
      return message['success'] === true ? WELCOME : [loginRefused(detail)]
    },
  }
}

/** Only now may topics be asked for. */
const WELCOME: readonly ControlMessage[] = [{ type: 'welcome' }]

function login(signer: Signer, { venueTimeUs }: Stamp): OutFrame {
  const expiresMs = Math.floor(venueTimeUs / 1000) + LOGIN_MS
  const message = { req_id: 'login', op: 'auth', args: loginArguments(signer, expiresMs) }
  return { data: JSON.stringify(message), topics: [] }
}

/** This socket gives no code, only words; of a login that came too late they speak of its time. */
function loginRefused(words: string): ControlMessage {
  const code = /expires|timestamp/i.test(words) ? 'CLOCK_SKEWED' : 'AUTH_FAILED'
  const error = accountRefusal({ doing: 'Logging in at Bybit', code, venueCode: words, words })
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
