/** The least that a program with one venue loads; measured for size and start-up. */
export * as driver from '../../src/drivers/binance/index.ts'
export * as core from '../../src/index.ts'
