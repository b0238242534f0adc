import type { ControlMessage } from '../../../core/index.ts'
import { isObject, optionalTextAt, parseJson } from '../../kit/fields.ts'
import { streamError } from '../errors.ts'
import { topicRequest, topicsOfContract } from './topics.ts'

/** The message that subscribes or unsubscribes one topic. */
export function futuresRequest(kind: 'sub' | 'unsub', name: string): string {
  const { channel, param } = topicRequest(name)
  return JSON.stringify({ method: `${kind}.${channel}`, param })
}

const ANSWER = /^rs\.(?:un)?sub\.(.+)$/
/** `Contract [NOPE_USDT] not exists`. */
const CONTRACT = /\[([^\]]+)\]/

/**
 * `{"channel":"rs.sub.depth","data":"success","ts":…}` names neither request nor contract: answers come in the order of
 * the requests, so the oldest of the channel is meant. A refusal (`rs.error`) names the contract in its text, which
 * settles every topic of it; one that does not is the answer to the oldest request of all.
 */
export function readFuturesControl(frame: Uint8Array): readonly ControlMessage[] {
  const message = parseJson(frame)
  if (!isObject(message)) return []
  const channel = optionalTextAt(message, 'channel') ?? ''
  if (channel === 'pong') return [{ type: 'pong' }]
  if (channel === 'rs.error') return refusals(optionalTextAt(message, 'data') ?? '')
  const of = ANSWER.exec(channel)?.[1]
  if (of !== undefined) return [{ type: 'ack', oldestOf: of === 'contract' ? of : `${of}:` }]
  return [{ type: 'notice', detail: new TextDecoder().decode(frame).slice(0, 200) }]
}

function refusals(text: string): readonly ControlMessage[] {
  const error = streamError(text)
  const contract = CONTRACT.exec(text)?.[1]
  if (contract === undefined) return [{ type: 'reject', oldestOf: '', error }]
  return topicsOfContract(contract).map((topic) => ({ type: 'reject', topic, error }))
}
