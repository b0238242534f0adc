import { kucoin } from '../../../src/drivers/kucoin/index.ts'
import { runFixtures } from '../run-fixtures.ts'

runFixtures('kucoin', kucoin())
