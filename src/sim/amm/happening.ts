/** What somebody wants to do in a pool. */
export type Transaction =
  | {
      readonly kind: 'swap'
      readonly pool: string
      readonly takesToken0: boolean
      readonly amount: bigint
    }
  | {
      readonly kind: 'liquidity'
      readonly pool: string
      readonly lower: number
      readonly upper: number
      readonly amount: bigint
    }
  /** The protocol takes another part, of token0 in and of token1 in, in parts of a million. */
  | {
      readonly kind: 'protocolFees'
      readonly pool: string
      readonly down: number
      readonly up: number
    }

/** What a transaction did: each is a log. */
export type Happening =
  | {
      readonly kind: 'swap'
      readonly amount0: bigint
      readonly amount1: bigint
      readonly price: bigint
      readonly liquidity: bigint
      readonly tick: number
      /** What it paid, in parts of a million. */
      readonly fee: bigint
    }
  | {
      readonly kind: 'liquidity'
      readonly lower: number
      readonly upper: number
      readonly amount: bigint
    }
  | { readonly kind: 'fees' | 'protocolFees'; readonly down: bigint; readonly up: bigint }
  | { readonly kind: 'reserves'; readonly reserve0: bigint; readonly reserve1: bigint }
