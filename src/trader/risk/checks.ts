import { dailyLoss } from './checks/daily-loss.ts'
import { drawdown } from './checks/drawdown.ts'
import { errorRate } from './checks/error-rate.ts'
import { instrumentStatus } from './checks/instrument-status.ts'
import { killSwitch } from './checks/kill-switch.ts'
import { lotSize } from './checks/lot-size.ts'
import { maxAccountExposure } from './checks/max-account-exposure.ts'
import { maxAccountOpenOrders } from './checks/max-account-open-orders.ts'
import { maxAssetExposure } from './checks/max-asset-exposure.ts'
import { maxInstrumentExposure } from './checks/max-instrument-exposure.ts'
import { maxNotional } from './checks/max-notional.ts'
import { maxOpenOrders } from './checks/max-open-orders.ts'
import { maxOrdersPerMinute } from './checks/max-orders-per-minute.ts'
import { maxOrdersPerSecond } from './checks/max-orders-per-second.ts'
import { maxQuantity } from './checks/max-quantity.ts'
import { maxVenueExposure } from './checks/max-venue-exposure.ts'
import { minNotional } from './checks/min-notional.ts'
import { minQuantity } from './checks/min-quantity.ts'
import { notReducing } from './checks/not-reducing.ts'
import { priceCollar } from './checks/price-collar.ts'
import { reduceOnly } from './checks/reduce-only.ts'
import { noReferencePrice } from './checks/reference-price.ts'
import { staleData } from './checks/stale-data.ts'
import { invalidTerms } from './checks/terms.ts'
import { tickSize } from './checks/tick-size.ts'
import { tradingHalted } from './checks/trading-halted.ts'
import { volatility } from './checks/volatility.ts'
import { wrongAccount } from './checks/wrong-account.ts'
import type { RiskCheck } from './risk-state.ts'

/** Every check, in the order in which they are asked; the first that refuses gives the reason. */
export const CHECKS: readonly RiskCheck[] = [
  killSwitch,
  tradingHalted,
  invalidTerms,
  wrongAccount,
  instrumentStatus,
  tickSize,
  lotSize,
  minQuantity,
  notReducing,
  reduceOnly,
  staleData,
  volatility,
  errorRate,
  dailyLoss,
  drawdown,
  noReferencePrice,
  minNotional,
  priceCollar,
  maxQuantity,
  maxNotional,
  maxInstrumentExposure,
  maxAssetExposure,
  maxVenueExposure,
  maxAccountExposure,
  maxOpenOrders,
  maxAccountOpenOrders,
  maxOrdersPerSecond,
  maxOrdersPerMinute,
]
