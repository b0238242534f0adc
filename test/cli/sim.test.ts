import { describe, expect, test } from 'vitest'
import { binance } from '../../src/drivers/binance/index.ts'
import { nodePorts } from '../../src/runtime/node/index.ts'
import { serveVenue } from '../../src/sim/index.ts'
import { SIMULATORS } from '../../src/sim/registry.ts'
import { crossbook, tempFile } from './terminal.ts'

describe('crossbook sim', () => {
  test('prints the URLs of each venue, under the names that its driver gives them', async () => {
    const { code, json } = await crossbook(['sim', '--venues', 'binance', '--for', '1ms'])
    expect(code).toBe(0)
    const { streams, rest } = binance().facts
    const [line] = json() as [Record<string, Record<string, string>>]
    expect(line['venue']).toBe('binance')
    expect(Object.keys(line['streams'] ?? {})).toEqual(streams.map(({ id }) => id))
    expect(Object.keys(line['rest'] ?? {})).toEqual(rest.map(({ id }) => id))
    for (const url of Object.values(line['streams'] ?? {}))
      expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\//)
    for (const url of Object.values(line['rest'] ?? {}))
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  test('takes a fault script, and refuses what is none', async () => {
    const script = [{ fault: { kind: 'drop' }, when: { most: 1 } }]
    const good = tempFile('faults.json', JSON.stringify(script))
    const bad = tempFile('faults.json', '{}')
    const argv = ['sim', '--venues', 'binance', '--for', '1ms', '--faults']
    expect((await crossbook([...argv, good])).code).toBe(0)
    const { code, err } = await crossbook([...argv, bad])
    expect(code).toBe(2)
    expect(err).toContain('--faults: expected a list of rules')
  })
})

describe('crossbook instruments', () => {
  test('lists a simulated venue by --rest, in the form that --instruments reads', async () => {
    await using ports = nodePorts()
    await using venue = await serveVenue((await SIMULATORS.binance())({ ports }))
    const argv = ['instruments', '--venue', 'binance', '--products', 'spot']
    const { code, json, out } = await crossbook([...argv, '--rest', venue.rest['spot'] ?? ''])
    expect(code).toBe(0)
    expect(json().map(({ pair }) => pair)).toEqual(['BTC/USDT', 'ETH/USDT', 'ETH/BTC'])
    expect(json()[0]).toMatchObject({ symbol: 'BTCUSDT', tickSize: '0.01', isInferred: false })

    const listing = tempFile('listing.ndjson', out)
    const decoded = await crossbook(
      ['decode', '--venue', 'binance', '--market', 'spot', '--instruments', listing],
      { input: '' },
    )
    expect(decoded.code).toBe(0)
  })

  test('a venue that cannot be reached exits with 1 and the code', async () => {
    const controller = new AbortController()
    const argv = ['instruments', '--venue', 'binance', '--products', 'spot']
    setTimeout(() => controller.abort(), 300)
    const { code, err } = await crossbook([...argv, '--rest', 'http://127.0.0.1:1'], {
      signal: controller.signal,
    })
    expect(code).toBe(1)
    expect(err).toMatch(/^(HTTP_FAILED|ABORTED): /)
  })
})
