import { expect, onTestFinished, test } from 'vitest'
import { binance } from '../../src/drivers/binance/index.ts'
import { MarketData } from '../../src/market/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'

/** What is logged as a warning where a venue with these facts is opened. */
async function warningsOf(closedSince: string | undefined) {
  const runtime = new VirtualRuntime({ seed: 1 })
  const { ports, log } = runtime.spawn('daemon')
  const driver = binance()
  const facts = closedSince === undefined ? driver.facts : { ...driver.facts, closedSince }
  const opening = MarketData.open({ driver: { ...driver, facts }, ports, instruments: [] })
  const market = await runtime.settle(opening)
  onTestFinished(() => runtime.settle(market.close()))
  return log.entries().filter(({ level }) => level === 'warn')
}

test('opening a venue that has stopped trading logs one warning with the day', async () => {
  expect(await warningsOf('2026-09-29')).toMatchObject([
    {
      message: expect.stringContaining('Binance has stopped trading'),
      fields: { closedSince: '2026-09-29' },
    },
  ])
})

test('opening a venue that trades logs none', async () => {
  expect(await warningsOf(undefined)).toEqual([])
})
