import { type VenueId, venueId } from '../../../src/core/index.ts'
import { type Batch, createBatch, type Row, type StreamPart } from '../../../src/storage/index.ts'
import { START_US } from './test-ports.ts'

/** The venue of the tests. */
export const VENUE: VenueId = venueId('testvenue')

/** The text of a trade row that is told from others by its number. */
export function tradeLine(n: number, localTimeUs: number = START_US + n): string {
  return `{"type":"trade","venue":"testvenue","market":"spot","pair":"BTC/USDT","symbol":"BTCUSDT","localTimeUs":${localTimeUs},"price":"61737.63","size":"0.5","takerSide":"buy","tradeId":"${n}"}`
}

/** A batch of trades `from..from+count-1`. */
export function tradeBatch(
  id: string,
  from: number,
  count: number,
  fromTimeUs: number = START_US + from,
  part: StreamPart = 'spot',
): Batch {
  const lines = Array.from({ length: count }, (_, i) => tradeLine(from + i, fromTimeUs + i))
  return createBatch({
    id,
    stream: { venue: VENUE, part },
    rowCount: count,
    fromTimeUs,
    toTimeUs: fromTimeUs + count - 1,
    ndjson: new TextEncoder().encode(`${lines.join('\n')}\n`),
  })
}

/** The numbers of the trades among rows, in order. */
export async function tradeNumbers(rows: AsyncIterable<Row> | Iterable<Row>): Promise<number[]> {
  const numbers: number[] = []
  for await (const row of rows) if (row.type === 'trade') numbers.push(Number(row.tradeId))
  return numbers
}

/** `from..to-1`. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}
