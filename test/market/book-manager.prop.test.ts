import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BookUpdate, MarketSink, OrderBook, OwnedMarketEvent } from '../../src/core/index.ts'
import { BookManager } from '../../src/market/book-manager.ts'
import { ManualTimers } from './manual-timers.ts'
import {
  type Level,
  makeSlot,
  makeUpdate,
  RULES,
  type RuleName,
  ScriptedVenue,
  textOf,
  type UpdateParts,
} from './scripted-venue.ts'

const size = fc.integer({ min: 0, max: 3 })
const bid: fc.Arbitrary<Level> = fc.tuple(fc.integer({ min: 95, max: 99 }), size)
const ask: fc.Arbitrary<Level> = fc.tuple(fc.integer({ min: 101, max: 105 }), size)
const wire = fc.nat({ max: 1 })

type Act =
  | { type: 'change'; bids: readonly Level[]; asks: readonly Level[]; step: number }
  | { type: 'deliver'; wire: number; count: number }
  | { type: 'lose' | 'double' | 'swap' | 'reconnect' | 'fault'; wire: number }
  | { type: 'answer'; age: number; isFailure: boolean }
  | { type: 'wait'; ms: number }

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constant('change' as const),
      bids: fc.array(bid, { maxLength: 3 }),
      asks: fc.array(ask, { maxLength: 3 }),
      step: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 16,
    arbitrary: fc.record({
      type: fc.constant('deliver' as const),
      wire,
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'lose' as const,
        'double' as const,
        'swap' as const,
        'reconnect' as const,
        'fault' as const,
      ),
      wire,
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      type: fc.constant('answer' as const),
      age: fc.nat({ max: 6 }),
      isFailure: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 300, 11_000, 40_000),
    }),
  },
)

/** One venue, one or two connections with messages on their way, a manager, and a subscriber who rebuilds the book. */
class Scene {
  readonly venue: ScriptedVenue
  readonly timers = new ManualTimers()
  readonly manager: BookManager
  readonly view: OrderBook
  readonly wires: { source: number; queue: UpdateParts[] }[]
  readonly #slot = makeSlot()
  readonly #rule: RuleName
  readonly #rebuilt = { bids: new Map<string, string>(), asks: new Map<string, string>() }
  #asked: { resolve(update: BookUpdate): void; reject(error: Error): void }[] = []
  #nextSource = 0
  #answers = 0
  #told: OwnedMarketEvent[] = []
  /** Highest update id that the only connection delivered. */
  #deliveredId = 0

  constructor(rule: RuleName, wires: number) {
    this.#rule = rule
    this.venue = new ScriptedVenue(rule)
    const sink: MarketSink = {
      book: (update) => this.#onPublished(update),
      event: (event) => this.#onState(event),
      bbo: () => {},
      trade: () => {},
    }
    const { timers } = this
    this.manager = new BookManager({
      sink,
      timers,
      wallClock: { nowUs: () => timers.nowMs * 1_000 },
      monotonicClock: { nowNs: () => timers.nowMs * 1e6 },
      random: { next: () => 0.5 },
      log: { debug() {}, info() {}, warn() {}, error() {} },
      fetchSnapshot: () => new Promise((resolve, reject) => this.#asked.push({ resolve, reject })),
      requestSnapshot: () => {},
      resubscribe: () => this.resubscribe(),
    })
    const target = {
      slot: this.#slot,
      feed: 'depth',
      rule: RULES[rule],
      depth: 'full',
      endpoint: 'public',
    } as const
    this.view = this.manager.keep(target)
    this.wires = Array.from({ length: wires }, () => ({ source: 0, queue: [] }))
    for (let i = 0; i < wires; i += 1) this.connect(i)
  }

  connect(at: number): void {
    const wire = this.wires[at % this.wires.length]!
    wire.source = this.#nextSource++
    this.#deliveredId = 0
    wire.queue = RULES[this.#rule].snapshot === 'stream' ? [this.venue.snapshot()] : []
    this.manager.onSubscribed(this.#slot, 'depth', wire.source)
  }

  /** The venue answers a new subscription with a snapshot behind what is on its way. */
  resubscribe(): void {
    for (const wire of this.wires) wire.queue.push(this.venue.snapshot())
  }

  deliver(at: number, count: number): void {
    const wire = this.wires[at % this.wires.length]!
    for (const parts of wire.queue.splice(0, count)) {
      // A snapshot starts anew: what came before it is meant to be discarded.
      const before = parts.isSnapshot ? 0 : this.#deliveredId
      if (this.wires.length === 1) this.#deliveredId = Math.max(before, parts.last || 0)
      this.manager.onUpdate(makeUpdate(this.#slot, parts), wire.source)
      this.check()
    }
  }

  async act(act: Act): Promise<void> {
    if (act.type === 'change') {
      const message = this.venue.change(act.bids, act.asks, act.step)
      for (const wire of this.wires) wire.queue.push(message)
    } else if (act.type === 'deliver') this.deliver(act.wire, act.count)
    else if (act.type === 'answer') await this.answer(act.age, act.isFailure)
    else if (act.type === 'wait') this.timers.advance(act.ms)
    else this.#harm(act.type, act.wire)
    this.check()
  }

  #harm(type: 'lose' | 'double' | 'swap' | 'reconnect' | 'fault', at: number): void {
    const wire = this.wires[at % this.wires.length]!
    const { queue } = wire
    if (type === 'lose') queue.shift()
    else if (type === 'double' && queue[0] !== undefined) queue.splice(1, 0, queue[0])
    else if (type === 'swap' && queue.length > 1) queue.unshift(...queue.splice(1, 1))
    else if (type === 'fault') this.manager.onFault('public', wire.source, undefined, 'fault')
    else if (type === 'reconnect') {
      this.manager.onGone('public', wire.source, false, 'lost')
      this.connect(at)
    }
  }

  async answer(age: number, isFailure: boolean): Promise<void> {
    const asked = this.#asked.shift()
    if (asked === undefined) return
    const { snapshots } = this.venue
    // A cache that lags answers newly in the end.
    this.#answers += 1
    const lag = this.#answers % 4 === 0 ? 0 : age
    const parts = snapshots[Math.max(0, snapshots.length - 1 - lag)]!
    if (isFailure) asked.reject(new Error('refused'))
    else asked.resolve(makeUpdate(this.#slot, parts))
    await settle()
  }

  /** No more harm: everything arrives, every question is answered. */
  async calm(): Promise<void> {
    for (let round = 0; round < 12; round += 1) {
      for (let at = 0; at < this.wires.length; at += 1) this.deliver(at, 1_000)
      while (this.#asked.length > 0) await this.answer(0, false)
      this.timers.advance(31_000)
      await this.act({ type: 'change', bids: [[97, 1 + (round % 3)]], asks: [], step: 1 })
    }
    for (let at = 0; at < this.wires.length; at += 1) this.deliver(at, 1_000)
  }

  check(): void {
    if (this.view.state !== 'live') return
    const shown = textOf(this.view.bids, this.view.asks)
    if (this.#rule === 'unnumbered') expect(this.venue.states).toContain(shown)
    else expect(shown).toBe(this.venue.statesById.get(this.view.lastId ?? Number.NaN))
    // Live means up to the last frame; with two connections one may be ahead for a moment.
    if (this.#rule !== 'unnumbered')
      expect(this.view.lastId).toBeGreaterThanOrEqual(this.#deliveredId)
  }

  #onPublished(update: BookUpdate): void {
    const { view } = this
    if (view.state !== 'live') throw new Error(`published while ${view.state}`)
    for (const side of ['bids', 'asks'] as const) {
      const rebuilt = this.#rebuilt[side]
      if (update.isSnapshot) rebuilt.clear()
      for (let i = 0; i < update[side].count; i += 1) {
        const text = update[side].sizeText(i)
        if (text === '0') rebuilt.delete(update[side].priceText(i))
        else rebuilt.set(update[side].priceText(i), text)
      }
      const levels = view[side]
      const shown = new Map<string, string>()
      for (let i = 0; i < levels.count; i += 1) shown.set(levels.priceText(i), levels.sizeText(i))
      expect(shown).toEqual(rebuilt)
    }
    this.check()
  }

  #onState(event: OwnedMarketEvent): void {
    if (event.type !== 'bookState') throw new Error(`unexpected ${event.type}`)
    expect(event.state).toBe(this.view.state)
    const last = this.#told.at(-1)
    if (last?.type === 'bookState') expect(event.previous).toBe(last.state)
    this.#told.push(event)
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 6; i += 1) await Promise.resolve()
}

describe.each(['firstLast', 'previous', 'unnumbered', 'every'] as const)(
  'a book kept by the %s rule',
  (rule) => {
    it.each([1, 2])(
      'equals the venue whenever it says live, whatever %i connections lose, double, reorder or delay',
      async (wires) => {
        await fc.assert(
          fc.asyncProperty(
            fc.array(acts, { minLength: 20, maxLength: 120, size: 'max' }),
            async (script) => {
              const scene = new Scene(rule, wires)
              for (const act of script) await scene.act(act)
              await scene.calm()
              expect(scene.view.state).toBe('live')
              if (scene.view.state === 'live')
                expect(textOf(scene.view.bids, scene.view.asks)).toBe(scene.venue.state)
              scene.manager.close()
              expect(scene.timers.pendingCount).toBe(0)
            },
          ),
          { numRuns: 100 },
        )
      },
    )
  },
)
