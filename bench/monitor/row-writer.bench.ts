import { bench, run, summary } from 'mitata'
import { RowWriter, rowHeads } from '../../src/monitor/row-writer.ts'
import { TwinBook } from '../../test/monitor/support/twin-market.ts'

// A frame of ten changed levels a side: what a recorder adds to the cost of a book update.
const LEVELS = 10
const levels = (base: number): readonly (readonly [bigint, bigint])[] =>
  Array.from({ length: LEVELS }, (_, i) => [BigInt(base + i * 7), BigInt(1_234 + i * 991)])

const twin = new TwinBook(undefined)
const heads = rowHeads(twin.slot.instrument, twin.feed)
const update = twin.apply(false, 55_512_345_699, 1_767_322_800_000_000, levels(1e6), levels(2e6))
const writer = new RowWriter()
const encoder = new TextEncoder()
const scratch = new Uint8Array(65_536)

summary(() => {
  bench('row of 20 changes, digits to bytes', () => writer.update(heads, update, undefined))
  bench('the same by JSON.stringify and TextEncoder', () =>
    encoder.encodeInto(JSON.stringify(update), scratch),
  )
})

await run()
