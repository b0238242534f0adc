import type { ExchangeDriver } from '../../src/core/index.ts'
import { binance } from '../../src/drivers/binance/index.ts'
import { bybit } from '../../src/drivers/bybit/index.ts'
import { coinbase } from '../../src/drivers/coinbase/index.ts'
import { coinex } from '../../src/drivers/coinex/index.ts'
import { dydx } from '../../src/drivers/dydx/index.ts'
import { gate } from '../../src/drivers/gate/index.ts'
import { htx } from '../../src/drivers/htx/index.ts'
import { hyperliquid } from '../../src/drivers/hyperliquid/index.ts'
import { kraken } from '../../src/drivers/kraken/index.ts'
import { kucoin } from '../../src/drivers/kucoin/index.ts'
import { mexc } from '../../src/drivers/mexc/index.ts'
import { okx } from '../../src/drivers/okx/index.ts'
import type { SimulatedName } from '../../src/sim/index.ts'

/** Bundled with the measured program, which loads nothing on use. */
const DRIVERS: Partial<Readonly<Record<SimulatedName, () => ExchangeDriver>>> = {
  binance,
  bybit,
  coinbase,
  coinex,
  dydx,
  gate,
  htx,
  hyperliquid,
  kraken,
  kucoin,
  mexc,
  okx,
}

/** The driver of a venue. */
export function driverOf(venue: SimulatedName): ExchangeDriver {
  const make = DRIVERS[venue]
  if (make === undefined) throw new Error(`${venue} is not measured`)
  return make()
}
