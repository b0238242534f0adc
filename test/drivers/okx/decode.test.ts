import { okx } from '../../../src/drivers/okx/index.ts'
import { runFixtures } from '../run-fixtures.ts'

runFixtures('okx', okx())
