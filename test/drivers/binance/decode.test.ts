import { expect, test } from 'vitest'
import { binance } from '../../../src/drivers/binance/index.ts'
import { decodeOne, runFixtures } from '../run-fixtures.ts'

runFixtures('binance', binance())

test.each(['""', '"NaN"', 'null', '"1x"'])(
  'a size of %s that stands before what its frame is makes it a fault, and tells nothing',
  (size) => {
    const frame = `{"s":"BTCUSDT","U":1,"u":2,"E":3,"b":[["1","1"]],"a":[["2",${size}]],"e":"depthUpdate"}`
    expect(decodeOne(binance(), 'spot', frame)).toMatchObject({
      outcome: 'fault',
      events: [],
      fault: { code: 'MALFORMED_FRAME' },
    })
  },
)
