import { JsonNumber, type JsonObject } from '../../wire/index.ts'
import type { Mt5Options } from './options.ts'
import { CONTRACT_VERSION } from './venue.ts'

/** Why a bridge is not listened to, from its first message; `undefined` where it is. */
export function refusalOf(hello: JsonObject, { token }: Mt5Options): string | undefined {
  const { v } = hello
  if (!(v instanceof JsonNumber) || Number(v.text) !== CONTRACT_VERSION) {
    return `version is not ${CONTRACT_VERSION}`
  }
  return holdsToken(hello, { ...(token !== undefined && { token }) }) ? undefined : 'bad token'
}

/** Whether a message shows the token, where one is asked for. */
export function holdsToken(message: JsonObject, { token }: Mt5Options): boolean {
  return token === undefined || isSame(message['token'], token)
}

/** Takes as long for a wrong token as for the right one: a bridge may not find it letter by letter. */
function isSame(shown: unknown, token: string): boolean {
  if (typeof shown !== 'string' || shown.length !== token.length) return false
  let difference = 0
  for (let i = 0; i < token.length; i += 1) {
    difference |= shown.charCodeAt(i) ^ token.charCodeAt(i)
  }
  return difference === 0
}
