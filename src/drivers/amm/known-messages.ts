import type { KnownMessages } from '../../core/index.ts'
import { jsonMessages } from '../kit/drift.ts'
import { kindOfFrameId } from './frame-ids.ts'
import { KNOWN_FIELDS } from './known-fields.ts'

/**
 * Fields of a head and of a log: the schemas `Block` and `Log` of Ethereum's JSON-RPC specification,
 * https://github.com/ethereum/execution-apis (033ca6e6, 2026-08-07). Which of them a node sends depends on its client and on
 * the forks of its chain: a fixture or a simulated node shows some.
 */
const HEAD =
  'hash parentHash sha3Uncles miner stateRoot transactionsRoot receiptsRoot logsBloom difficulty number gasLimit gasUsed ' +
  'timestamp extraData mixHash nonce baseFeePerGas withdrawalsRoot blobGasUsed excessBlobGas parentBeaconBlockRoot size ' +
  'transactions[] withdrawals[].index withdrawals[].validatorIndex withdrawals[].address withdrawals[].amount uncles[] ' +
  'requestsHash blockAccessListHash'
const LOG =
  'removed logIndex transactionIndex transactionHash blockHash blockNumber blockTimestamp address data topics[]'

/**
 * What chains and clients add to a head: the sum of all difficulties (in the specification until the merge, some clients
 * kept it); Arbitrum's place on its parent chain and root of withdrawals
 * (https://docs.arbitrum.io/build-decentralized-apps/arbitrum-vs-ethereum/rpc-methods, 2026-11-27); BSC's time in ms. Chains
 * of the OP stack add none.
 */
const HEAD_OF_CHAINS = 'totalDifficulty l1BlockNumber sendCount sendRoot milliTimestamp'

/** JSON-RPC 2.0, §5.1: what is in `data` is the node's own affair. */
const REFUSAL = 'error.code error.message error.data.*'

const DOCUMENTED = `
newHeads
  ${below('params.result', `${HEAD} ${HEAD_OF_CHAINS}`)}
logs
  ${below('params.result', LOG)}
answer.head
  ${below('result', `${HEAD} ${HEAD_OF_CHAINS}`)}
answer.logs
  ${below('result[]', LOG)}
answer.keyed
  jsonrpc id ${below('result[]', LOG)}
answer.fees
  jsonrpc id result
refusal
  jsonrpc id ${REFUSAL}
`

/** A node's messages: what is pushed by its form, answers by what our id says was asked. */
export function knownMessages(): KnownMessages {
  return jsonMessages(
    {
      tags: [
        'method',
        'id',
        'error.code',
        'params.result.parentHash',
        'params.result.transactionHash',
      ],
      kindOf,
      enums: {},
      maps: ['error.data'],
    },
    `${DOCUMENTED}${KNOWN_FIELDS}`,
  )
}

function kindOf(tag: (path: string) => string | undefined): string {
  const method = tag('method')
  if (method === undefined) {
    if (tag('error.code') !== undefined) return 'refusal'
    return `answer.${kindOfFrameId(tag('id') ?? '') ?? 'other'}`
  }
  if (method !== 'eth_subscription') return `method.${method}`
  if (tag('params.result.parentHash') !== undefined) return 'newHeads'
  return tag('params.result.transactionHash') === undefined ? 'pushed' : 'logs'
}

function below(outer: string, fields: string): string {
  return fields
    .split(' ')
    .map((field) => `${outer}.${field}`)
    .join(' ')
}
