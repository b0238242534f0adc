import { word } from './abi-words.ts'
import { bloomOf } from './bloom.ts'
import type { Block, ChainLog } from './chain.ts'
import { kindOf } from './kinds/index.ts'
import type { AmmLimits } from './limits.ts'
import type { AmmInstrumentOptions } from './products.ts'
import type { WrittenLog } from './sim-kind.ts'

/** A number as nodes write it. */
export const quantity = (value: number): string => `0x${value.toString(16)}`

/** A log as nodes write it. */
function logRow(log: ChainLog, block: Block, removed: boolean, specs: Specs): LogRow {
  const { address, topics, words } = writtenLog(log, specs)
  return {
    address,
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

/** Pools of a chain. */
export type Specs = readonly AmmInstrumentOptions[]

interface LogRow {
  readonly address: string
  readonly topics: readonly string[]
  readonly [field: string]: unknown
}

function writtenLog(
  { pool, happening }: ChainLog,
  specs: Specs,
): WrittenLog & { readonly address: string } {
  const kind = kindOf(specs.find(({ symbol }) => symbol === pool) ?? {})
  return { address: kind.emitter(pool), ...kind.write(happening, pool) }
}

/** A block as nodes write its head. */
export function headRow(
  block: Block,
  blooms: AmmLimits['blooms'],
  specs: Specs,
): Record<string, unknown> {
  const named =
    blooms === 'filled'
      ? block.logs
          .map((log) => writtenLog(log, specs))
          .flatMap(({ address, topics }) => [address, ...topics])
      : []
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
  /** What topics have to be, place by place. */
  readonly topics?: readonly (string | readonly string[] | null)[]
}

/** The rows of a block's logs that a filter lets through. */
export function logRows(
  block: Block,
  { address = [], topics: wanted = [] }: LogFilter,
  removed: boolean,
  specs: Specs,
): readonly LogRow[] {
  const addresses = [address].flat().map((each) => each.toLowerCase())
  const isOneOf = (value: string | undefined, few: string | readonly string[] | null): boolean =>
    few === null || few.length === 0 || (value !== undefined && [few].flat().includes(value))
  return block.logs
    .map((log) => logRow(log, block, removed, specs))
    .filter((row) => addresses.length === 0 || addresses.includes(row.address))
    .filter(({ topics }) => wanted.every((few, place) => isOneOf(topics[place], few)))
}
