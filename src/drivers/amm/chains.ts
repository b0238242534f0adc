/** What a driver must know of a chain. Evidence: docs/venues/amm.md §Chains; checked 2026-11-21. */
export interface ChainFacts {
  /** Its number, as `eth_chainId` tells it. */
  readonly chainId: number
  /** Time between two blocks in ms. */
  readonly blockMs: number
  /** Multicall3: many reads of one block in one call. */
  readonly multicall3: string
  /** TickLens: the initialised ticks of one word of the bitmap in one read. */
  readonly tickLens: string
}

const MULTICALL3 = '0xcA11bde05977b3631167028862bE2a173976CA11'
const TICK_LENS = '0xbfd8137f7d1516D3ea5cA83523914859ec47F573'

/** Chains by name. */
export const CHAINS: Readonly<Record<string, ChainFacts>> = {
  ethereum: { chainId: 1, blockMs: 12_000, multicall3: MULTICALL3, tickLens: TICK_LENS },
  arbitrum: { chainId: 42_161, blockMs: 250, multicall3: MULTICALL3, tickLens: TICK_LENS },
  base: {
    chainId: 8453,
    blockMs: 2_000,
    multicall3: MULTICALL3,
    tickLens: '0x0CdeE061c75D43c82520eD998C23ac2991c9ac6d',
  },
  optimism: { chainId: 10, blockMs: 2_000, multicall3: MULTICALL3, tickLens: TICK_LENS },
  polygon: { chainId: 137, blockMs: 2_000, multicall3: MULTICALL3, tickLens: TICK_LENS },
}
