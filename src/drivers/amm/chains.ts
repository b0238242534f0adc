/** Where Uniswap v4 is on a chain. */
export interface V4Contracts {
  /** All its pools, and all their logs. */
  readonly poolManager: string
  /** What tells of them. */
  readonly stateView: string
}

/** What a driver must know of a chain. Evidence: docs/venues/amm.md §Chains; checked 2026-11-27. */
export interface ChainFacts {
  /** Its number, as `eth_chainId` tells it. */
  readonly chainId: number
  /** Time between two blocks in ms. */
  readonly blockMs: number
  /** Multicall3: many reads of one block in one call. */
  readonly multicall3: string
  /** What tells the number of a block, where contracts are told that of another chain as `block.number` (Arbitrum). */
  readonly arbSys?: string
  /** Uniswap v4; absent where it is not, or is not known. */
  readonly uniswapV4?: V4Contracts
}

const multicall3 = '0xcA11bde05977b3631167028862bE2a173976CA11'

/** Chains by name. */
export const CHAINS: Readonly<Record<string, ChainFacts>> = {
  ethereum: {
    chainId: 1,
    blockMs: 12_000,
    multicall3,
    uniswapV4: {
      poolManager: '0x000000000004444c5dc75cB358380D2e3dE08A90',
      stateView: '0x7ffe42c4a5deea5b0fec41c94c136cf115597227',
    },
  },
  arbitrum: {
    chainId: 42_161,
    blockMs: 250,
    multicall3,
    // A precompile: https://docs.arbitrum.io/arbitrum-essentials/arbitrum-vs-ethereum/block-numbers-and-time (2026-11-27).
    arbSys: '0x0000000000000000000000000000000000000064',
    uniswapV4: {
      poolManager: '0x360e68faccca8ca495c1b759fd9eee466db9fb32',
      stateView: '0x76fd297e2d437cd7f76d50f01afe6160f86e9990',
    },
  },
  base: {
    chainId: 8453,
    blockMs: 2_000,
    multicall3,
    uniswapV4: {
      poolManager: '0x498581fF718922c3f8e6A244956aF099B2652b2b',
      stateView: '0xa3c0c9b65bad0b08107aa264b0f3db444b867a71',
    },
  },
  optimism: {
    chainId: 10,
    blockMs: 2_000,
    multicall3,
    uniswapV4: {
      poolManager: '0x9a13f98cb987694c9f086b1f5eb990eea8264ec3',
      stateView: '0xc18a3169788f4f75a170290584eca6395c75ecdb',
    },
  },
  polygon: {
    chainId: 137,
    blockMs: 2_000,
    multicall3,
    uniswapV4: {
      poolManager: '0x67366782805870060151383f4bbff9dab53e5cd6',
      stateView: '0x5ea1bd7974c8a611cbab0bdcafcb1d9cc9b3ba5a',
    },
  },
}
