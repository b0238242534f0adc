import {
  type ControlMessage,
  CrossbookError,
  type OutFrame,
  type SessionProtocol,
  type Topic,
  VenueError,
} from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { isObject, objectAt, optionalTextAt, parseJson } from '../kit/fields.ts'
import type { BlockFilter } from './block-filter.ts'
import { blockQuestions } from './block-questions.ts'
import { rpcError } from './errors.ts'
import { frameId, readFrameId } from './frame-ids.ts'
import type { Hints } from './hints.ts'
import { logFilter } from './log-filter.ts'
import type { ResolvedOptions } from './options.ts'
import type { Pool } from './pool.ts'
import { readingData } from './pool-reading.ts'
import { rpcText } from './rpc.ts'

/** Name of the subscription to new blocks, which every connection has. */
export const HEADS = 'heads'
/** Ends no subscription: nodes answer that there is none of this id. */
const NO_SUBSCRIPTION = '0x0'

/**
 * Subscribing on a node's socket. The subscription to a pool's logs is followed by a reading of the pool on the same
 * socket, and each head of a block that may have logs of the pools by a question for all of them.
 * docs/venues/amm.md §Subscribing.
 */
export function sessionOf(
  options: ResolvedOptions,
  hints: Hints,
  filter: BlockFilter,
): SessionProtocol {
  const poolsOf = (endpoint: string): readonly Pool[] =>
    [...options.pools.values()].filter(({ chain }) => chain === endpoint)
  return {
    // The newest block too: the next one may be far, and nothing is proven new before one is known.
    hello: () => [
      { data: rpcText(frameId(0, 'sub', HEADS), 'eth_subscribe', ['newHeads']), topics: [] },
      {
        data: rpcText(frameId(0, 'head', 'latest'), 'eth_getBlockByNumber', ['latest', false]),
        topics: [],
      },
    ],
    subscribe: (topics, firstId) =>
      topics.flatMap((topic, i) => subscribeFrames(options, hints, topic, firstId + i)),
    unsubscribe: (topics, firstId) =>
      topics.map((topic, i) => ({
        data: rpcText(frameId(firstId + i, 'end', topic.name), 'eth_unsubscribe', [
          topic.subscription ?? NO_SUBSCRIPTION,
        ]),
        requestId: firstId + i,
        topics: [topic],
      })),
    ping(requestId, endpoint) {
      const pools = poolsOf(endpoint)
      const pool = pools[requestId % Math.max(1, pools.length)]
      const reading = pool && readingText(pool, hints, requestId, 'audit')
      const alive = rpcText(frameId(requestId, 'alive', 'node'), 'eth_blockNumber', [])
      return { data: reading ?? alive, topics: [] }
    },
    readControl: (frame, endpoint) =>
      readControl(frame, (head) => blockQuestions(head, poolsOf(endpoint), filter)),
  }
}

function subscribeFrames(
  { pools }: ResolvedOptions,
  hints: Hints,
  topic: Topic,
  requestId: number,
): readonly OutFrame[] {
  const pool = pools.get(topic.symbol ?? '')
  // Topics are made of pools of the options: another one is asked for as a contract that nobody has.
  const filter =
    pool === undefined
      ? { address: [topic.symbol] }
      : logFilter([pool], topic.feed === undefined ? pool.kind.swaps : pool.kind.changes)
  const logs: OutFrame = {
    data: rpcText(frameId(requestId, 'sub', topic.name), 'eth_subscribe', ['logs', filter]),
    requestId,
    topics: [topic],
  }
  const reading =
    topic.feed === undefined || pool === undefined
      ? undefined
      : readingText(pool, hints, requestId, 'state')
  return reading === undefined ? [logs] : [logs, { data: reading, topics: [] }]
}

/** Without any idea of the price, the words around price 1 are read; the answer then tells where it is. */
function readingText(pool: Pool, hints: Hints, requestId: number, kind: 'state' | 'audit'): string {
  const words = pool.kind.span(hints.get(pool.id) ?? 0, pool.shape)
  const call = { to: pool.chainFacts.multicall3, data: readingData(pool, words) }
  return rpcText(frameId(requestId, kind, pool.id, words), 'eth_call', [call, 'latest'])
}

function readControl(
  frame: Uint8Array,
  questionsOf: (head: JsonObject) => readonly OutFrame[],
): readonly ControlMessage[] {
  try {
    const message = parseJson(frame)
    if (!isObject(message)) return []
    if (message['method'] !== undefined) {
      const { result } = objectAt(message, 'params')
      const isHead = isObject(result) && 'parentHash' in result
      return answerHead(isHead ? questionsOf(result) : [], 'heartbeat')
    }
    const text = optionalTextAt(message, 'id') ?? ''
    const id = readFrameId(text)
    const { error, result } = message
    const isAsked = id?.kind === 'sub' || id?.kind === 'end'
    if (isObject(error)) {
      const refusal = rpcError(error)
      if (!isAsked) return [{ type: 'notice', detail: `${text}: ${refusal.message}` }]
      return [{ type: 'reject', requestId: id.request, error: subscribeError(refusal) }]
    }
    if (id?.kind === 'head' && isObject(result)) return answerHead(questionsOf(result), 'pong')
    if (!isAsked) return [{ type: 'pong' }]
    if (id.kind === 'sub' && typeof result === 'string')
      return [{ type: 'ack', requestId: id.request, subscription: result }]
    return [{ type: 'ack', requestId: id.request }]
  } catch (error) {
    if (error instanceof CrossbookError) return []
    throw error
  }
}

function answerHead(
  questions: readonly OutFrame[],
  otherwise: 'heartbeat' | 'pong',
): readonly ControlMessage[] {
  if (questions.length === 0) return [{ type: otherwise }]
  return questions.map((reply) => ({ type: 'ping', reply }))
}

function subscribeError(error: VenueError): VenueError {
  if (error.code !== 'VENUE_REJECTED') return error
  return new VenueError('SUBSCRIBE_REJECTED', error.message, { context: error.context })
}
