import { binance } from '../../../src/drivers/binance/index.ts'
import { runFixtures } from '../run-fixtures.ts'

runFixtures('binance', binance())
