import { describe, expect, test } from 'vitest'
import {
  defineStrategy,
  type Strategy,
  type StrategyCommand,
  type StrategyView,
} from '../../../src/trader/index.ts'
import { bookOf, kindOf, NOON_US, run, setup, toyHost } from './support/toy-host.ts'
import { A, dec, legOf, PERPETUAL, SPOT } from './support/toy-world.ts'

/** Counts the events it is told, and buys as much as it has counted. */
class Counter implements Strategy<{ readonly step: number }> {
  #count = 0
  #step: number

  constructor({ step }: { readonly step: number }) {
    this.#step = step
  }

  evaluate({ event }: StrategyView) {
    if (event.type === 'book') this.#count += this.#step
    return { type: 'buy', amount: String(this.#count), reason: 'counting' } as const
  }

  snapshot(): unknown {
    return { count: this.#count }
  }

  restore(memory: unknown): void {
    this.#count = Number((memory as { count: number }).count)
  }
}

class Configured extends Counter {
  configured: unknown

  configure(params: { readonly step: number }): void {
    this.configured = params
    if (params.step === 13) throw new Error('unlucky')
  }
}

const params = {
  safeParse: (told: unknown) => ({ success: true as const, data: told as { step: number } }),
}
const counter = defineStrategy({ kind: 'counter', params, create: (told) => new Counter(told) })
const twin = defineStrategy({ kind: 'twin', params, create: (told) => new Counter(told) })
const configured = defineStrategy({
  kind: 'configured',
  params,
  create: (told) => new Configured(told),
})
const forgetful = kindOf('forgetful', () => ({ evaluate: () => ({ type: 'none' }) }))
const secretive = kindOf('secretive', () => ({
  evaluate: () => ({ type: 'none' }),
  snapshot: () => () => 'a function',
}))
const closed = kindOf('closed', () => ({
  restore: () => {
    throw new Error('not my memory')
  },
}))
const KINDS = [counter, twin, configured, forgetful, secretive, closed]

const replace = (kind: string, overrides: object = {}): StrategyCommand => ({
  type: 'replaceStrategy',
  strategy: A,
  by: 'test',
  kind,
  ...overrides,
})
const configure = (step: number): StrategyCommand => ({
  type: 'configureStrategy',
  strategy: A,
  by: 'test',
  params: { step },
})

function counting(kind = 'counter') {
  const host = toyHost(KINDS)
  run(host, kind, { params: { step: 1 } })
  const counted = () => {
    const [intent] = host.handle(bookOf(), NOON_US).intents
    return intent?.type === 'place' ? intent.terms.quantity : undefined
  }
  return { host, counted }
}

describe('A strategy that replaces another', () => {
  test('goes on with its memory, with the next event', () => {
    const { host, counted } = counting()
    counted()
    expect(host.handle(replace('twin'), NOON_US)).toEqual({ intents: [], alerts: [], commands: [] })
    expect(counted()).toEqual(dec(2))
    expect(host.status()).toEqual([
      { setup: { ...setup('twin'), params: { step: 1 } }, state: 'running', addedBy: 'test' },
    ])
  })

  test('takes other parameters, or no memory, where the command says so', () => {
    const { host, counted } = counting()
    counted()
    host.handle(replace('twin', { params: { step: 5 } }), NOON_US)
    expect(counted()).toEqual(dec(6))
    host.handle(replace('counter', { memory: 'drop' }), NOON_US)
    expect(counted()).toEqual(dec(5))
  })

  test.each([
    ['refuses the memory', 'counter', 'closed', 'not my memory'],
    ['follows one whose memory is no data', 'secretive', 'counter', 'JSON data'],
  ])('leaves the old one in its place where it %s', (_title, from, to, why) => {
    const { host } = counting(from)
    const { alerts } = host.handle(replace(to), NOON_US)
    expect(alerts).toMatchObject([{ type: 'commandRefused', why: expect.stringContaining(why) }])
    expect(host.status()).toMatchObject([{ setup: { kind: from }, state: 'running' }])
  })

  test('keeps the timers, and the state', () => {
    const atUs = NOON_US + 5
    const first = kindOf('first', () => ({
      evaluate: () => [{ type: 'timer', name: 'x', atUs }],
    }))
    const seen: string[] = []
    const second = kindOf('second', () => ({
      evaluate: ({ event }: StrategyView) => {
        seen.push(event.type)
        return []
      },
    }))
    const host = toyHost([first, second])
    run(host, 'first')
    host.handle(replace('second'), NOON_US)
    host.handle({ type: 'time' }, atUs)
    expect(seen).toEqual(['start', 'timer'])
  })

  test('begins with its start where it takes no memory over, and else with the next event', () => {
    const told: string[] = []
    const learner = kindOf('learner', () => ({
      evaluate: ({ event }: StrategyView) => {
        told.push(event.type)
        return []
      },
      restore: () => undefined,
    }))
    const host = toyHost([counter, forgetful, learner])
    run(host, 'counter', { params: { step: 1 } })
    host.handle(replace('learner'), NOON_US)
    expect(told).toEqual([])
    host.handle(replace('forgetful'), NOON_US)
    host.handle(replace('learner'), NOON_US)
    host.handle(replace('learner', { memory: 'drop' }), NOON_US)
    expect(told).toEqual(['start', 'start'])
  })

  test('that is paused begins once it is resumed', () => {
    const told: string[] = []
    const late = kindOf('late', () => ({
      evaluate: ({ event }: StrategyView) => {
        told.push(event.type)
        return []
      },
    }))
    const host = toyHost([forgetful, late])
    run(host, 'forgetful')
    host.handle({ type: 'pauseStrategy', strategy: A, by: 'test' }, NOON_US)
    host.handle(replace('late'), NOON_US)
    expect(told).toEqual([])
    host.handle({ type: 'startStrategy', strategy: A, by: 'test' }, NOON_US)
    expect(told).toEqual(['start'])
  })

  test('of one that is faulted waits to be started', () => {
    const bad = kindOf('bad', () => ({ evaluate: () => 7 }))
    const host = toyHost([bad, counter])
    run(host, 'bad', { params: { step: 2 } })
    host.handle(replace('counter'), NOON_US)
    expect(host.status()).toMatchObject([{ setup: { kind: 'counter' }, state: 'faulted' }])
    host.handle({ type: 'startStrategy', strategy: A, by: 'x' }, NOON_US)
    expect(host.handle(bookOf(), NOON_US).intents).toMatchObject([{ terms: { quantity: dec(2) } }])
  })
})

describe('A strategy that is replaced with another setup', () => {
  const rest = { legs: [legOf(PERPETUAL)], events: ['trade'], signalAmount: '3' } as const

  test('hears and trades what it is set up for now, from a start on', () => {
    const told: string[] = []
    const seller = kindOf('seller', () => ({
      evaluate: ({ event, legs }: StrategyView) => {
        told.push(`${event.type} ${legs[0]?.instrument.symbol}`)
        return { type: 'sell', reason: 'now' }
      },
    }))
    const host = toyHost([seller])
    run(host, 'seller', { signalAmount: '2' })
    told.length = 0
    const { intents } = host.handle(replace('seller', { setup: rest }), NOON_US)
    expect(host.handle(bookOf(), NOON_US).intents).toEqual([])
    expect(host.handle(bookOf(PERPETUAL), NOON_US).intents).toEqual([])
    expect(told).toEqual([`start ${PERPETUAL.symbol}`])
    expect(host.status()).toMatchObject([{ setup: { strategy: A, kind: 'seller', ...rest } }])
    // Nobody would tend to them any more.
    expect(intents).toMatchObject([
      { type: 'cancelAll', strategy: A, instrument: { symbol: SPOT.symbol } },
      { type: 'place', terms: { instrument: { symbol: PERPETUAL.symbol }, quantity: dec(3) } },
    ])
  })

  test('keeps it in a snapshot', () => {
    const { host } = counting()
    host.handle(replace('counter', { setup: rest }), NOON_US)
    const again = toyHost(KINDS, {}, JSON.parse(JSON.stringify(host.snapshot())))
    expect(again.status()).toEqual(JSON.parse(JSON.stringify(host.status())))
  })

  test('stays as it is where that cannot be, and says what was to change', () => {
    const { host } = counting()
    const before = JSON.stringify(host.snapshot())
    const { alerts } = host.handle(replace('closed', { setup: rest }), NOON_US)
    const why = [
      'making closed: not my memory',
      'kind: was counter, is to be closed',
      'legs: was toy/spot/BTCUSDT with main, is to be toy/linear/BTCUSDT-PERP with main',
      'events: was bbo, book, trade, is to be trade',
      'signalAmount: was none, is to be 3',
    ]
    expect(alerts).toMatchObject([{ type: 'commandRefused', why: why.join('; ') }])
    expect(
      host.handle(replace('counter', { setup: { ...rest, legs: [] } }), NOON_US).alerts,
    ).toMatchObject([{ why: expect.stringContaining('legs: expected one at least, was none') }])
    expect(JSON.stringify(host.snapshot())).toBe(before)
  })
})

describe('Other parameters', () => {
  test('make a new strategy with the old memory where it cannot be configured', () => {
    const { host, counted } = counting()
    counted()
    host.handle(configure(10), NOON_US)
    expect(counted()).toEqual(dec(11))
    expect(host.status()[0]?.setup.params).toEqual({ step: 10 })
  })

  test('are handed to one that can', () => {
    const { host, counted } = counting('configured')
    host.handle(configure(10), NOON_US)
    expect(counted()).toEqual(dec(1))
  })

  test('stop one that throws while it takes them', () => {
    const { host } = counting('configured')
    const { alerts } = host.handle(configure(13), NOON_US)
    expect(alerts).toMatchObject([{ type: 'strategyFaulted', code: 'THREW', found: 'unlucky' }])
  })
})
