import { bybit } from '../../../src/drivers/bybit/index.ts'
import { runFixtures } from '../run-fixtures.ts'

runFixtures('bybit', bybit())
