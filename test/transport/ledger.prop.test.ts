import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VenueError } from '../../src/core/index.ts'
import { Ledger, type LedgerChange, type LedgerStep } from '../../src/transport/index.ts'
import { toyTopic } from './toy-venue.ts'

const SYMBOLS = ['A', 'B', 'C', 'BAD']
const ACK_TIMEOUT_MS = 5_000

/** A venue that keeps its requests in order and answers when told to. `BAD` does not exist. */
class ModelVenue {
  readonly subscribed = new Set<string>()
  readonly #requests: { readonly id: number; readonly step: LedgerStep }[] = []

  receive(id: number, step: LedgerStep): void {
    this.#requests.push({ id, step })
  }

  /** Handles the oldest request; `style` says how it answers, if at all. */
  answer(
    ledger: Ledger,
    style: 'each' | 'joint' | 'jointNone' | 'never' | 'lost',
    nowMs: number,
  ): readonly LedgerChange[] {
    const request = this.#requests.shift()
    if (request === undefined || style === 'lost') return []
    const { id, step } = request
    const refused = new VenueError('SUBSCRIBE_REJECTED', 'no')
    const isBad = step.type === 'subscribe' && step.topics.some(({ name }) => name === 'trade:BAD')
    const changes: LedgerChange[] = []
    const isJoint = style === 'joint' || style === 'jointNone'
    if (isJoint && isBad) changes.push(...ledger.reject({ requestId: id }, refused, nowMs))
    if (style === 'jointNone' && isBad) return changes
    for (const { name } of step.topics) {
      if (step.type === 'unsubscribe') this.subscribed.delete(name)
      else if (name !== 'trade:BAD') this.subscribed.add(name)
      if (style === 'never' || isJoint) continue
      const isRefused = step.type === 'subscribe' && name === 'trade:BAD'
      if (isRefused) changes.push(...ledger.reject({ requestId: id, topic: name }, refused, nowMs))
      else if (style === 'each') changes.push(...ledger.ack({ requestId: id, topic: name }))
    }
    if (isJoint && !isBad) changes.push(...ledger.ack({ requestId: id }))
    return changes
  }

  isIdle(): boolean {
    return this.#requests.length === 0
  }
}

const action = fc.oneof(
  fc.record({ kind: fc.constantFrom('want', 'unwant'), symbol: fc.constantFrom(...SYMBOLS) }),
  fc.record({ kind: fc.constantFrom('take', 'send') }),
  fc.record({
    kind: fc.constant('answer'),
    style: fc.constantFrom('each', 'joint', 'jointNone', 'never', 'lost'),
  }),
  fc.record({ kind: fc.constant('pass'), ms: fc.integer({ min: 1, max: 8_000 }) }),
  fc.record({ kind: fc.constant('reconnect') }),
)

describe('Ledger under any interleaving', () => {
  it('ends with what is wanted subscribed, but for what it reported', () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 10, maxLength: 80, size: 'max' }), (actions) => {
        let ledger = new Ledger(ACK_TIMEOUT_MS)
        let venue = new ModelVenue()
        let nowMs = 0
        let nextId = 1
        const wanted = new Set<string>()
        const note = (changes: readonly LedgerChange[]): void => {
          for (const change of changes) {
            if (change.type === 'failed' && !change.willRetry) wanted.delete(change.topic.name)
          }
        }
        let queue: LedgerStep[] = []
        const take = (): void => {
          for (let step = ledger.take(nowMs); step; step = ledger.take(nowMs)) queue.push(step)
        }
        const sendOne = (): void => {
          const step = queue.shift()
          if (step === undefined) return
          ledger.sent(step.type, nextId, step.topics, nowMs)
          venue.receive(nextId++, step)
        }
        for (const step of actions) {
          if ('symbol' in step) {
            const topic = toyTopic(step.symbol)
            if (step.kind === 'want') {
              wanted.add(topic.name)
              ledger.want(topic)
            } else {
              wanted.delete(topic.name)
              ledger.unwant(topic.name)
            }
          } else if ('style' in step) {
            note(venue.answer(ledger, step.style as 'each', nowMs))
          } else if ('ms' in step) {
            nowMs += step.ms
            note(ledger.expire(nowMs))
          } else if (step.kind === 'take') take()
          else if (step.kind === 'send') sendOne()
          else {
            queue = []
            ledger = ledger.replay()
            venue = new ModelVenue()
          }
        }
        // From here on the venue behaves.
        for (let turn = 0; turn < 40; turn++) {
          take()
          while (queue.length > 0) sendOne()
          while (!venue.isIdle()) note(venue.answer(ledger, 'each', nowMs))
          note(ledger.expire(nowMs))
          const wakeAtMs = ledger.wakeAtMs(nowMs)
          if (Number.isFinite(wakeAtMs)) nowMs = Math.max(nowMs, wakeAtMs)
        }
        expect([...venue.subscribed].sort()).toEqual([...wanted].sort())
        expect(ledger.isSettled()).toBe(true)
        expect(ledger.take(nowMs)).toBeUndefined()
        for (const name of wanted) ledger.want(toyTopic(name.slice('trade:'.length)))
        expect(ledger.take(nowMs)).toBeUndefined()
      }),
      { numRuns: 1_000 },
    )
  })
})
