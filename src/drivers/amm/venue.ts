import { venueId } from '../../core/index.ts'

/** The id under which all pools of a driver go. */
export const VENUE: ReturnType<typeof venueId> = venueId('amm')

/** Where nothing is told: a name that is reserved, so that it is nobody's. A program brings its own providers. */
export const DEFAULT_CHAINS = {
  ethereum: {
    providers: [
      { http: 'https://ethereum.example.com', ws: 'wss://ethereum.example.com' },
      { http: 'https://ethereum-2.example.com', ws: 'wss://ethereum-2.example.com' },
    ],
  },
} as const
