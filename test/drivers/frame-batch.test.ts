import { expect, test } from 'vitest'
import {
  asset,
  type Instrument,
  pair,
  type TradeUpdate,
  venueId,
  venueSymbol,
} from '../../src/core/index.ts'
import { FrameBatch } from '../../src/drivers/kit/frame-batch.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'

const INSTRUMENT: Instrument = {
  venue: venueId('somewhere'),
  market: 'spot',
  kind: 'spot',
  pair: pair('A/B'),
  symbol: venueSymbol('AB'),
  base: asset('A'),
  quote: asset('B'),
  product: 'spot',
  status: 'trading',
  priceScale: 0,
  sizeScale: 0,
  isInferred: true,
}

function told(fill: (batch: FrameBatch, read: (id: number) => void) => void): readonly number[] {
  const table = createInstrumentTable()
  const slot = table.add(INSTRUMENT)
  const batch = new FrameBatch(table)
  const ids: number[] = []
  fill(batch, (id) => {
    batch.trade(slot, 1).venueUs = id
  })
  const nothing = (): void => {}
  const trade = ({ venueUs }: TradeUpdate): void => void ids.push(venueUs)
  batch.flush({ book: nothing, bbo: nothing, trade, event: nothing }, 1)
  expect(batch.isEmpty()).toBe(ids.length === 0)
  return ids
}

test('a trade that was taken back is not told, and those around it are', () => {
  expect(
    told((batch, read) => {
      read(1)
      read(2)
      batch.dropTrade()
      read(3)
    }),
  ).toEqual([1, 3])
})

test('a batch whose only trade was taken back is empty', () => {
  expect(
    told((batch, read) => {
      read(1)
      batch.dropTrade()
    }),
  ).toEqual([])
})
