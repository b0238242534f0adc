import type { MarginProtocol } from '../../../core/index.ts'
import { readEnvelope } from './envelope.ts'
import { refusalError } from './errors.ts'
import { POINTS } from './facts.ts'
import type { Sign } from './signed-call.ts'

/** Calls in 2 s. */
const LIMIT = 20

/** Leverage of an instrument in a margin mode, which each order names for itself. docs/venues/okx.md §Trading; checked 2026-11-21. */
export function marginProtocol(sign: Sign): MarginProtocol {
  return {
    setLeverage: ({ symbol }, leverage, mode) => ({
      request: {
        service: 'private',
        method: 'POST',
        path: '/api/v5/account/set-leverage',
        body: JSON.stringify({ instId: symbol, lever: String(leverage), mgnMode: mode }),
        weight: POINTS / LIMIT,
        isIdempotent: true,
        sign,
      },
      parse(response) {
        const envelope = readEnvelope(response)
        if (envelope.code !== '0') throw refusalError(response, envelope)
      },
    }),
  }
}
