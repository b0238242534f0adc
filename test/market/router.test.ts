import { describe, expect, it } from 'vitest'
import {
  BboUpdate,
  type Fault,
  type MarketEvents,
  type SlowConsumer,
  TradeUpdate,
} from '../../src/core/index.ts'
import { Router } from '../../src/market/index.ts'
import { instrument, makeSlot, makeUpdate } from './scripted-venue.ts'

function makeRouter() {
  const errors: string[] = []
  const slots = [makeSlot(0), makeSlot(1)] as const
  const router = new Router({
    venue: instrument.venue,
    indexOf: (event) => ('pair' in event ? 0 : -1),
    nowUs: () => 5,
    wholeBook: (index, feed) =>
      makeUpdate(slots[index === 0 ? 0 : 1], { isSnapshot: true, feed, last: 99, bids: [[1, 1]] }),
    onHandlerError: (subscriber, error) =>
      errors.push(`${subscriber}: ${(error as Error).message}`),
  })
  const delta = (index: 0 | 1, last: number, feed = 'depth') =>
    router.book(makeUpdate(slots[index], { last, feed }))
  const bbo = (index: 0 | 1, id: number) => {
    const update = new BboUpdate(slots[index])
    update.begin(slots[index], 1)
    update.last = id
    router.bbo(update)
  }
  return { router, errors, slots, delta, bbo }
}

/** What is queued in a stream once its producer has ended. */
async function drain<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const events: T[] = []
  for await (const event of stream) events.push(event)
  return events
}

describe('Router callbacks', () => {
  it('hears only the kind, the instruments and the feed it asked for, the very object that was published', () => {
    const { router, slots, delta } = makeRouter()
    const heard: unknown[] = []
    router.subscribe('bookDelta', { instruments: [slots[1].index], feed: 'depth' }, (event) =>
      heard.push(event),
    )
    delta(0, 1)
    delta(1, 2, 'other')
    const update = makeUpdate(slots[1], { last: 3 })
    router.book(update)
    router.book(makeUpdate(slots[1], { isSnapshot: true, last: 4 }))
    expect(heard).toEqual([update])
    expect(heard[0]).toBe(update)
  })

  it('ends a handler that throws, tells a fault, and leaves the others alone', () => {
    const { router, errors, bbo } = makeRouter()
    const faults: Fault[] = []
    let calls = 0
    router.subscribe('fault', {}, (fault) => faults.push(fault))
    const bad = router.subscribe(
      'bbo',
      {},
      () => {
        throw new Error('boom')
      },
      { name: 'bad' },
    )
    router.subscribe('bbo', {}, () => {
      calls += 1
    })
    bbo(0, 1)
    bbo(0, 2)
    expect([calls, bad.isOpen, errors]).toEqual([2, false, ['bad: boom']])
    expect(faults.map(({ code, message }) => [code, message])).toEqual([
      ['HANDLER_FAILED', 'Handler "bad" threw: boom; its subscription ended'],
    ])
  })

  it('goes on with a handler that throws where it asked for that', () => {
    const { router, errors, bbo } = makeRouter()
    router.subscribe(
      'bbo',
      {},
      () => {
        throw new Error('boom')
      },
      { name: 'bad', onThrow: 'continue' },
    )
    bbo(0, 1)
    bbo(0, 2)
    expect(errors).toHaveLength(2)
  })

  it('does not loop when a handler of faults throws', () => {
    const { router, errors, bbo } = makeRouter()
    const bad = () => {
      throw new Error('boom')
    }
    router.subscribe('fault', {}, bad, { name: 'faults', onThrow: 'continue' })
    router.subscribe('bbo', {}, bad, { name: 'bbo', onThrow: 'continue' })
    bbo(0, 1)
    expect(errors).toEqual(['bbo: boom', 'faults: boom'])
  })

  it('shows the end of a frame once to those who were called in it', () => {
    const { router, slots, bbo } = makeRouter()
    const ends: string[] = []
    const end = (name: string) => ({ onBatchEnd: () => void ends.push(name) })
    router.subscribe('bbo', {}, () => {}, end('all'))
    router.subscribe('bbo', { instruments: [slots[1].index] }, () => {}, end('one'))
    bbo(0, 1)
    bbo(0, 2)
    router.endBatch()
    router.endBatch()
    bbo(1, 3)
    router.endBatch()
    expect(ends).toEqual(['all', 'all', 'one'])
  })

  it('ends the batch that a batch end publishes, and does not spin with one that always does', () => {
    const { router, bbo } = makeRouter()
    let ends = 0
    let once = 0
    const again = () => {
      ends += 1
      bbo(0, ends)
      router.endBatch()
    }
    router.subscribe('bbo', {}, () => {}, { onBatchEnd: again })
    router.subscribe('bbo', {}, () => {}, {
      onBatchEnd: () => {
        once += 1
      },
    })
    bbo(0, 1)
    router.endBatch()
    expect(ends).toBe(8)
    expect(once).toBeGreaterThan(1)
  })

  it('is not disturbed by handlers that subscribe or close during a dispatch', () => {
    const { router, bbo } = makeRouter()
    const heard: string[] = []
    router.subscribe('bbo', {}, () => {
      heard.push('first')
      void second.close()
      router.subscribe('bbo', {}, () => heard.push('late'))
    })
    const second = router.subscribe('bbo', {}, () => heard.push('second'))
    bbo(0, 1)
    expect(heard).toEqual(['first'])
    bbo(0, 2)
    expect(heard).toEqual(['first', 'first', 'late'])
  })

  it('ends by its signal, before or after it was opened', () => {
    const { router, bbo } = makeRouter()
    const control = new AbortController()
    let calls = 0
    const count = () => {
      calls += 1
    }
    router.subscribe('bbo', {}, count, { signal: control.signal })
    router.subscribe('bbo', {}, count, { signal: AbortSignal.abort() })
    bbo(0, 1)
    control.abort()
    bbo(0, 2)
    expect(calls).toBe(1)
  })
})

describe('Router streams', () => {
  it('holds copies: what the decoder writes later does not change them', async () => {
    const { router, slots } = makeRouter()
    const stream = router.stream(['trade'], {}, { slow: { queue: 4 } })
    const trade = new TradeUpdate(slots[0])
    for (const id of [7, 8]) {
      trade.begin(slots[0], id)
      trade.level.prices[0] = id
      trade.level.sizes[0] = 1
      router.trade(trade)
    }
    router.close()
    const events = await drain(stream)
    expect(events.map(({ price, localTimeUs }) => [price, localTimeUs])).toEqual([
      [7, 7],
      [8, 8],
    ])
  })

  it('keeps the newest of a queue, counts what is lost, and tells it once per spell of lagging', async () => {
    const { router, bbo } = makeRouter()
    const slow: SlowConsumer[] = []
    router.subscribe('slowConsumer', {}, (event) => slow.push(event))
    const stream = router.stream(['bbo'], {}, { slow: { queue: 2 }, name: 'mine' })
    for (let id = 1; id <= 5; id += 1) bbo(0, id)
    expect(
      slow.map(({ subscriber, action, droppedEvents }) => [subscriber, action, droppedEvents]),
    ).toEqual([['mine', 'dropped', 1]])
    expect(
      [(await stream.next()).value, (await stream.next()).value].map((event) => event?.lastId),
    ).toEqual([4, 5])
    for (let id = 6; id <= 8; id += 1) bbo(0, id)
    expect([slow.length, stream.droppedEvents]).toEqual([2, 4])
    await stream.close()
  })

  it('conflates to the newest of each instrument', async () => {
    const { router, bbo } = makeRouter()
    const stream = router.stream(['bbo'], {}, { slow: 'conflate' })
    for (const [index, id] of [
      [0, 1],
      [1, 2],
      [0, 3],
      [0, 4],
    ] as const)
      bbo(index, id)
    router.close()
    expect((await drain(stream)).map(({ lastId }) => lastId)).toEqual([4, 2])
  })

  it('tells the changes of a book that were missed as one whole snapshot of it', async () => {
    const { router, delta } = makeRouter()
    const stream = router.stream(['bookSnapshot', 'bookDelta'], {}, { slow: 'conflate' })
    delta(1, 1)
    delta(0, 2)
    delta(0, 3)
    router.close()
    const events = await drain(stream)
    expect(events.map(({ type, lastId }) => [type, lastId])).toEqual([
      ['bookDelta', 1],
      ['bookSnapshot', 99],
    ])
  })

  it('refuses to conflate book deltas where snapshots were not asked for', () => {
    const { router } = makeRouter()
    expect(() => router.stream(['bookDelta'], {}, { slow: 'conflate' })).toThrow(/bookSnapshot/)
    expect(() => router.stream(['bbo'], {}, { slow: { queue: 0 } })).toThrow(/room for 1 event/)
  })

  it('fails a stream that asked for it, after what waited was read; others go on', async () => {
    const { router, bbo } = makeRouter()
    const slow: SlowConsumer[] = []
    router.subscribe('slowConsumer', {}, (event) => slow.push(event))
    const failing = router.stream(['bbo'], {}, { slow: { fail: 1 } })
    const other = router.stream(['bbo'], {}, { slow: { queue: 9 } })
    bbo(0, 1)
    bbo(0, 2)
    bbo(0, 3)
    expect((await failing.next()).value.lastId).toBe(1)
    await expect(failing.next()).rejects.toMatchObject({ code: 'SLOW_CONSUMER' })
    expect((await failing.next()).done).toBe(true)
    expect([slow.length, slow[0]?.action, other.size]).toEqual([1, 'failed', 3])
    await other.close()
  })

  it('completes reads that wait when it is closed, aborted, left, or the router closes', async () => {
    const { router } = makeRouter()
    const control = new AbortController()
    const options = { slow: { queue: 1 } }
    const streams = [0, 1, 2].map(() => router.stream(['bbo'], {}, options))
    const aborted = router.stream(['bbo'], {}, { ...options, signal: control.signal })
    const reads = [...streams, aborted].map((stream) => stream.next())
    await streams[0]?.close()
    await streams[1]?.return()
    control.abort()
    router.close()
    expect((await Promise.all(reads)).map(({ done }) => done)).toEqual([true, true, true, true])
  })

  it('gives an event to a reader that waits, without queueing it', async () => {
    const { router, bbo } = makeRouter()
    const stream = router.stream(['bbo'], {}, { slow: { fail: 1 } })
    const seen: MarketEvents['bbo'][] = []
    const reads = [stream.next(), stream.next()]
    bbo(0, 1)
    bbo(0, 2)
    for (const { value } of await Promise.all(reads)) seen.push(value)
    expect(seen.map(({ lastId }) => lastId)).toEqual([1, 2])
    expect(stream.size).toBe(0)
    await stream.close()
  })
})
