import { expect, test } from 'vitest'
import { kucoin } from '../../src/drivers/kucoin/index.ts'
import { exchangesOf, venueFolders } from './folder.ts'

/** The whole spot listing was recorded of `api/v1/symbols`, whose rows are those of v2 without the smallest value. */
test.runIf(venueFolders().includes('kucoin'))(
  'the recorded spot listing of kucoin is read in full',
  () => {
    const [exchange] = exchangesOf('kucoin', 'instruments-spot')
    const body = Buffer.from(exchange?.body ?? '')
    const rows = (JSON.parse(exchange?.body ?? '{}') as { data: { symbol: string }[] }).data
    const [call] = kucoin().rest.instruments(['spot'])
    const instruments = call?.parse({ status: 200, headers: {}, body }, 1) ?? []
    expect(rows.length).toBeGreaterThan(500)
    expect(instruments.map(({ symbol }) => symbol)).toEqual(rows.map(({ symbol }) => symbol))
    for (const { tickSize, lotSize } of instruments)
      expect([Number(tickSize) > 0, Number(lotSize) > 0]).toEqual([true, true])
  },
)
