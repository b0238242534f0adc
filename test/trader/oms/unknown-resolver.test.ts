import { describe, expect, test } from 'vitest'
import type { Order, UnknownWork } from '../../../src/trader/oms/index.ts'
import { UnknownResolver } from '../../../src/trader/oms/index.ts'
import { decimal, ID, orderIn } from './support/small-orders.ts'

// The deadline of the order is at 1,001 µs; with the margin, its absence is provable from 11,001 µs of the venue's clock.
const options = { firstDelayMs: 1, maxDelayMs: 8, marginMs: 10, answerTimeoutMs: 5 }
const PROVABLE_US = 11_001

function watching(order: Order): UnknownResolver {
  const resolver = new UnknownResolver(options)
  resolver.observe(order, 0)
  return resolver
}

const subjects = ({ questions }: UnknownWork): string[] => questions.map(({ subject }) => subject)

/** Answers a round of questions, from a time on, by what each subject's answer is. */
function round(
  resolver: UnknownResolver,
  timeUs: number,
  answers: Readonly<Record<string, object>>,
) {
  const asked: string[] = []
  const events: unknown[] = []
  let work = resolver.pass(timeUs)
  for (let now = timeUs; work.questions.length > 0; ) {
    const [each] = work.questions
    if (each === undefined) break
    asked.push(each.subject)
    now += 10
    const answer = answers[each.subject] ?? { type: 'failed' }
    // The shape is right by the table of the test.
    work = resolver.answer(ID, { question: each.question, timeUs: now, ...answer } as never)
    events.push(...work.events)
    if (resolver.cases.get(ID)?.step === 0) break
  }
  return { asked, events }
}

const absent = (venueTimeUs: number | undefined, isComplete = true) => ({
  type: 'absent',
  isComplete,
  ...(venueTimeUs === undefined ? {} : { venueTimeUs }),
})
const everywhere = (answer: object) => ({
  order: answer,
  openOrders: answer,
  fills: answer,
  history: answer,
})

describe('what is asked, and when', () => {
  test('nothing at once; then the order, the open orders, its fills and history, each after the answer before', () => {
    const resolver = watching(orderIn('unknown'))
    expect(resolver.wakeTimeUs).toBe(1000)
    expect(subjects(resolver.pass(999))).toEqual([])
    const { asked } = round(resolver, 1000, {})
    expect(asked).toEqual(['order', 'openOrders', 'fills', 'history'])
  })

  test('an answer that does not come in time is not waited for', () => {
    const resolver = watching(orderIn('unknown'))
    resolver.pass(1000)
    expect(subjects(resolver.pass(5999))).toEqual([])
    expect(subjects(resolver.pass(6000))).toEqual(['openOrders'])
    expect(resolver.answer(ID, { type: 'failed', question: 1, timeUs: 6001 }).questions).toEqual([])
  })

  test('rounds come more slowly, to the slowest, and never end', () => {
    const resolver = watching(orderIn('unknown'))
    const waits: number[] = []
    let startUs = 100_000
    for (let i = 0; i < 60; i += 1) {
      expect(round(resolver, startUs, {}).events).toEqual([])
      const wakeUs = Number(resolver.wakeTimeUs)
      waits.push(wakeUs - startUs)
      startUs = wakeUs
    }
    expect(waits.slice(0, 5)).toEqual([2040, 4040, 8040, 8040, 8040])
    expect(waits.at(-1)).toBe(8040)
    expect(resolver.cases.get(ID)?.order.status).toBe('unknown')
  })

  test('a hole asks for fills and nothing else, until it is closed', () => {
    const order = { ...orderIn('open'), toldQuantity: decimal(3) }
    const resolver = watching(order)
    expect(round(resolver, 1000, {}).asked).toEqual(['fills'])
    resolver.observe({ ...order, filledQuantity: decimal(3) }, 2000)
    expect(resolver.cases.size).toBe(0)
    expect(resolver.wakeTimeUs).toBeUndefined()
  })

  test('an order of which all is known is not asked about', () => {
    expect(watching(orderIn('open')).cases.size).toBe(0)
  })
})

describe('what ends it', () => {
  test('evidence that has changed the order', () => {
    const resolver = watching(orderIn('unknown'))
    resolver.pass(1000)
    resolver.observe(orderIn('cancelled'), 1100)
    expect(resolver.cases.size).toBe(0)
  })

  test('absence from open orders and then from history, both after the deadline and the margin', () => {
    const resolver = watching(orderIn('unknown'))
    const { events } = round(resolver, 20_000, everywhere(absent(PROVABLE_US)))
    expect(events).toMatchObject([{ type: 'provenAbsent', historyVenueTimeUs: PROVABLE_US }])
  })

  test.each([
    ['before the margin has passed', everywhere(absent(PROVABLE_US - 1))],
    ["without the venue's time", everywhere(absent(undefined))],
    ['in lists that were not read to their end', everywhere(absent(PROVABLE_US, false))],
    ['from open orders alone', { openOrders: absent(PROVABLE_US) }],
    ['from history alone', { history: absent(PROVABLE_US) }],
    [
      'by the query for the order, and in fills',
      { order: absent(PROVABLE_US), fills: absent(PROVABLE_US) },
    ],
    [
      'from open orders before the margin',
      { openOrders: absent(PROVABLE_US - 1), history: absent(PROVABLE_US) },
    ],
    [
      'from history before the margin',
      { openOrders: absent(PROVABLE_US), history: absent(PROVABLE_US - 1) },
    ],
  ])('absence %s proves nothing, however often', (_, answers) => {
    const resolver = watching(orderIn('unknown'))
    let startUs = 20_000
    for (let i = 0; i < 20; i += 1) {
      expect(round(resolver, startUs, answers).events).toEqual([])
      startUs = Number(resolver.wakeTimeUs)
    }
    expect(resolver.cases.size).toBe(1)
  })

  test('open orders of one round and history of another prove nothing together', () => {
    const resolver = watching(orderIn('unknown'))
    expect(round(resolver, 20_000, { openOrders: absent(PROVABLE_US) }).events).toEqual([])
    const next = Number(resolver.wakeTimeUs)
    expect(round(resolver, next, { history: absent(PROVABLE_US) }).events).toEqual([])
  })
})
