import { describe, expect, test } from 'vitest'
import type { AccountList, HttpRequest, RestCall } from '../../../src/core/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { SharedLists } from '../../../src/trader/gateway/shared-lists.ts'

const REQUEST: HttpRequest = {
  service: 'rest',
  method: 'GET',
  path: '/',
  weight: 1,
  isIdempotent: true,
}

/** Lists of a venue that answers a second after a question has left, and how far back each reached. */
function setUp({ paceMs = 0, pages = 1 } = {}) {
  const runtime = new VirtualRuntime({ seed: 1 })
  const ports = runtime.ports()
  const asked: (readonly [atMs: number, sinceUs: number])[] = []
  const lists = new SharedLists<number>({
    ports,
    paceMs: () => paceMs,
    ask: async (call, onLeaving) => {
      const sinceUs = Number(call.request.query?.['since'])
      asked.push([runtime.elapsedUs() / 1000, sinceUs])
      for (let page = 0; page < pages; page += 1) {
        onLeaving(call.request)
        await new Promise<void>((resolve) => void ports.timers.after(1_000, resolve))
      }
      return sinceUs
    },
  })
  const get = (sinceUs: number, kind = 'history'): Promise<number> =>
    lists.get(
      kind,
      sinceUs,
      (since): RestCall<AccountList<unknown>> => ({
        request: { ...REQUEST, query: { since } },
        parse: () => ({ items: [], isComplete: true }),
      }),
    )
  return { runtime, lists, asked, get, run: (forMs: number) => runtime.run({ forMs }) }
}

describe('a list that several want', () => {
  test('is shared by those who ask before it leaves, and reaches back for all of them', async () => {
    const { get, run, asked } = setUp()
    const all = Promise.all([get(30), get(10), get(20)])
    await run(2_000)
    expect(await all).toEqual([10, 10, 10])
    expect(asked).toEqual([[0, 10]])
  })

  test('is not shared with those who ask after it left', async () => {
    const { get, run, asked } = setUp()
    const first = get(10)
    await run(500)
    const second = get(10)
    await run(2_000)
    await Promise.all([first, second])
    expect(asked).toEqual([
      [0, 10],
      [500, 10],
    ])
  })

  test('is one of its kind alone', async () => {
    const { get, run, asked } = setUp()
    const both = Promise.all([get(10), get(10, 'fills')])
    await run(2_000)
    await both
    expect(asked).toHaveLength(2)
  })
})

describe('a list whose budget is scarce', () => {
  test('leaves at once the first time, then at the pace of its budget, for all who wait meanwhile', async () => {
    const { get, run, asked } = setUp({ paceMs: 6_000, pages: 2 })
    const first = get(30)
    await run(3_000)
    const later = Promise.all([get(20), get(10)])
    await run(3_000)
    const last = get(20)
    await run(20_000)
    expect(await Promise.all([first, later, last])).toEqual([30, [10, 10], 10])
    // Two pages of 6 s each.
    expect(asked).toEqual([
      [0, 30],
      [12_000, 10],
    ])
  })

  test('is refused to those who wait when it is closed', async () => {
    const { get, run, lists, asked } = setUp({ paceMs: 6_000 })
    await Promise.all([get(10), run(2_000)])
    const waiting = get(10)
    lists.close()
    await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' })
    await run(10_000)
    expect(asked).toHaveLength(1)
  })
})
