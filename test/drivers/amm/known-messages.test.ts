import { expect, test } from 'vitest'
import { unknownFeatures } from '../../../src/core/index.ts'
import { knownMessages } from '../../../src/drivers/amm/known-messages.ts'

const known = knownMessages()
const unknown = (message: object): readonly string[] =>
  unknownFeatures(known, Buffer.from(JSON.stringify(message)), 'control')
const push = (result: object): object => ({
  jsonrpc: '2.0',
  method: 'eth_subscription',
  params: { subscription: '0x1', result },
})
const hash = `0x${'5a'.repeat(32)}`

test.each([
  [
    'a head of Arbitrum',
    push({ parentHash: hash, l1BlockNumber: '0x1', sendCount: '0x1', sendRoot: hash }),
  ],
  ['a head of BSC', push({ parentHash: hash, milliTimestamp: '0x1' })],
  ['a head of a later fork', push({ parentHash: hash, blockAccessListHash: hash })],
  ['a log without a time', push({ transactionHash: hash, topics: [hash], removed: false })],
  [
    'the logs of a block, by an id that is longer than what is read of it',
    { id: `100 logs ${hash}`, result: [{ data: '0x' }] },
  ],
  ['the logs of keys', { id: `100 keyed ${hash}`, result: [{ data: '0x' }] }],
  ['the fees of a block', { id: `100 fees base:${hash}`, result: '0x' }],
  ['the ticks of a reading', { id: `7 ticks 0x${'88'.repeat(32)}`, result: '0x' }],
  ['a reading', { jsonrpc: '2.0', id: `7 state 0x${'88'.repeat(20)} -1073 7`, result: '0x' }],
  [
    'a refusal with data of the node’s own',
    { id: '7 end x', error: { code: -32_005, data: { rate: { limit: 1 } } } },
  ],
])('%s has nothing new', (_what, message) => {
  const more = unknown(message)
  // Behind `data` anything may stand.
  expect(more.filter((each) => !each.startsWith('refusal.error.data.*'))).toEqual([])
})

test.each([
  ['a field of a head', push({ parentHash: hash, mood: 'good' }), 'newHeads.params.result.mood'],
  ['a field of a log', push({ transactionHash: hash, mood: 'good' }), 'logs.params.result.mood'],
  [
    'a field of a log that was asked for',
    { id: `100 logs ${hash}`, result: [{ mood: 1 }] },
    'answer.logs.result[].mood',
  ],
  ['another form of push', push({ mood: 'good' }), 'pushed'],
  ['another method', { method: 'eth_mood', params: {} }, 'method.eth_mood'],
  ['an answer to somebody else', { id: 'mood', result: 1 }, 'answer.other'],
])('%s is told, and nothing inside it', (_what, message, path) => {
  expect(unknown(message)).toEqual([path])
})
