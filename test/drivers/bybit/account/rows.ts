import { ID } from './support.ts'

/** Rows and messages of the private socket and of lists, as documented; docs/v5/websocket/private, 2026-11-21. */

export function push(topic: string, ...data: unknown[]): unknown {
  return { id: '5923240c6880ab', topic, creationTime: 1_763_700_000_474, data }
}

export function orderRow(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    category: 'linear',
    symbol: 'BTCUSDT',
    orderId: '5cf98598-39a7-459e-97bf-76ca765ee020',
    orderLinkId: ID,
    side: 'Buy',
    orderType: 'Limit',
    timeInForce: 'GTC',
    price: '60000',
    qty: '0.01',
    orderStatus: 'New',
    createType: 'CreateByUser',
    cancelType: 'UNKNOWN',
    rejectReason: 'EC_NoError',
    avgPrice: '',
    leavesQty: '0.01',
    cumExecQty: '0.000',
    cumExecValue: '0',
    cumExecFee: '0',
    cumFeeDetail: {},
    stopOrderType: '',
    triggerPrice: '',
    triggerDirection: 0,
    reduceOnly: false,
    positionIdx: 0,
    createdTime: '1763700000444',
    updatedTime: '1763700000444',
    ...over,
  }
}

export function executionRow(
  over: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    category: 'linear',
    symbol: 'BTCUSDT',
    closedSize: '0.5',
    execFee: '0.033',
    execId: '0ab1bdf7-4219-438b-b30a-32ec863018f7',
    execPrice: '60000.10',
    execQty: '0.004',
    execType: 'Trade',
    execValue: '240.0004',
    feeRate: '0.00055',
    feeCurrency: 'USDT',
    markPrice: '60001.48',
    leavesQty: '0.006',
    orderId: '5cf98598-39a7-459e-97bf-76ca765ee020',
    orderLinkId: ID,
    orderPrice: '60000.10',
    orderQty: '0.01',
    orderType: 'Limit',
    side: 'Buy',
    execTime: '1763700000353',
    isMaker: false,
    seq: 140612148849382,
    extraFees: '',
    ...over,
  }
}

export function positionRow(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    category: 'linear',
    symbol: 'BTCUSDT',
    positionIdx: 0,
    side: 'Buy',
    size: '0.5',
    entryPrice: '28000',
    leverage: '10',
    markPrice: '28184.5',
    liqPrice: '',
    seq: 8327597863,
    createdTime: '1694402496913',
    updatedTime: '1697682317038',
    ...over,
  }
}

export function coinRow(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    coin: 'USDT',
    equity: '1000.5',
    walletBalance: '1000.50',
    locked: '100',
    borrowAmount: '0',
    spotBorrow: '0',
    totalOrderIM: '',
    totalPositionIM: '202.9',
    unrealisedPnl: '3',
    ...over,
  }
}
