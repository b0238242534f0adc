import type { BookUpdate, ContinuityRule, InstrumentSlot } from '../../src/core/index.ts'
import { type BookKeepingOptions, BookManager } from '../../src/market/index.ts'
import { ManualTimers } from './manual-timers.ts'
import { makeSlot, makeUpdate, textOf, type UpdateParts } from './scripted-venue.ts'

/** A manager that keeps one book, in a world of hand-turned time. */
export function keep(
  rule: ContinuityRule,
  options: Partial<BookKeepingOptions> = {},
  slot: InstrumentSlot = makeSlot(),
) {
  const timers = new ManualTimers()
  const told: string[] = []
  const asked: { resolve(update: BookUpdate): void; reject(error: Error): void }[] = []
  let requests = 0
  let resubscribes = 0
  const sink = {
    book: (update: BookUpdate) => told.push(`${update.type} ${update.lastId ?? ''}`.trim()),
    event: (event: { type: string; state?: string; reason?: string }) =>
      told.push(`${event.state}: ${event.reason}`),
    bbo: () => {},
    trade: () => {},
  }
  const manager = new BookManager(
    {
      sink,
      timers,
      wallClock: { nowUs: () => timers.nowMs * 1_000 },
      monotonicClock: { nowNs: () => timers.nowMs * 1e6 },
      random: { next: () => 1 },
      log: { debug() {}, info() {}, warn() {}, error() {} },
      fetchSnapshot: () => new Promise((resolve, reject) => asked.push({ resolve, reject })),
      requestSnapshot: () => {
        requests += 1
      },
      resubscribe: () => {
        resubscribes += 1
      },
    },
    options,
  )
  const view = manager.keep({ slot, feed: 'depth', rule, depth: 'full', endpoint: 'public' })
  const take = (parts: UpdateParts, source = 1) => manager.onUpdate(makeUpdate(slot, parts), source)
  const answer = async (parts: UpdateParts | Error) => {
    const question = asked.shift()
    if (parts instanceof Error) question?.reject(parts)
    else question?.resolve(makeUpdate(slot, { isSnapshot: true, ...parts }))
    for (let i = 0; i < 6; i += 1) await Promise.resolve()
  }
  const levels = () => (view.state === 'live' ? textOf(view.bids, view.asks) : view.state)
  return {
    manager,
    timers,
    slot,
    told,
    asked,
    view,
    take,
    answer,
    levels,
    requests: () => requests,
    resubscribes: () => resubscribes,
  }
}

/** A change from one id to another. */
export const delta = (prev: number, last: number, size = last): UpdateParts => ({
  first: prev + 1,
  prev,
  last,
  bids: [[99, size]],
})
/** A whole book at an id. */
export const snapshot = (last: number): UpdateParts => ({
  isSnapshot: true,
  last,
  bids: [[99, last]],
  asks: [[101, 1]],
})
