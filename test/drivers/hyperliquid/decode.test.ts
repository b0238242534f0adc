import { hyperliquid } from '../../../src/drivers/hyperliquid/index.ts'
import { runFixtures } from '../run-fixtures.ts'

runFixtures('hyperliquid', hyperliquid())
