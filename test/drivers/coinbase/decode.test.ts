import { coinbase } from '../../../src/drivers/coinbase/index.ts'
import { runFixtures } from '../run-fixtures.ts'

runFixtures('coinbase', coinbase())
