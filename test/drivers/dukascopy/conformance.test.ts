import { test } from 'vitest'
import { dukascopy } from '../../../src/drivers/dukascopy/index.ts'
import { simulatedDukascopy } from '../../../src/sim/dukascopy/index.ts'
import { conformance } from '../../../src/testing/index.ts'

const NO_STREAM = 'the venue has no stream: its past is fetched'
const clauses = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${letter}${i + 1}`)
const silent = [
  'T1',
  'T2',
  'T3',
  'S1',
  'S2',
  ...clauses('D', 6).filter((id) => id !== 'D5'),
  ...clauses('E', 4),
  ...clauses('B', 10),
  ...clauses('N', 6),
]

const subject = {
  driver: dukascopy(),
  simulate: simulatedDukascopy,
  notApplicable: {
    I1: 'quotes have no lot: volumes are indicative, and the service tells no step of them',
    R1: 'bars need a moment to begin with, which the clause does not give',
    R2: 'bars need a moment to begin with, which the clause does not give',
    R4: 'the service has no newest page: a range must say where it begins',
    ...Object.fromEntries(silent.map((id) => [id, NO_STREAM])),
  },
}

for (const { title, skip, run } of conformance(subject))
  test(title, { skip: skip !== undefined, timeout: 120_000 }, run)
