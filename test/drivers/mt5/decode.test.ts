import { expect, test } from 'vitest'
import { mt5 } from '../../../src/drivers/mt5/index.ts'
import { fixturesOf, runFixtures } from '../run-fixtures.ts'

runFixtures('mt5', mt5())

test('every type that the contract lets a bridge send has a fixture', () => {
  const types = new Set(fixturesOf('mt5').map(([name]) => name.split('.')[0]))
  for (const type of [
    'hello',
    'subd',
    'tick',
    'ticks',
    'book',
    'gap',
    'hb',
    'histend',
    'err',
    'bye',
  ])
    expect(types).toContain(type)
})
