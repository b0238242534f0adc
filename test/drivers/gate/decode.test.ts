import { expect, test } from 'vitest'
import { gate } from '../../../src/drivers/gate/index.ts'
import { decodeOne, fixturesOf, runFixtures } from '../run-fixtures.ts'

runFixtures('gate', gate())

test('one symbol on two endpoints is two instruments', () => {
  const row = '"s":"BTC_USDT","t":1606293275123,"u":7,"b":"1","B":"2","a":"3","A":"4"'
  for (const [market, prefix] of [
    ['spot', 'spot'],
    ['futures', 'futures'],
  ] as const) {
    const frame = `{"channel":"${prefix}.book_ticker","event":"update","result":{${row}}}`
    const { events } = decodeOne(gate(), market, frame)
    expect(events.at(-1)).toMatchObject({
      market,
      symbol: 'BTC_USDT',
      pair: market === 'spot' ? 'BTC/USDT' : 'BTC/USDT:USDT',
    })
  }
})

test('frames of WebSocket v3 are refused as legacy, damaged ones as malformed', () => {
  const faults = fixturesOf('gate').filter(([, { outcome }]) => outcome === 'fault')
  for (const [name, { market, frame }] of faults) {
    const text = typeof frame === 'string' ? frame : JSON.stringify(frame)
    const { fault, events } = decodeOne(gate(), market, text)
    const code = name.startsWith('v3.') ? 'LEGACY_FRAME' : 'MALFORMED_FRAME'
    expect({ name, code: fault?.code, events }).toEqual({ name, code, events: [] })
  }
})
