import { describe, expect, it } from 'vitest'
import { Decimal } from '../../../src/core/index.ts'
import { Adaptor, feedbackProblems } from '../../../src/trader/feedback/index.ts'
import { paramValue, withParam } from '../../../src/trader/feedback/param-value.ts'
import { GRID } from '../oms/support/small-orders.ts'
import { knob, ruleOf, worldOf } from './support/small-adaptor.ts'

const wish = (value: unknown, name = 'knob') => [{ knob: name, value, why: 'because' }]
const codes = (events: readonly object[]) =>
  events.map((event) => ('code' in event ? event.code : 'to' in event ? String(event.to) : event))

describe('an adaptor', () => {
  it.each([
    ['a knob that the rule does not have', wish('3', 'another'), 'UNKNOWN_KNOB'],
    ['a float', wish(3), 'INEXACT_NUMBER'],
    ['no number', wish('much'), 'INEXACT_NUMBER'],
  ])('refuses %s', (_, proposals, code) => {
    const adaptor = new Adaptor([ruleOf([knob()], () => proposals)])
    expect(codes(adaptor.review(worldOf({})))).toEqual([code])
  })

  it.each([
    ['nothing is in force', undefined, 'NOT_SET'],
    ['what is in force was set below the bounds', new Decimal('0.5'), 'OUT_OF_BOUNDS'],
    ['what is in force was set above the bounds', new Decimal('100.1'), 'OUT_OF_BOUNDS'],
  ])('leaves alone what is not its own: %s', (_, inForce, code) => {
    const adaptor = new Adaptor([ruleOf([knob()], () => wish('50'))])
    expect(codes(adaptor.review(worldOf({ inForce: () => inForce })))).toEqual([code])
  })

  it('follows a wish that goes too far as far as it may', () => {
    const adaptor = new Adaptor([ruleOf([knob({ maxStep: '95' })], () => wish('1e6'))])
    expect(codes(adaptor.review(worldOf({})))).toEqual(['100'])
    const near = new Adaptor([ruleOf([knob({ maxStep: '5' })], () => wish('-1000'))])
    expect(codes(near.review(worldOf({})))).toEqual(['5'])
  })

  it('turns a knob once a review: the first wish counts', () => {
    const adaptor = new Adaptor([ruleOf([knob()], () => [...wish('20'), ...wish('30')])])
    expect(codes(adaptor.review(worldOf({})))).toEqual(['20'])
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('oh')
      },
      'oh',
    ],
    ['returns no list', () => 'more', 'expected a list of proposals, was "more"'],
    [
      'returns no proposals',
      () => [1],
      'expected a proposal with the texts knob and why, were undefined undefined and undefined undefined',
    ],
    [
      'returns nothing at all',
      () => [null],
      'expected a proposal with the texts knob and why, were undefined undefined and undefined undefined',
    ],
  ])('asks a rule that %s never again, and the others as before', (_, propose, found) => {
    const other = {
      ...ruleOf([knob({ name: 'other', param: 'amount' })], () => wish('20', 'other')),
      name: 'other',
    }
    const adaptor = new Adaptor([ruleOf([knob()], propose), other])
    const [fault, adapted] = adaptor.review(worldOf({}))
    expect(fault).toEqual({ type: 'ruleFaulted', rule: 'rule', strategy: GRID, found })
    expect(adapted).toMatchObject({ type: 'adapted', rule: 'other' })
    expect(adaptor.review(worldOf({})).map(({ type }) => type)).toEqual(['adapted'])
  })

  it('asks no rule about a strategy that does not run', () => {
    const adaptor = new Adaptor([ruleOf([knob()], () => wish('20'))])
    expect(adaptor.review(worldOf({ isRunning: () => false }))).toEqual([])
  })
})

describe('a value of the adaptor', () => {
  const spread = knob({ name: 'spread', min: '1', max: '100' })
  const turned = (from: string, to: string): Adaptor => {
    const adaptor = new Adaptor([ruleOf([spread], () => [])])
    adaptor.remember({ knob: 'spread', from: new Decimal(from), to: new Decimal(to), timeUs: 1 })
    return adaptor
  }
  const keeps = (adaptor: Adaptor, configured: string, inForce: string): boolean => {
    const [own] = adaptor.knobs()
    return own !== undefined && adaptor.keeps(own, new Decimal(configured), new Decimal(inForce))
  }

  it('outlives a restart while the configuration says what it said', () => {
    const adaptor = turned('10', '12')
    expect(keeps(adaptor, '10', '12')).toBe(true)
    adaptor.remember({ knob: 'spread', from: new Decimal(12), to: new Decimal(14), timeUs: 2 })
    expect(keeps(adaptor, '10', '14')).toBe(true)
  })

  it('gives way to another configuration, to what somebody set since, and to narrower bounds', () => {
    expect(keeps(turned('10', '12'), '11', '12')).toBe(false)
    expect(keeps(turned('10', '12'), '10', '13')).toBe(false)
    expect(keeps(turned('10', '101'), '10', '101')).toBe(false)
  })
})

describe('options of feedback', () => {
  const setup = {
    strategy: GRID,
    kind: 'k',
    legs: [],
    events: [],
    params: { a: 1, t: '2', no: 'x' },
  }
  const problems = (...knobs: Parameters<typeof knob>[0][]) =>
    feedbackProblems(
      {
        rules: [
          ruleOf(
            knobs.map((each) => knob(each)),
            () => [],
          ),
        ],
      },
      [setup],
    )

  it('have no problems where everything is said', () => {
    expect(problems({ param: 'a' }, { name: 'two', param: 't' })).toEqual([])
    expect(feedbackProblems({}, [])).toEqual([])
  })

  it.each([
    [{ param: 'no' }, 'knob: expected a number no among the params of grid'],
    [{ param: 'a', min: '2', max: '1' }, 'knob: expected min of at most 1, was 2'],
    [{ param: 'a', min: '' }, 'knob.min: expected decimal text, was '],
    [{ param: 'a', maxStep: '0' }, 'knob.maxStep: expected a number above 0, was 0'],
    [{ param: 'a', coolDownMs: -1 }, 'knob.coolDownMs: expected an integer of at least 0, was -1'],
    [
      {
        target: { type: 'limit', name: 'maxOpenOrders', scope: { type: 'global' } },
        min: '1.5',
      } as const,
      'knob: maxOpenOrders: expected a whole number, was 1.5',
    ],
  ])('tell what is wrong: %j', (over, problem) => {
    expect(problems(over)).toEqual([problem])
  })

  it('tell of rules, knobs and targets that are there twice', () => {
    const rule = ruleOf([knob({ param: 'a' })], () => [])
    const target = JSON.stringify(knob({ param: 'a' }).target)
    expect(feedbackProblems({ rules: [rule, rule] }, [setup])).toEqual([
      'expected each rule once, was rule twice',
      'expected each knob once, was knob twice',
      `expected each target once, was ${target} twice`,
    ])
  })
})

describe('a parameter', () => {
  it('is read and written as it stands: a JSON number or text', () => {
    expect(String(paramValue({ a: 1.5 }, 'a'))).toBe('1.5')
    expect(paramValue({ a: Number.NaN }, 'a')).toBeUndefined()
    expect(paramValue('0.002', 'length')).toBeUndefined()
    expect(paramValue({}, 'toString')).toBeUndefined()
    expect(withParam({ b: 0, a: 1.5 }, 'a', new Decimal('2.25'))).toEqual({ b: 0, a: 2.25 })
    expect(withParam({ a: '1.50' }, 'a', new Decimal('2.25'))).toEqual({ a: '2.25' })
  })

  it('is not written as a JSON number that does not hold it', () => {
    expect(withParam({ a: 1 }, 'a', new Decimal('0.1234567890123456789'))).toBeUndefined()
  })
})
