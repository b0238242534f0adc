import { moneyText } from '../../account/money.ts'
import type { SimBalance } from '../../account/wallets.ts'
import { wireText } from '../wire-text.ts'
import { msOf } from './order-rows.ts'
import type { PrivateCall } from './private-call.ts'

/** The account of USDⓈ-M: each asset with its margin, and what is open. Of every position, the margin that it needs. */
export function usdmAccount({ account, nowMs }: PrivateCall): unknown {
  const positions = account
    .positions()
    .filter(({ quantity }) => quantity !== 0)
    .map(({ instrument, quantity, unrealisedPnl, margin, updatedUs }) => ({
      symbol: instrument.spec.symbol,
      positionSide: 'BOTH',
      positionAmt: wireText(instrument.spec).size(quantity),
      unrealizedProfit: moneyText(unrealisedPnl),
      initialMargin: moneyText(margin),
      updateTime: msOf(updatedUs),
    }))
  return { assets: account.balances('futures').map((each) => assetRow(each, nowMs)), positions }
}

function assetRow({ asset, total, free, locked }: SimBalance, nowMs: number): unknown {
  return {
    asset,
    walletBalance: moneyText(total),
    initialMargin: moneyText(locked),
    crossWalletBalance: moneyText(total),
    availableBalance: moneyText(free),
    maxWithdrawAmount: moneyText(free),
    updateTime: nowMs,
  }
}
