/** Rows of `public/instruments` as documented; docs-v5 GET / Get instruments, 2026-11-21. */

const SPOT = {
  instType: 'SPOT',
  instId: 'BTC-USDT',
  instIdCode: 10001,
  baseCcy: 'BTC',
  quoteCcy: 'USDT',
  settleCcy: '',
  uly: '',
  instFamily: '',
  ctVal: '',
  ctMult: '',
  ctValCcy: '',
  ctType: '',
  tickSz: '0.1',
  lotSz: '0.00000001',
  minSz: '0.00001',
  maxLmtSz: '9999999999',
  lever: '10',
  listTime: '1606468572000',
  expTime: '',
  state: 'live',
  ruleType: 'normal',
  instCategory: '1',
  tradeQuoteCcyList: ['USDT'],
} as const

const SWAP = {
  instType: 'SWAP',
  instId: 'ETH-USDT-SWAP',
  instIdCode: 10461,
  uly: 'ETH-USDT',
  instFamily: 'ETH-USDT',
  baseCcy: '',
  quoteCcy: '',
  settleCcy: 'USDT',
  ctVal: '0.1',
  ctMult: '1',
  ctValCcy: 'ETH',
  ctType: 'linear',
  tickSz: '0.01',
  lotSz: '0.01',
  minSz: '0.01',
  lever: '100',
  listTime: '1573557408000',
  expTime: '',
  state: 'live',
  ruleType: 'normal',
  alias: '',
} as const

const INVERSE = {
  ...SWAP,
  instId: 'BTC-USD-SWAP',
  uly: 'BTC-USD',
  instFamily: 'BTC-USD',
  settleCcy: 'BTC',
  ctVal: '100',
  ctValCcy: 'USD',
  ctType: 'inverse',
  tickSz: '0.1',
  lotSz: '1',
  minSz: '1',
} as const

const FUTURES = { instType: 'FUTURES', expTime: '1793347200000' } as const

/** One of each product. */
export const LISTED = {
  spot: SPOT,
  swap: SWAP,
  inverse: INVERSE,
  dated: { ...INVERSE, ...FUTURES, instId: 'BTC-USD-261030', alias: 'this_month' },
  /** Linear, quoted and margined in USD: the family has `_UM`, the underlying has not. */
  unified: {
    ...INVERSE,
    ...FUTURES,
    instId: 'BTC-USD_UM-261030',
    instFamily: 'BTC-USD_UM',
    settleCcy: 'USD',
    ctVal: '0.01',
    ctValCcy: 'BTC',
    ctType: 'linear',
  },
  xperp: {
    ...INVERSE,
    instType: 'FUTURES',
    instId: 'BTC-USD_UM_XPERP-310404',
    instFamily: 'BTC-USD_UM_XPERP',
    settleCcy: 'USD',
    ctVal: '0.0001',
    ctValCcy: 'BTC',
    ctType: 'linear',
    ruleType: 'xperp',
    expTime: '1933056000000',
  },
  /** A swap that will be delisted has an expiry time, and stays a perpetual. */
  delisted: { ...SWAP, instId: 'OLD-USDT-SWAP', uly: 'OLD-USDT', expTime: '1793347200000' },
} as const
