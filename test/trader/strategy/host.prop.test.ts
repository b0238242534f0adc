import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import type {
  HostInput,
  HostOutput,
  Strategy,
  StrategyDefinition,
  StrategyHost,
  StrategyView,
} from '../../../src/trader/index.ts'
import {
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
import { A, B, legOf, PERPETUAL, SPOT, ToyWorld, terms } from './support/toy-world.ts'

/** Remembers a number that every event it is told of changes; what it asks for depends on that number alone. */
class Thinker implements Strategy {
  #mind = 7

  evaluate(view: StrategyView) {
    const { event, nowUs } = view
    const told = JSON.stringify([event.type, 'name' in event ? event.name : '', nowUs])
    for (const letter of told) this.#mind = (this.#mind * 31 + letter.charCodeAt(0)) % 1_000_003
    const name = `t${this.#mind % 3}`
    if (this.#mind % 4 === 0)
      return [{ type: 'timer', name, atUs: nowUs + (this.#mind % 50) }] as const
    if (this.#mind % 4 === 1) return [{ type: 'timer', name }, { type: 'cancelAll' }] as const
    if (this.#mind % 4 === 2) return []
    const reason = String(this.#mind)
    return [{ type: 'place', reason, terms: terms({ instrument: SPOT }) }] as const
  }

  snapshot(): unknown {
    return this.#mind
  }

  restore(memory: unknown): void {
    this.#mind = Number(memory)
  }
}

const thinker: StrategyDefinition = { kind: 'thinker', create: () => new Thinker() }
const twin: StrategyDefinition = { kind: 'twin', create: () => new Thinker() }

/** Breaks the contract at its nth call, in one way or another. */
const badKind = (atCall: number, how: number): StrategyDefinition =>
  kindOf('bad', () => {
    let calls = 0
    return {
      evaluate: (view: StrategyView) => {
        calls += 1
        if (calls < atCall) return [{ type: 'timer', name: 'x', atUs: view.nowUs + 3 }]
        if (how === 0) throw new Error('no')
        if (how === 1) return [{ type: 'place', strategy: A, terms: terms() }]
        if (how === 2) return view.book(PERPETUAL)
        return { type: 'buy', amount: Number.NaN, reason: 'x' }
      },
    }
  })

type Step = readonly [afterUs: number, kind: number]
const anySteps = fc.array(fc.tuple(fc.nat(20), fc.nat(11)), { minLength: 1, maxLength: 60 })

const world = new ToyWorld()
const orderOfA = world.open(A, { side: 'buy' })
const orderOfB = world.open(B, { side: 'sell' })

function inputOf(kind: number): HostInput {
  switch (kind) {
    case 0:
      return { type: 'order', order: orderOfA }
    case 1:
      return { type: 'order', order: orderOfB }
    case 2:
    case 3:
      return pause(A)
    case 4:
      return stop(A)
    case 5:
    case 6:
      return start(A)
    case 7:
      return { type: 'book', instrument: PERPETUAL }
    default:
      return { type: 'book', instrument: SPOT }
  }
}

const SETUP = { legs: [legOf(SPOT)], events: ['book', 'order', 'fill'] } as const

/** What a host answers to each input, after the timers that are due by then, as an engine feeds it. */
function feed(host: StrategyHost, steps: readonly Step[], fromUs = NOON_US): HostOutput[] {
  let nowUs = fromUs
  return steps.flatMap(([afterUs, kind]) => {
    nowUs += afterUs
    return [...passTime(host, nowUs), host.handle(inputOf(kind), nowUs)]
  })
}

const lastUs = (steps: readonly Step[]) =>
  steps.reduce((timeUs, [afterUs]) => timeUs + afterUs, NOON_US)

function thinking(definitions: readonly StrategyDefinition[] = [thinker, twin]): StrategyHost {
  const host = toyHost(definitions, { world })
  run(host, 'thinker', SETUP)
  return host
}

/** What of outputs is about a strategy, in its order. */
const about = (outputs: readonly HostOutput[], name: string) =>
  outputs.flatMap(({ intents, alerts }) => [
    ...intents.filter(({ strategy }) => strategy === name),
    ...alerts.filter((alert) => !('strategy' in alert) || alert.strategy === name),
  ])

describe('A host', () => {
  test.prop([anySteps])('gives the same outputs for the same inputs', (steps) => {
    expect(feed(thinking(), steps)).toEqual(feed(thinking(), steps))
  })

  test.prop([anySteps, anySteps])(
    'restored from a snapshot goes on as one that never stopped',
    (before, after) => {
      const going = thinking()
      feed(going, before)
      const text = JSON.stringify(going.snapshot())
      const restored = toyHost([thinker, twin], { world }, JSON.parse(text))
      expect(restored.nextTimerUs).toBe(going.nextTimerUs)
      expect(feed(restored, after, lastUs(before))).toEqual(feed(going, after, lastUs(before)))
      expect(restored.snapshot()).toEqual(going.snapshot())
    },
  )

  test.prop([anySteps, anySteps])('loses no event when a strategy is replaced', (before, after) => {
    const plain = thinking()
    const replaced = thinking()
    feed(plain, before)
    feed(replaced, before)
    const command = { type: 'replaceStrategy', strategy: A, by: 'test', kind: 'twin' } as const
    const fromUs = lastUs(before)
    expect(replaced.handle(command, fromUs)).toEqual({ intents: [], alerts: [], commands: [] })
    expect(feed(replaced, after, fromUs)).toEqual(feed(plain, after, fromUs))
  })

  test.prop([anySteps, fc.integer({ min: 1, max: 20 }), fc.nat(3)])(
    'lets no bad strategy change what another one asks for',
    (steps, atCall, how) => {
      const alone = thinking()
      const beside = toyHost([thinker, badKind(atCall, how)], { world })
      beside.handle(
        { type: 'addStrategy', setup: setup('bad', { ...SETUP, strategy: B }), by: 'x' },
        0,
      )
      beside.handle({ type: 'startStrategy', strategy: B, by: 'x' }, NOON_US)
      run(beside, 'thinker', SETUP)
      const outputs = feed(beside, steps)
      expect(about(outputs, A)).toEqual(about(feed(alone, steps), A))
      const faults = outputs
        .flatMap(({ alerts }) => alerts)
        .filter(({ type }) => type === 'strategyFaulted')
      expect(faults.length).toBeLessThanOrEqual(1)
    },
  )
})
