import { expect, test } from 'vitest'
import type { VenueDrift } from '../../src/core/index.ts'
import { okx } from '../../src/drivers/okx/index.ts'
import { simulatedOkx } from '../../src/sim/okx/index.ts'
import { ConformanceWorld } from '../../src/testing/conformance/world.ts'

const text = (frame: Uint8Array): string => new TextDecoder().decode(frame)

/** What MarketData tells while each frame is changed on its way in. */
async function runWith(change: (frame: string) => string, watchesDrift = true) {
  const driver = okx()
  await driver.knownMessages?.()
  await using world = await ConformanceWorld.open(
    { driver, simulate: simulatedOkx },
    { alter: (frame) => Buffer.from(change(text(frame))), watchesDrift },
  )
  const told: VenueDrift[] = []
  let trades = 0
  world.market.subscribe('venueDrift', {}, (event) => told.push(event))
  const pair = world.examples()[0]?.pair ?? ''
  world.market.subscribe('trade', { pair }, () => (trades += 1))
  const book = world.market.book(pair, 'full')
  await world.runtime.run({ forMs: 60_000 })
  await world.rest()
  return { told, trades, problem: world.problemAtRest(book.view) }
}

test('a new value and a new field are told once each, while the books and the other trades flow', async () => {
  const { told, trades, problem } = await runWith((frame) =>
    frame.includes('"channel":"trades"')
      ? frame.replace('"side":"sell"', '"side":"hold"')
      : frame.replace('"bids":', '"zz":[{"a":1}],"bids":'),
  )
  expect(told.map(({ path }) => path).sort()).toEqual([
    'books.data[].zz',
    'trades.data[].side=hold',
  ])
  expect(told.every(({ sample }) => /"hold"|"zz"/.test(sample))).toBe(true)
  expect(problem).toBeUndefined()
  expect(trades).toBeGreaterThan(0)
})

test('nothing is told of a venue as it is, nor where nobody watches', async () => {
  expect((await runWith((frame) => frame)).told).toEqual([])
  const unwatched = await runWith((frame) => frame.replace('"bids":', '"zz":1,"bids":'), false)
  expect(unwatched.told).toEqual([])
  expect(unwatched.problem).toBeUndefined()
})
