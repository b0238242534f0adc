/** A token of a pool. Verify it by its address: symbols are free to be copied. */
export interface AmmToken {
  /** Contract address; `0x0000000000000000000000000000000000000000` for the chain's own currency, in pools of Uniswap v4. */
  readonly address: string
  /** Asset name; `WETH` and `WBTC` are called `ETH` and `BTC` unless told otherwise. */
  readonly symbol: string
  /** Decimals, as the contract says. */
  readonly decimals: number
}

/** What is said of every pool. It is compared with the chain when instruments are listed. */
export interface AmmPairOptions {
  /** Name of its chain, as in `chains`. */
  readonly chain: string
  /** The token with the lower address. */
  readonly token0: AmmToken
  /** The token with the higher address. */
  readonly token1: AmmToken
  /** Which token is bought and sold; the other one is what prices are quoted in. */
  readonly base: 'token0' | 'token1'
  /** Name of the base asset in the pair, where several pools have the same tokens: `ETH-500`. @defaultValue its token's */
  readonly baseName?: string
  /** A level ends at every multiple of this many ticks (one is 0.01 %). @defaultValue `tickSpacing`; 60 where there is none */
  readonly gridTicks?: number
  /** Digits after the point of a price; bids are rounded down to them, asks up. @defaultValue 8 */
  readonly priceDigits?: number
}

/** A pool that is a contract of its own. */
export interface AmmContractOptions extends AmmPairOptions {
  /** Contract address. */
  readonly address: string
}

/** A pool of Uniswap v3, or of what answers like it (PancakeSwap v3). */
export interface AmmV3Pool extends AmmContractOptions {
  /** Kind. @defaultValue `'v3'` */
  readonly kind?: 'v3'
  /** Fee in parts of a million: 500 is 0.05 %. */
  readonly fee: number
  /** Spacing of its ticks. */
  readonly tickSpacing: number
}

/** A pool of Slipstream (Velodrome, Aerodrome). Its fee is asked for at each block, for no log tells it. */
export interface AmmSlipstreamPool extends AmmContractOptions {
  /** Kind. */
  readonly kind: 'slipstream'
  /** Spacing of its ticks. */
  readonly tickSpacing: number
}

/** A pool of Algebra (QuickSwap, Camelot). Its fee changes, and its logs tell. */
export interface AmmAlgebraPool extends AmmContractOptions {
  /** Kind. */
  readonly kind: 'algebra'
  /** `1.0` also for 1.1 (QuickSwap), `1.9` for those of every spacing, `1.9-directional` with a fee each way (Camelot). */
  readonly version: '1.0' | '1.9' | '1.9-directional'
}

/** A pool of Uniswap v2 or a fork: two reserves. */
export interface AmmV2Pool extends AmmContractOptions {
  /** Kind. */
  readonly kind: 'v2'
  /** Fee in parts of a million. No contract tells it: it cannot be compared. @defaultValue 3,000 */
  readonly fee?: number
}

/** A pool of Uniswap v4, by its key; the venue's symbol is the key's hash. */
export interface AmmV4Pool extends AmmPairOptions {
  /** Kind. */
  readonly kind: 'v4'
  /** Fee in parts of a million; `'dynamic'` where its hook sets it. */
  readonly fee: number | 'dynamic'
  /** Spacing of its ticks. */
  readonly tickSpacing: number
  /** Address of its hook; it has to be among `harmlessHooks`. @defaultValue none */
  readonly hooks?: string
}

/** One pool. */
export type AmmPoolOptions = AmmV2Pool | AmmV3Pool | AmmV4Pool | AmmSlipstreamPool | AmmAlgebraPool
