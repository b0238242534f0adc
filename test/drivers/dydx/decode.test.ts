import { dydx } from '../../../src/drivers/dydx/index.ts'
import { runFixtures } from '../run-fixtures.ts'

runFixtures('dydx', dydx())
