import { describe, expect, test } from 'vitest'
import {
  ORDER_MEANINGS,
  type OrderMeaning,
  TRANSITIONS,
  type Transition,
  type TransitionTable,
} from '../../../src/trader/oms/index.ts'
import { reduceBy } from '../../../src/trader/oms/reduce-order.ts'
import { differences, expectedCells, STATES } from './support/expected-table.ts'
import { meant } from './support/meant-events.ts'
import { orderIn } from './support/small-orders.ts'

const statuses = Object.values(STATES)
const meanings = Object.keys(ORDER_MEANINGS) as OrderMeaning[]
const name = (status: string, meaning: string): string => `${meaning} while ${status}`

/** Cells that no event leads to: the order has left the state one step before, or the fact cannot be known in it. */
const UNREACHABLE = new Set([
  'complete while filled',
  'complete while rejected',
  'complete while absent',
  'complete while denied',
  'surplus while inFlight',
  'surplus while unknown',
  'surplus while absent',
])

test('the table and the expectations have the same cells', () => {
  expect(Object.keys(TRANSITIONS)).toEqual(statuses)
  for (const status of statuses)
    expect(Object.keys(TRANSITIONS[status]).sort()).toEqual([...meanings].sort())
  expect(expectedCells.map(({ status, meaning }) => name(status, meaning)).sort()).toEqual(
    statuses.flatMap((status) => meanings.map((meaning) => name(status, meaning))).sort(),
  )
})

test.each(expectedCells)('$meaning while $status', ({ status, meaning, transition }) => {
  expect(TRANSITIONS[status][meaning]).toEqual(transition)
})

test('no cell can change without the expectations noticing', () => {
  const all = statuses.flatMap((status) => meanings.map((meaning) => TRANSITIONS[status][meaning]))
  const values = [...new Map(all.map((each) => [JSON.stringify(each), each])).values()]
  expect(values.length).toBeGreaterThan(30)
  let mutants = 0
  for (const status of statuses) {
    for (const meaning of meanings) {
      const true_ = JSON.stringify(TRANSITIONS[status][meaning])
      for (const value of values) {
        if (JSON.stringify(value) === true_) continue
        mutants += 1
        const found = differences(mutated(status, meaning, value))
        if (found.length !== 1 || found[0] !== name(status, meaning))
          expect.fail(`${name(status, meaning)} became ${JSON.stringify(value)}, unnoticed`)
      }
    }
  }
  expect(mutants).toBe(all.length * (values.length - 1))
  expect(differences(TRANSITIONS)).toEqual([])
})

describe('an event is judged by the cell of its state and meaning', () => {
  const reachable = expectedCells.filter(
    (each) => !UNREACHABLE.has(name(each.status, each.meaning)),
  )

  test.each(reachable)('$meaning while $status', ({ status, meaning, transition }) => {
    const { order, event } = meant(orderIn(status), meaning)
    const reduced = reduceBy(TRANSITIONS, order, event)
    const index = reduced.steps.findIndex(
      (step) => step.status === status && step.meaning === meaning,
    )
    expect(reduced.steps[index]?.transition).toEqual(transition)
    // The steps follow from each other, and the order is where they lead.
    let at = order.status
    for (const step of reduced.steps) {
      expect(step.status).toBe(at)
      at = step.transition.next === 'same' ? at : step.transition.next
    }
    expect(reduced.order.status).toBe(at)
    const alarms = reduced.effects.flatMap((each) => (each.type === 'alarm' ? [each.code] : []))
    expect(alarms).toEqual(reduced.steps.flatMap((each) => each.transition.alarm ?? []))
  })

  test.each(reachable)('a changed cell changes $meaning while $status', ({ status, meaning }) => {
    const { order, event } = meant(orderIn(status), meaning)
    const other: Transition = { outcome: 'impossible', next: 'same', alarm: 'OUT_OF_TURN' }
    const changed: Transition =
      TRANSITIONS[status][meaning].alarm === 'OUT_OF_TURN'
        ? { outcome: 'applied', next: 'expired' }
        : other
    const before = reduceBy(TRANSITIONS, order, event)
    const after = reduceBy(mutated(status, meaning, changed), order, event)
    expect(after.effects).not.toEqual(before.effects)
  })
})

function mutated(
  status: keyof TransitionTable,
  meaning: OrderMeaning,
  transition: Transition,
): TransitionTable {
  return { ...TRANSITIONS, [status]: { ...TRANSITIONS[status], [meaning]: transition } }
}
