import { word } from './abi-words.ts'
import { bloomOf } from './bloom.ts'
import type { Block, ChainLog } from './chain.ts'
import type { AmmLimits } from './limits.ts'

const SWAP = '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67'
const MINT = '0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde'
const BURN = '0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c'
const ROUTER = word(BigInt('0xe592427a0aece92de3edee1f18e0157c05861564'))

/** A number as nodes write it. */
export const quantity = (value: number): string => `0x${value.toString(16)}`

/** A log as nodes write it. */
function logRow(log: ChainLog, block: Block, removed: boolean): Record<string, unknown> {
  const { topics, words } = eventOf(log)
  return {
    address: log.pool,
    topics,
    data: `0x${words.map(word).join('')}`,
    blockNumber: quantity(block.number),
    blockHash: block.hash,
    blockTimestamp: quantity(block.timeS),
    transactionHash: log.transaction,
    transactionIndex: quantity(log.transactionIndex),
    logIndex: quantity(log.logIndex),
    removed,
  }
}

function eventOf({ happening }: ChainLog): {
  readonly topics: readonly string[]
  readonly words: readonly (bigint | number)[]
} {
  if (happening.kind === 'swap') {
    const { amount0, amount1, price, liquidity, tick } = happening
    return {
      topics: [SWAP, `0x${ROUTER}`, `0x${ROUTER}`],
      words: [amount0, amount1, price, liquidity, tick],
    }
  }
  const { lower, upper, amount } = happening
  const range = [`0x${ROUTER}`, `0x${word(lower)}`, `0x${word(upper)}`]
  return amount < 0n
    ? { topics: [BURN, ...range], words: [-amount, 0, 0] }
    : { topics: [MINT, ...range], words: [BigInt(`0x${ROUTER}`), amount, 0, 0] }
}

/** A block as nodes write its head. */
export function headRow(block: Block, blooms: AmmLimits['blooms']): Record<string, unknown> {
  const named =
    blooms === 'filled' ? block.logs.flatMap((log) => [log.pool, ...eventOf(log).topics]) : []
  return {
    number: quantity(block.number),
    hash: block.hash,
    parentHash: block.parent,
    timestamp: quantity(block.timeS),
    ...(blooms !== 'absent' && { logsBloom: bloomOf(named) }),
    gasLimit: '0x1c9c380',
    gasUsed: quantity(21_000 * block.transactions.length),
    baseFeePerGas: '0x3b9aca00',
  }
}

/** A filter of logs, as `eth_getLogs` and `eth_subscribe` take it. */
export interface LogFilter {
  /** One address, or several. */
  readonly address?: string | readonly string[]
  /** What topics have to be; the first alone is looked at. */
  readonly topics?: readonly (string | readonly string[] | null)[]
}

/** The rows of a block's logs that a filter lets through. */
export function logRows(
  block: Block,
  { address = [], topics: [first] = [] }: LogFilter,
  removed: boolean,
): readonly Record<string, unknown>[] {
  const addresses = [address].flat().map((each) => each.toLowerCase())
  const firsts = [first ?? []].flat()
  return block.logs
    .filter(({ pool }) => addresses.length === 0 || addresses.includes(pool))
    .map((log) => logRow(log, block, removed))
    .filter(({ topics }) => firsts.length === 0 || firsts.includes((topics as string[])[0] ?? ''))
}
