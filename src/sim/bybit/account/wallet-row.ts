import { moneyText } from '../../account/money.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { SimBalance } from '../../account/wallets.ts'

/** The unified wallet with some of its coins. */
export function walletRow(
  account: SimAccount,
  balances: readonly SimBalance[],
): Readonly<Record<string, unknown>> {
  return {
    accountType: 'UNIFIED',
    accountLTV: '0',
    accountIMRate: '0',
    accountMMRate: '0',
    totalEquity: '0',
    totalWalletBalance: '0',
    totalMarginBalance: '0',
    totalAvailableBalance: '0',
    totalPerpUPL: '0',
    totalInitialMargin: '0',
    totalMaintenanceMargin: '0',
    coin: balances.map((balance) => coinRow(account, balance)),
  }
}

/** What positions need is margin of positions, whatever else is held of the coin belongs to open orders. */
function coinRow(account: SimAccount, { asset, total, locked }: SimBalance): unknown {
  const positions = account
    .positions()
    .filter(({ instrument }) => (instrument.spec.settle ?? instrument.spec.quote) === asset)
  const margin = positions.reduce((sum, position) => sum + position.margin, 0n)
  const profit = positions.reduce((sum, { unrealisedPnl }) => sum + unrealisedPnl, 0n)
  return {
    coin: asset,
    equity: moneyText(total + profit),
    usdValue: '',
    walletBalance: moneyText(total),
    free: '',
    locked: moneyText(locked > margin ? locked - margin : 0n),
    spotHedgingQty: '0',
    borrowAmount: '0',
    spotBorrow: '0',
    availableToWithdraw: '',
    accruedInterest: '0',
    totalOrderIM: '0',
    totalPositionIM: moneyText(margin),
    totalPositionMM: '0',
    unrealisedPnl: moneyText(profit),
    cumRealisedPnl: '0',
    bonus: '0',
    collateralSwitch: true,
    marginCollateral: true,
  }
}
