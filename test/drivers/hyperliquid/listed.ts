import type { Instrument } from '../../../src/core/index.ts'
import { hyperliquid } from '../../../src/drivers/hyperliquid/index.ts'

/** Answers of `POST /info` as documented; hyperliquid.gitbook.io info-endpoint perpetuals and spot, 2026-11-21. */

/** `metaAndAssetCtxs` of the venue's own dex. */
export const OWN_DEX = [
  {
    universe: [
      { name: 'BTC', szDecimals: 5, maxLeverage: 40, marginTableId: 56 },
      { name: 'ETH', szDecimals: 4, maxLeverage: 25, marginTableId: 55 },
      { name: 'MATIC', szDecimals: 1, maxLeverage: 20, isDelisted: true, onlyIsolated: true },
      { name: 'kPEPE', szDecimals: 0, maxLeverage: 10, isDelisted: null, onlyIsolated: null },
    ],
    marginTables: [
      [50, { description: '', marginTiers: [{ lowerBound: '0.0', maxLeverage: 50 }] }],
    ],
    collateralToken: 0,
  },
  [
    { markPx: '84148.0', midPx: '84143.5', oraclePx: '84198.0', funding: '0.0000018952' },
    { markPx: '2683.57', midPx: '2683.55', oraclePx: '2684.0', funding: '0.0000125' },
    { markPx: '0.37621', midPx: null, oraclePx: '0.3754', funding: '0.0' },
    { markPx: '0.004411', midPx: '0.004412', oraclePx: '0.00441', funding: '0.0000125' },
  ],
] as const

/** `allPerpMetas`: the venue's own dex, then those of builders. */
export const ALL_DEXES = [
  OWN_DEX[0],
  {
    universe: [
      { name: 'xyz:XYZ100', szDecimals: 4, maxLeverage: 25 },
      { name: 'xyz:TSLA', szDecimals: 3, maxLeverage: 10, growthMode: 'enabled' },
    ],
    marginTables: [],
    collateralToken: 0,
  },
  {
    universe: [{ name: 'flx:TSLA', szDecimals: 3, maxLeverage: 10, isDelisted: true }],
    marginTables: [],
    collateralToken: 360,
  },
] as const

const token = (index: number, name: string, szDecimals: number) => ({
  name,
  szDecimals,
  weiDecimals: 8,
  index,
  tokenId: '0x6d1e7cde53ba9467b783cb7c530ce054',
  isCanonical: index < 2,
})

/** `spotMeta`. */
export const SPOT_META = {
  tokens: [
    token(0, 'USDC', 8),
    token(1, 'PURR', 0),
    token(150, 'HYPE', 2),
    token(360, 'USDH', 2),
    token(411, 'HYPE', 1),
    token(412, 'a b', 1),
  ],
  universe: [
    { name: 'PURR/USDC', tokens: [1, 0], index: 0, isCanonical: true },
    { name: '@107', tokens: [150, 0], index: 107, isCanonical: false },
    { name: '@230', tokens: [150, 360], index: 230, isCanonical: false },
    { name: '@300', tokens: [411, 0], index: 300, isCanonical: false },
    { name: '@301', tokens: [412, 0], index: 301, isCanonical: false },
    { name: '@302', tokens: [999, 0], index: 302, isCanonical: false },
  ],
} as const

/** `spotMetaAndAssetCtxs`; contexts name their coin, and there are more of them than pairs. */
export const SPOT = [
  SPOT_META,
  [
    { coin: 'PURR/USDC', markPx: '0.067131', midPx: '0.0671', prevDayPx: '0.07' },
    { coin: '@1', markPx: '1.0', midPx: null, prevDayPx: '1.0' },
    { coin: '@107', markPx: '35.271', midPx: '35.27', prevDayPx: '34.1' },
    { coin: '@230', markPx: '0.0', midPx: '0.0', prevDayPx: '0.0' },
  ],
] as const

/** A body as the venue answers it. */
export const answer = (body: unknown, status = 200) => ({
  status,
  headers: {},
  body: Buffer.from(JSON.stringify(body)),
})

/** What the driver makes of listings. */
export function listed(products: readonly string[], ...bodies: readonly unknown[]): Instrument[] {
  const calls = hyperliquid().rest.instruments(products)
  return calls.flatMap((call, i) => call.parse(answer(bodies[i]), 1))
}

const one = (symbol: string): Instrument => {
  const found = [
    ...listed(['perp'], OWN_DEX),
    ...listed(['hip3'], ALL_DEXES, SPOT_META),
    ...listed(['spot'], SPOT),
  ].find((instrument) => instrument.symbol === symbol)
  if (found === undefined) throw new Error(`no ${symbol}`)
  return found
}

/** One of each product. */
export const LISTED = { perp: one('BTC'), hip3: one('xyz:TSLA'), spot: one('@107') } as const
