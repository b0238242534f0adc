import {
  CrossbookError,
  type FrameSink,
  type InstrumentTable,
  type PolledAnswer,
  type PolledFeed,
  type RestCall,
} from '../../core/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { addTrade } from './fill.ts'
import { logFilter } from './log-filter.ts'
import { asQuantity, type PoolLog, readLogs, tradeOf } from './logs.ts'
import type { Pool } from './pool.ts'
import { quantityText, rpcCall } from './rpc.ts'

/**
 * Reads a pool's trades in turns: the number of the newest block, then the logs of the blocks since the last reading. A
 * provider that finds that too many is asked for half as many from then on.
 */
export function pollTrades(pool: Pool, maxBlocks: number): (table: InstrumentTable) => PolledFeed {
  return (table) => {
    const batch = new FrameBatch(table)
    let nextBlock: number | undefined
    let head: number | undefined
    let span = maxBlocks

    const askHead = (): RestCall<PolledAnswer> =>
      rpcCall(pool.chain, 'eth_blockNumber', [], (result) => {
        const newest = asQuantity(result, 'eth_blockNumber')
        // What happened before the first reading is history.
        nextBlock ??= newest + 1
        const isNew = newest >= nextBlock
        head = isNew ? newest : undefined
        return { tell: () => {}, asksOn: isNew }
      })
    const askLogs = (from: number, newest: number): RestCall<PolledAnswer> => {
      const to = Math.min(newest, from + span - 1)
      const filter = {
        ...logFilter([pool], pool.kind.swaps),
        fromBlock: quantityText(from),
        toBlock: quantityText(to),
      }
      return rpcCall(pool.chain, 'eth_getLogs', [filter], (result, localTimeUs) => {
        const logs = readLogs(result)
        const asksOn = to < newest
        nextBlock = to + 1
        if (!asksOn) head = undefined
        return { tell: (sink) => tell(logs, sink, localTimeUs), asksOn }
      })
    }
    const tell = (logs: readonly PoolLog[], sink: FrameSink, localTimeUs: number): void => {
      const slot = table.bySymbol('spot', pool.id)
      if (slot === undefined) return
      batch.clear()
      for (const { event, transaction, index, timeS, isRemoved } of logs) {
        if (isRemoved || (event.kind !== 'swap' && event.kind !== 'exchange')) continue
        const trade = tradeOf(event, pool)
        if (trade === undefined) continue
        const id = `${transaction}:${index}`
        addTrade(batch, slot, pool, { ...trade, id }, { timeS, localTimeUs })
      }
      batch.flush(sink, localTimeUs)
    }
    return {
      next: () =>
        head === undefined || nextBlock === undefined ? askHead() : askLogs(nextBlock, head),
      failed(error) {
        head = undefined
        const isTooWide = error instanceof CrossbookError && error.context['isTooWide'] === true
        if (isTooWide) span = Math.max(1, Math.floor(span / 2))
      },
    }
  }
}
