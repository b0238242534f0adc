import { expect, it } from 'vitest'
import { prometheusText } from '../../../src/runtime/index.ts'
import { TRADING_KITS } from '../../simulation/trading/trading-kit.ts'
import { TradingWorld } from '../../simulation/trading/trading-world.ts'

it.each(TRADING_KITS)('$name: no secret is in the journal, the log or the metrics', async (kit) => {
  const world = new TradingWorld(kit)
  const life = await world.start()
  const { process, trader } = life
  await world.runtime.run({ forMs: 5_000 })
  await world.runtime.settle(trader.snapshot())
  const { disk, log, metrics } = process
  const files = disk.paths().map((path) => Buffer.from(disk.peek(path) ?? []).toString('latin1'))
  const written = files.join('')
  // Orders are in it.
  expect(written).toContain('clientOrderId')
  const texts = [written, JSON.stringify(log.entries()), prometheusText(metrics.snapshot())]
  for (const { secret, passphrase = secret } of kit.keys)
    for (const text of texts)
      expect([text.includes(secret), text.includes(passphrase)]).toEqual([false, false])
  await world.stop(life)
})
