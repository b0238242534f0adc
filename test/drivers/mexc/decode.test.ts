import { mexc } from '../../../src/drivers/mexc/index.ts'
import { runFixtures } from '../run-fixtures.ts'

runFixtures('mexc', mexc())
