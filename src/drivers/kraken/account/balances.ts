import {
  type AccountEvent,
  type AccountId,
  asset,
  type BalanceTold,
  type TransferTold,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt, optionalAmountAt } from '../../kit/amounts.ts'
import { asObject, given, isArray, optionalTextAt, textAt } from '../../kit/fields.ts'
import { unifiedCode } from '../assets.ts'
import { isoTimeAt, optionalIsoTimeAt } from '../times.ts'

/** Kinds of ledger entries by which something came in or went out. */
const TRANSFERS = new Set(['deposit', 'withdrawal', 'transfer'])

/** The wallet that spot trades from. */
const isTradingWallet = (type: string | undefined, id: string | undefined): boolean =>
  (type === undefined || type === 'spot') && (id === undefined || id === 'main')

/**
 * Reads one row of `balances`: of a snapshot a whole asset with its wallets, of an update a ledger entry, whose `balance`
 * is that of its wallet after it. Rows of other wallets tell nothing.
 */
export function readBalance(
  row: JsonObject,
  account: AccountId,
  localTimeUs: number,
): readonly AccountEvent[] {
  const { wallets } = row
  if (isArray(wallets)) {
    return wallets
      .map((item) => asObject(item, 'wallets'))
      .filter((wallet) => isTradingWallet(textAt(wallet, 'type'), textAt(wallet, 'id')))
      .map((wallet) => told(row, wallet, account, localTimeUs))
  }
  if (!isTradingWallet(optionalTextAt(row, 'wallet_type'), optionalTextAt(row, 'wallet_id')))
    return []
  const balance = told(row, row, account, localTimeUs)
  const transfer = readTransfer(row, account, localTimeUs)
  return transfer === undefined ? [balance] : [balance, transfer]
}

function told(
  row: JsonObject,
  wallet: JsonObject,
  account: AccountId,
  timeUs: number,
): BalanceTold {
  return {
    type: 'balance',
    account,
    asset: asset(unifiedCode(textAt(row, 'asset'))),
    total: amountAt(wallet, 'balance'),
    timeUs,
    ...given('venueTimeUs', optionalIsoTimeAt(row, 'timestamp')),
  }
}

/** What came in or went out, the ledger's fee taken off. */
function readTransfer(
  row: JsonObject,
  account: AccountId,
  timeUs: number,
): TransferTold | undefined {
  if (!TRANSFERS.has(optionalTextAt(row, 'type') ?? '')) return undefined
  const fee = optionalAmountAt(row, 'fee')
  const amount = amountAt(row, 'amount')
  return {
    type: 'transfer',
    account,
    asset: asset(unifiedCode(textAt(row, 'asset'))),
    amount: fee === undefined ? amount : amount.minus(fee),
    ...given('transferId', optionalTextAt(row, 'ledger_id')),
    timeUs,
    venueTimeUs: isoTimeAt(row, 'timestamp'),
  }
}
