import { expect, test } from 'vitest'
import { Decimal, type Fill, type Side } from '../../src/core/index.ts'
import {
  cellsMemory,
  countFill,
  type GridCell,
  turnRound,
  wantedQuantity,
  writeCells,
} from '../../src/strategies/grid-cells.ts'
import { decimal, fillOf } from '../trader/oms/support/small-orders.ts'

const AMOUNT = decimal(1)

function cellThat(side: Side, held: number): GridCell {
  const [buyPrice, sellPrice] = [decimal(99), decimal(101)]
  return { buyPrice, sellPrice, side, filled: decimal(0), held: decimal(held) }
}

function filled(side: Side, quantity: number, fee?: Fill['fee']): Fill {
  return fillOf(`f${quantity}`, quantity, { side, ...(fee && { fee }) })
}

const wanted = (cell: GridCell): string => wantedQuantity(cell, AMOUNT).toFixed()

test('what a cell bought it sells less the fee that was taken of it', () => {
  const cell = cellThat('buy', 0)
  const { base } = filled('buy', 1).instrument
  countFill(cell, filled('buy', 0.6, { asset: base, amount: decimal('0.0006') }))
  countFill(cell, filled('buy', 0.4, { asset: 'BNB', amount: decimal('0.01') }))
  expect(wanted(cell)).toBe('0')
  turnRound(cell)
  expect(wanted(cell)).toBe('0.9994')
})

test('what was bought beyond the amount is sold too', () => {
  const cell = cellThat('buy', 0)
  countFill(cell, filled('buy', 0.6))
  countFill(cell, filled('buy', 0.8))
  turnRound(cell)
  expect(wanted(cell)).toBe('1.4')
})

test('what was sold beyond what it had is bought with the next amount', () => {
  const cell = cellThat('sell', 1)
  countFill(cell, filled('sell', 1.5))
  turnRound(cell)
  expect(wanted(cell)).toBe('1.5')
  countFill(cell, filled('buy', 1.5))
  turnRound(cell)
  expect(wanted(cell)).toBe('1')
})

test('a buy that is told after the cell has turned is sold with the rest', () => {
  const cell = cellThat('sell', 1)
  countFill(cell, filled('buy', 0.2))
  expect(wanted(cell)).toBe('1.2')
})

test('a memory has what a cell holds; one of before fees were counted is read as it was meant', () => {
  const cell = { ...cellThat('sell', 0), filled: decimal('0.25'), held: decimal('0.7493') }
  const read = (memory: unknown) => cellsMemory(AMOUNT).parse(memory)
  expect(read(writeCells([cell]))).toEqual([cell])
  const old = { buyPrice: '99', sellPrice: '101', filled: '0.25' }
  const [bought, selling] = read([
    { ...old, side: 'buy' },
    { ...old, side: 'sell' },
  ])
  expect([bought?.held, selling?.held]).toEqual([new Decimal('0.25'), new Decimal('0.75')])
})
