import { describe, expect, test } from 'vitest'
import {
  defineStrategy,
  type HostInput,
  type OrderIntent,
  type StrategyCommand,
  type StrategyView,
} from '../../../src/trader/index.ts'
import {
  bookOf,
  kindOf,
  NOON_US,
  passTime,
  pause,
  run,
  setup,
  start,
  stop,
  toyHost,
} from './support/toy-host.ts'
import { A, B, dec, legOf, PERPETUAL, SPOT, ToyWorld, terms } from './support/toy-world.ts'

const place = { type: 'place', terms: terms() }

/** A kind that writes down what it is told, and asks for what it is told to ask for. */
function watcher(seen: string[], asks: () => unknown = () => []) {
  return kindOf('watcher', () => ({
    evaluate: (view: { event: { type: string }; nowUs: number }) => {
      seen.push(`${view.event.type} ${view.nowUs - NOON_US}`)
      return asks()
    },
  }))
}

const orderOf = (world: ToyWorld, strategy = A): HostInput => ({
  type: 'order',
  order: world.open(strategy, { side: 'buy' }),
})

describe('A host', () => {
  test('tells a strategy of the instruments and kinds of events in its setup, and of its own orders', () => {
    const seen: string[] = []
    const world = new ToyWorld()
    const host = toyHost([watcher(seen)], { world })
    run(host, 'watcher', { events: ['trade', 'order'] })
    host.handle(bookOf(SPOT), NOON_US + 1)
    host.handle({ type: 'trade', instrument: PERPETUAL, trade: {} as never }, NOON_US + 2)
    host.handle({ type: 'trade', instrument: { ...SPOT }, trade: {} as never }, NOON_US + 3)
    host.handle(orderOf(world, B), NOON_US + 4)
    host.handle(orderOf(world), NOON_US + 5)
    host.handle({ type: 'fill', strategy: A } as never, NOON_US + 6)
    expect(seen).toEqual(['start 0', 'trade 3', 'order 5'])
    expect([host.wants('trade', SPOT), host.wants('book', SPOT)]).toEqual([true, false])
  })

  test('never lets the time of a view go back', () => {
    const seen: string[] = []
    const host = toyHost([watcher(seen)])
    run(host, 'watcher')
    host.handle(bookOf(), NOON_US + 9)
    host.handle(bookOf(), NOON_US + 3)
    expect(seen).toEqual(['start 0', 'book 9', 'book 9'])
  })

  test('attributes intents, in the order of the strategies', () => {
    const kind = kindOf('both', () => ({ evaluate: () => [place, { type: 'cancelAll' }] }))
    const host = toyHost([kind])
    run(host, 'both', { strategy: B })
    run(host, 'both', { strategy: A })
    const { intents } = host.handle(bookOf(), NOON_US)
    expect(intents.map(({ type, strategy }) => `${strategy} ${type}`)).toEqual([
      'b place',
      'b cancelAll',
      'a place',
      'a cancelAll',
    ])
  })

  test('stops one that answers its own orders without end', () => {
    const world = new ToyWorld()
    const host = toyHost([watcher([], () => [place])], { world })
    run(host, 'watcher', { events: ['order'] })
    const input = orderOf(world)
    const codes: string[] = []
    for (let i = 0; i < 2_000; i += 1)
      for (const alert of host.handle(input, NOON_US).alerts)
        if (alert.type === 'strategyFaulted') codes.push(`${alert.code} ${i}`)
    expect(codes).toEqual(['RUNAWAY 1000'])
  })
})

describe('A strategy', () => {
  test('that is stopped is told nothing, and goes on with its memory once it is started', () => {
    let made = 0
    const host = toyHost([
      kindOf('counter', () => {
        made += 1
        let calls = 0
        return {
          evaluate: () => {
            calls += 1
            return { type: 'buy', amount: String(calls), reason: 'counting' }
          },
        }
      }),
    ])
    run(host, 'counter')
    expect(host.handle(stop(), NOON_US).intents).toEqual([{ type: 'cancelAll', strategy: A }])
    expect(host.handle(bookOf(), NOON_US).intents).toEqual([])
    expect(host.handle(start(), NOON_US).intents).toMatchObject([{ terms: { quantity: dec(2) } }])
    expect(made).toBe(1)
  })

  test('that is paused is told of its orders, and of what it asks only cancels pass', () => {
    const seen: string[] = []
    const world = new ToyWorld()
    const host = toyHost([watcher(seen, () => [place, { type: 'cancelAll' }])], { world })
    run(host, 'watcher', { events: ['book', 'order'] })
    host.handle(pause(), NOON_US + 1)
    const outputs = [bookOf(), orderOf(world)].map((input) => host.handle(input, NOON_US + 2))
    expect(outputs.flatMap(({ intents }) => intents)).toEqual([{ type: 'cancelAll', strategy: A }])
    host.handle(start(), NOON_US + 3)
    expect(seen).toEqual(['start 0', 'order 2', 'start 3'])
  })

  test('keeps its orders where the command says so', () => {
    const host = toyHost([watcher([])])
    run(host, 'watcher')
    expect(host.handle({ ...pause(), orders: 'keep' } as StrategyCommand, NOON_US).intents).toEqual(
      [],
    )
    expect(host.handle({ ...stop(), orders: 'keep' } as StrategyCommand, NOON_US).intents).toEqual(
      [],
    )
  })

  test('sees its own orders, position, listing and balances, and nothing of others', () => {
    const world = new ToyWorld()
    const own = world.open(A, { side: 'buy' })
    const other = world.open(B, { side: 'sell' })
    const onPerpetual = world.open(A, { side: 'buy', instrument: PERPETUAL })
    world.hold(A, SPOT, '2')
    world.hold(B, SPOT, '-5')
    const seen: unknown[] = []
    const kind = defineStrategy({
      kind: 'looker',
      create: () => ({
        evaluate: (view) => {
          seen.push(
            view.orders().map(({ clientOrderId }) => clientOrderId),
            view.orders(SPOT).map(({ clientOrderId }) => clientOrderId),
            view.order(other.clientOrderId),
            view.position(SPOT).quantity,
            view.position(PERPETUAL).quantity,
            view.book(SPOT),
            view.isTradable(SPOT),
            view.balance(legOf(SPOT), SPOT.base).free,
          )
          return []
        },
      }),
    })
    run(toyHost([kind], { world }), 'looker', { legs: [legOf(SPOT), legOf(PERPETUAL)] })
    const ids = [own.clientOrderId, onPerpetual.clientOrderId]
    expect(seen).toEqual([ids, ids.slice(0, 1), undefined, dec(2), dec(0), undefined, true, dec(2)])
  })

  test('that looks at an instrument beside its own is stopped', () => {
    const host = toyHost([
      kindOf('nosy', () => ({ evaluate: (view: StrategyView) => view.book(PERPETUAL) })),
    ])
    expect(run(host, 'nosy').alerts).toMatchObject([{ code: 'FOREIGN_LEG' }])
  })
})

describe('Timers', () => {
  const at = (name: string, delayUs: number) => ({ type: 'timer', name, atUs: NOON_US + delayUs })

  /** A kind that says what it is told of, and asks once for what is given. */
  const named = (seen: string[], answers: Readonly<Record<string, unknown[]>>) =>
    kindOf('named', () => ({
      evaluate: ({ event }: StrategyView) => {
        const told = event.type === 'timer' ? event.name : event.type
        seen.push(told)
        return answers[told] ?? []
      },
    }))

  test('fire once, one a turn, the earliest first', () => {
    const seen: string[] = []
    const start = [at('late', 30), at('soon', 10), at('early', 10), at('later', 90)]
    const host = toyHost([named(seen, { start })])
    run(host, 'named')
    expect(host.nextTimerUs).toBe(NOON_US + 10)
    host.handle(bookOf(), NOON_US + 50)
    expect(passTime(host, NOON_US + 50)).toHaveLength(3)
    expect(host.nextTimerUs).toBe(NOON_US + 90)
    host.handle({ type: 'time' }, NOON_US + 60)
    expect(seen).toEqual(['start', 'book', 'soon', 'early', 'late'])
  })

  test('are moved and taken back by their name, and one may take back another that is due', () => {
    const seen: string[] = []
    const start = [at('a', 10), at('b', 20), at('c', 5), at('d', 30)]
    const host = toyHost([named(seen, { start, c: [{ type: 'timer', name: 'a' }, at('d', 40)] })])
    run(host, 'named')
    passTime(host, NOON_US + 35)
    expect([seen, host.nextTimerUs]).toEqual([['start', 'c', 'b'], NOON_US + 40])
  })

  test('of a time that has passed let time pass', () => {
    const seen: string[] = []
    const host = toyHost([watcher(seen, () => [at('again', 0)])])
    run(host, 'watcher')
    expect(passTime(host, NOON_US)).toEqual([])
    passTime(host, NOON_US + 1)
    passTime(host, NOON_US + 3)
    expect(seen).toEqual(['start 0', 'timer 1', 'timer 3'])
  })

  test('wait while the strategy is paused, and are gone once it is stopped', () => {
    const seen: string[] = []
    const host = toyHost([named(seen, { start: [at('x', 10)] })])
    run(host, 'named')
    host.handle(pause(), NOON_US + 1)
    expect(host.nextTimerUs).toBeUndefined()
    host.handle({ type: 'time' }, NOON_US + 20)
    expect(seen).toEqual(['start'])
    host.handle(stop(), NOON_US + 33)
    host.handle(start(), NOON_US + 34)
    expect(host.nextTimerUs).toBe(NOON_US + 35)
    host.handle(stop(), NOON_US + 36)
    expect(host.nextTimerUs).toBeUndefined()
  })

  test('that waited while it was paused are due once it is resumed', () => {
    const seen: string[] = []
    const host = toyHost([
      kindOf('named', () => ({
        evaluate: ({ event }: StrategyView) => {
          seen.push(event.type)
          return seen.length === 1 ? [at('x', 10)] : []
        },
      })),
    ])
    run(host, 'named')
    host.handle(pause(), NOON_US + 1)
    host.handle(start(), NOON_US + 30)
    passTime(host, NOON_US + 30)
    expect(seen).toEqual(['start', 'start', 'timer'])
  })
})

describe('A strategy that takes too long', () => {
  const BUDGET = { maxCallMs: 5, maxOverruns: 3 }
  /** A clock by which every call takes as long as the next number says. */
  const clockOf = (tookMs: number[]) => {
    let nowNs = 0
    let isStart = false
    return {
      nowNs: () => {
        isStart = !isStart
        if (!isStart) nowNs += (tookMs.shift() ?? 0) * 1_000_000
        return nowNs
      },
    }
  }

  test('is stopped by a command that is fed back, and by nothing else', () => {
    const seen: string[] = []
    const host = toyHost([watcher(seen)], { ...BUDGET, monotonicClock: clockOf([6, 5, 6, 6, 6]) })
    run(host, 'watcher')
    const commands = Array.from({ length: 4 }, () => host.handle(bookOf(), NOON_US).commands).flat()
    expect(commands).toMatchObject([{ type: 'stopStrategy', strategy: A, by: 'budget' }])
    expect(host.status()).toMatchObject([{ state: 'running' }])
    const [command] = commands
    const { intents, alerts } = host.handle(command as StrategyCommand, NOON_US)
    expect(alerts).toEqual([
      { type: 'strategyHalted', strategy: A, by: 'budget', why: '3 calls took longer than 5 ms' },
    ])
    expect(intents).toEqual([{ type: 'cancelAll', strategy: A }])
    expect(host.status()).toMatchObject([{ state: 'stopped' }])
  })

  test('is forgiven what is longer ago than the window', () => {
    const host = toyHost([watcher([])], { ...BUDGET, monotonicClock: clockOf([6, 6, 6, 6]) })
    run(host, 'watcher')
    const commands = [1, 61_000_000, 61_000_001, 61_000_002].map(
      (afterUs) => host.handle(bookOf(), NOON_US + afterUs).commands.length,
    )
    expect(commands).toEqual([0, 0, 0, 0])
  })
})

describe('A command that cannot be carried out', () => {
  const params = {
    safeParse: (told: unknown) =>
      typeof told === 'string'
        ? { success: true as const, data: told }
        : { success: false as const, error: new Error('expected text') },
  }
  const strict = defineStrategy({ kind: 'strict', params, create: () => ({ evaluate: () => [] }) })
  const broken = kindOf('broken', () => {
    throw new Error('cannot be made')
  })
  const good = { ...setup('strict'), params: 'text' }
  const add = (overrides: object): StrategyCommand => ({
    type: 'addStrategy',
    setup: { ...good, ...overrides },
    by: 'test',
  })

  test.each<readonly [string, StrategyCommand, string]>([
    ['a name that is taken', add({}), 'there is a strategy a'],
    ['no name', add({ strategy: '' }), 'expected a name'],
    ['no legs', add({ strategy: 'c', legs: [] }), 'legs'],
    ['a leg twice', add({ strategy: 'c', legs: [legOf(SPOT), legOf(SPOT)] }), 'once'],
    ['an unknown kind of event', add({ strategy: 'c', events: ['candle'] }), 'events'],
    ['an unknown kind', add({ strategy: 'c', kind: 'grid' }), 'strict, broken'],
    ['parameters that the schema refuses', add({ strategy: 'c', params: 7 }), 'expected text'],
    ['a kind that cannot be made', add({ strategy: 'c', kind: 'broken' }), 'cannot be made'],
    ['an amount that is none', add({ strategy: 'c', signalAmount: 'some' }), 'signalAmount'],
    ['a strategy that is not there', stop(B) as StrategyCommand, 'no strategy b'],
    ['one that runs already', start() as StrategyCommand, 'running'],
    ['to remove one that runs', { type: 'removeStrategy', strategy: A, by: 'x' }, 'stop it first'],
    [
      'wrong parameters for one that runs',
      { type: 'configureStrategy', strategy: A, by: 'x', params: 7 },
      'expected text',
    ],
    [
      'to replace it by what cannot be made',
      { type: 'replaceStrategy', strategy: A, by: 'x', kind: 'broken' },
      'cannot be made',
    ],
  ])('%s: changes nothing, and is told', (_title, command, why) => {
    const host = toyHost([strict, broken])
    run(host, 'strict', good)
    const before = JSON.stringify(host.snapshot())
    const output = host.handle(command, NOON_US)
    expect(output).toEqual({
      intents: [] as OrderIntent[],
      alerts: [{ type: 'commandRefused', command, why: expect.stringContaining(why) }],
      commands: [],
    })
    expect(JSON.stringify(host.snapshot())).toBe(before)
  })

  test('does not stop the next: a strategy can be stopped and removed', () => {
    const host = toyHost([strict])
    run(host, 'strict', good)
    host.handle(stop(), NOON_US)
    host.handle({ type: 'removeStrategy', strategy: A, by: 'x' }, NOON_US)
    expect(host.status()).toEqual([])
    expect(host.handle(bookOf(), NOON_US).alerts).toEqual([])
  })
})
