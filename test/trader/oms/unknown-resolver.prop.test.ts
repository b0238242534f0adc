import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OrderEvent } from '../../../src/core/index.ts'
import type { UnknownAnswer, UnknownQuestion } from '../../../src/trader/oms/index.ts'
import { Oms, UnknownResolver } from '../../../src/trader/oms/index.ts'
import { approved } from './support/oms-script.ts'
import { decimal, fillOf, ID, intent, of, VENUE_ID } from './support/small-orders.ts'

/** What really became of an order whose answer was lost; the resolver may only find out by asking. */
interface Fate {
  /** When it reached the venue, before its deadline; `undefined`: never. */
  readonly arrivesUs: number | undefined
  /** When it ended there, after that. */
  readonly endsAfterUs: number
  readonly filled: number
  /** By how much the venue's clock is ahead of ours. */
  readonly skewUs: number
  /** How long lists are behind what has happened; less than the margin. */
  readonly lagUs: number
  /** What becomes of each question: answered, lost, cut short, without a time. */
  readonly dice: readonly number[]
}

const DEADLINE_US = 10_000_000
const fate: fc.Arbitrary<Fate> = fc.record({
  arrivesUs: fc.option(fc.integer({ min: 0, max: DEADLINE_US }), { nil: undefined }),
  endsAfterUs: fc.integer({ min: 0, max: 40_000_000 }),
  filled: fc.integer({ min: 0, max: 10 }),
  skewUs: fc.integer({ min: -5_000_000, max: 5_000_000 }),
  lagUs: fc.integer({ min: 0, max: 9_000_000 }),
  dice: fc.array(fc.nat(9), { minLength: 5, maxLength: 40 }),
})

test('an unknown order ends as it really did, and is absent only if it never arrived', () => {
  fc.assert(
    fc.property(fate, (each) => {
      const oms = new Oms({ epoch: 1 })
      const resolver = new UnknownResolver()
      oms.submit(approved(intent()), 0)
      const tell = (event: OrderEvent): void => {
        oms.receive(event)
        const order = oms.orders.get(ID)
        if (order !== undefined) resolver.observe(order, event.timeUs)
      }
      tell({ type: 'outcomeUnknown', order: of, timeUs: 100_000, cause: 'timeout' })
      let asked = 0
      for (let turn = 0; resolver.cases.size > 0; turn += 1) {
        if (turn > 400) expect.fail('it goes on for ever')
        const timeUs = Number(resolver.wakeTimeUs)
        const { questions, events } = resolver.pass(timeUs)
        for (const event of events) tell(event)
        let queue: readonly UnknownQuestion[] = questions
        while (queue[0] !== undefined) {
          const die = asked < each.dice.length ? (each.dice[asked] as number) : 9
          asked += 1
          const said = say(each, queue[0], timeUs, die)
          for (const event of said.events) tell(event)
          const work = said.answer === undefined ? undefined : resolver.answer(ID, said.answer)
          for (const event of work?.events ?? []) tell(event)
          queue = work?.questions ?? []
          // A venue that is asked for ever without an answer is waited for: the next turn is a later one.
        }
      }
      const order = oms.orders.get(ID)
      const ended =
        each.arrivesUs === undefined ? 'absent' : each.filled === 10 ? 'filled' : 'cancelled'
      // Found open is an answer too: the order lives on, and its end will be told like every other.
      expect(['open', ended]).toContain(order?.status)
      if (each.arrivesUs === undefined) expect(order?.status).toBe('absent')
    }),
    { numRuns: 1000 },
  )
})

interface Said {
  readonly events: readonly OrderEvent[]
  readonly answer: UnknownAnswer | undefined
}

/** What the venue says to a question at a time. */
function say(
  fateOf: Fate,
  { question, subject }: UnknownQuestion,
  timeUs: number,
  die: number,
): Said {
  if (die < 2) return { events: [], answer: undefined }
  if (die < 4) return { events: [], answer: { type: 'failed', question, timeUs } }
  const { arrivesUs, endsAfterUs, filled, skewUs, lagUs } = fateOf
  const venueTimeUs = timeUs + skewUs
  const seenUs = venueTimeUs - lagUs
  const isThere = arrivesUs !== undefined && arrivesUs <= seenUs
  const hasEnded = arrivesUs !== undefined && arrivesUs + endsAfterUs <= seenUs
  const base = { order: of, timeUs, venueTimeUs }
  const answered = (...events: OrderEvent[]): Said => ({
    events,
    answer: { type: 'answered', question, timeUs },
  })
  const quantities = {
    filledQuantity: decimal(hasEnded ? filled : 0),
    quantity: decimal(10),
    price: decimal(100),
  }
  const open: OrderEvent = {
    ...base,
    ...quantities,
    type: 'foundOpen',
    venueOrderId: VENUE_ID,
    askedTimeUs: timeUs,
  }
  const ended: OrderEvent = {
    ...base,
    type: 'foundEnded',
    as: filled === 10 ? 'filled' : 'cancelled',
    venueOrderId: VENUE_ID,
    filledQuantity: decimal(filled),
  }
  if (isThere && !hasEnded && (subject === 'order' || subject === 'openOrders'))
    return answered(open)
  if (hasEnded && (subject === 'order' || subject === 'history')) return answered(ended)
  if (hasEnded && subject === 'fills' && filled > 0)
    return answered({ ...base, type: 'fill', fill: fillOf('f1', filled) })
  if (die < 5) return { events: [], answer: { type: 'absent', question, timeUs, isComplete: true } }
  return {
    events: [],
    answer: { type: 'absent', question, timeUs, venueTimeUs, isComplete: die > 5 },
  }
}
