import { expect, it } from 'vitest'
import type { FrameSink, PolledAnswer, RestCall } from '../../src/core/index.ts'
import { readInTurns } from '../../src/market/polled-reader.ts'
import { ManualTimers } from './manual-timers.ts'

/** A feed that asks 1, 2, 3, …, and a venue that answers when it is told to. */
function setUp() {
  const timers = new ManualTimers()
  const told: string[] = []
  const waiting: { answer(asksOn: boolean): void; fail(): void }[] = []
  let asked = 0
  const sink: FrameSink = {
    book: () => {},
    bbo: () => {},
    trade: () => {},
    event: () => {},
    lost: (reason) => void told.push(`lost: ${reason}`),
  }
  const reader = readInTurns({
    name: 'test',
    everyMs: 1_000,
    feed: {
      next() {
        asked += 1
        told.push(`asked ${asked}`)
        // Nothing sends it: its number is all that the test looks at.
        return { request: { path: `/${asked}` } } as RestCall<PolledAnswer>
      },
      failed: (error) => void told.push(`failed: ${String(error)}`),
    },
    sink,
    send: <T>({ request }: RestCall<T>) =>
      new Promise<T>((resolve, reject) =>
        waiting.push({
          answer: (asksOn) =>
            resolve({ tell: () => void told.push(`told ${request.path}`), asksOn } as T),
          fail: () => reject(new Error('no answer')),
        }),
      ),
    endBatch: () => void told.push('end'),
    timers,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  })
  const settle = async (act: () => void): Promise<void> => {
    act()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { timers, told, waiting, reader, settle }
}

it('asks one thing at a time: the next part at once, the next reading after a pause', async () => {
  const { timers, told, waiting, settle } = setUp()
  timers.advance(5_000)
  expect(told).toEqual(['asked 1'])
  await settle(() => waiting[0]?.answer(true))
  expect(told).toEqual(['asked 1', 'told /1', 'end', 'asked 2'])
  await settle(() => waiting[1]?.answer(false))
  expect(told.slice(4)).toEqual(['told /2', 'end'])
  timers.advance(1_000)
  expect(told.slice(6)).toEqual(['asked 3'])
})

it('puts in doubt what it could not read, and asks again after the pause', async () => {
  const { timers, told, waiting, settle } = setUp()
  await settle(() => waiting[0]?.fail())
  expect(told.slice(1)).toEqual(['failed: Error: no answer', 'lost: poll failed', 'end'])
  timers.advance(1_000)
  expect(told.slice(4)).toEqual(['asked 2'])
})

it('tells nothing once it is closed', async () => {
  const { timers, told, waiting, reader, settle } = setUp()
  reader.close()
  await settle(() => waiting[0]?.answer(false))
  timers.advance(10_000)
  expect(told).toEqual(['asked 1'])
})
