import { expect, onTestFinished, test } from 'vitest'
import { startBridge } from '../../examples/mt5-bridge/server.ts'
import { madeUpTerminal } from '../../examples/mt5-bridge/terminal.ts'
import { mt5 } from '../../src/drivers/mt5/index.ts'
import { MarketData } from '../../src/market/index.ts'
import { nodePorts } from '../../src/runtime/node/index.ts'
import { HttpClient } from '../../src/transport/index.ts'
import { startExample } from './example.ts'

const LIMIT_MS = 30_000

test(
  'the reference bridge passes on every tick of its terminal, over sockets of this machine',
  async () => {
    const terminal = madeUpTerminal(5)
    const bridge = await startBridge(terminal, { port: 0, token: 'shared' })
    onTestFinished(async () => {
      terminal.close()
      await bridge.close()
    })
    const driver = mt5({ token: 'shared' })
    const { urls } = bridge
    await using ports = nodePorts()
    await using market = await MarketData.open({ driver, ports, urls })
    expect(market.instruments().map(({ pair }) => pair)).toEqual(['EUR/USD', 'USD/JPY'])
    const told: string[] = []
    await new Promise<void>((resolve) => {
      market.subscribe('bbo', { pair: 'EUR/USD' }, (bbo) => {
        told.push(`${bbo.venueTimeUs} ${bbo.priceText('bid')} ${bbo.priceText('ask')}`)
        if (told.length === 100) resolve()
      })
    })
    terminal.close()
    const had = terminal
      .copyTicks('EURUSD', 0, Number.MAX_VALUE)
      .map(({ tm, b, a }) => `${(tm - 10_800_000) * 1000} ${Number(b)} ${Number(a)}`)
    const first = had.indexOf(told[0] ?? '')
    expect(told.slice(0, 100)).toEqual(had.slice(first, first + 100))
    await using http = new HttpClient({ driver, environment: 'production', ports, urls })
    const span = { fromTimeUs: 0, toTimeUs: ports.wallClock.nowUs() + 1_000_000 }
    const past = await http.send(driver.ticks(market.slot('EUR/USD'), span))
    expect(past.count).toBe(had.length)
  },
  LIMIT_MS,
)

test(
  'the reference bridge runs by itself until Ctrl-C',
  async () => {
    const example = startExample('mt5-bridge/main.ts', ['--port', '0', '--token', 'own'])
    const line = await example.seen((text) => text.startsWith('bridge on '))
    expect(line).toMatch(/^bridge on ws:\/\/127\.0\.0\.1:\d+\/v1$/)
    example.interrupt()
    expect(await example.ended()).toMatchObject({ code: 0 })
    expect(example.err()).toBe('')
  },
  LIMIT_MS,
)
