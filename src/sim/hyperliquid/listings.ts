import type { LiveInstrument } from '../live-instrument.ts'
import { type Context, contextOf } from './contexts.ts'
import type { HyperliquidState } from './hyperliquid-state.ts'

/** Numbers of tokens that are the same here as at the venue; others follow. */
const TOKENS: Readonly<Record<string, number>> = {
  USDC: 0,
  PURR: 1,
  HYPE: 150,
  UBTC: 197,
  USDE: 235,
  USDT0: 268,
  USDH: 360,
}
const FIRST_OTHER = 500
const QUOTE_DECIMALS = 8

/** `meta` of a dex. */
export function metaOf(state: HyperliquidState, dex: string): unknown {
  const lives = state.ofDex(dex)
  const settle = lives[0]?.spec.settle ?? 'USDC'
  return {
    universe: lives.map(({ spec }) => ({
      szDecimals: spec.sizeScale,
      name: spec.symbol,
      maxLeverage: 40,
      marginTableId: 56,
      ...(spec.status === undefined ? {} : { isDelisted: spec.status }),
      ...(state.isDelisted(spec.symbol) ? { isDelisted: true } : {}),
    })),
    marginTables: [
      [56, { description: '', marginTiers: [{ lowerBound: '0.0', maxLeverage: 40 }] }],
    ],
    collateralToken: tokenIndex(state, settle),
  }
}

/** Statistics of a dex, by place. */
export function contextsOf(state: HyperliquidState, dex: string): readonly Context[] {
  return state.ofDex(dex).map((live) => contextOf(state, live))
}

/** `perpDexs`: the venue's own is `null`. */
export function dexRows(state: HyperliquidState): readonly unknown[] {
  return state.dexes().map((name) =>
    name === ''
      ? null
      : {
          name,
          fullName: name.toUpperCase(),
          deployer: `0x${'1'.repeat(40)}`,
          oracleUpdater: null,
          feeRecipient: null,
          assetToStreamingOiCap: state.ofDex(name).map(({ spec }) => [spec.symbol, '1000000.0']),
        },
  )
}

/** `spotMeta`; a token's place is its number, so numbers that nobody has here are filled in. */
export function spotMeta(state: HyperliquidState): unknown {
  const lives = state.market.instruments('spot')
  const named = new Map<number, unknown>()
  for (const name of assetsOf(state)) {
    const index = tokenIndex(state, name)
    const base = lives.find(({ spec }) => spec.base === name)
    named.set(index, tokenRow(name, index, base?.spec.sizeScale ?? QUOTE_DECIMALS))
  }
  const count = Math.max(...named.keys()) + 1
  return {
    universe: lives.map(({ spec }) => ({
      tokens: [tokenIndex(state, spec.base), tokenIndex(state, spec.quote)],
      name: spec.symbol,
      index: spotIndex(spec.symbol),
      isCanonical: spec.symbol.includes('/'),
    })),
    tokens: Array.from({ length: count }, (_, i) => named.get(i) ?? tokenRow(`UNLISTED${i}`, i, 2)),
  }
}

/** Statistics of spot; a row's place is the number of its pair, so pairs that are not listed here are filled in. */
export function spotContexts(state: HyperliquidState): readonly Context[] {
  const byIndex = new Map(
    state.market.instruments('spot').map((live) => [spotIndex(live.spec.symbol), live] as const),
  )
  const count = Math.max(-1, ...byIndex.keys()) + 1
  return Array.from({ length: count }, (_, i) => {
    const live = byIndex.get(i)
    return live === undefined ? unlisted(i) : contextOf(state, live)
  })
}

function unlisted(index: number): Context {
  return {
    prevDayPx: '0.0',
    dayNtlVlm: '0.0',
    markPx: '0.0',
    midPx: null,
    circulatingSupply: '0.0',
    coin: `@${index}`,
    totalSupply: '0.0',
    dayBaseVlm: '0.0',
  }
}

function tokenRow(name: string, index: number, szDecimals: number): unknown {
  return {
    name,
    szDecimals,
    weiDecimals: 8,
    index,
    tokenId: `0x${index.toString(16).padStart(32, '0')}`,
    isCanonical: index < 2,
    evmContract: null,
    fullName: null,
  }
}

/** Assets of spot, and those that contracts are margined in. */
function assetsOf(state: HyperliquidState): readonly string[] {
  const names = state.market
    .instruments()
    .flatMap(({ spec }: LiveInstrument) =>
      spec.kind === 'spot' ? [spec.base, spec.quote] : [spec.settle ?? spec.quote],
    )
  return [...new Set(names)]
}

function tokenIndex(state: HyperliquidState, name: string): number {
  const known = TOKENS[name]
  if (known !== undefined) return known
  const others = assetsOf(state).filter((each) => TOKENS[each] === undefined)
  return FIRST_OTHER + others.indexOf(name)
}

function spotIndex(coin: string): number {
  return coin.startsWith('@') ? Number(coin.slice(1)) : 0
}
