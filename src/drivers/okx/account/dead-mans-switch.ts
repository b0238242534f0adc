import type { OrderProtocol } from '../../../core/index.ts'
import { readEnvelope } from './envelope.ts'
import { refusalError } from './errors.ts'
import type { Sign } from './signed-call.ts'

/**
 * Cancel-all-after, of the whole sub-account: whole seconds, so that a time is rounded up, and 0 disarms it. Whether stops that
 * wait are cancelled too is not documented; they are not counted on. docs/venues/okx.md §Trading; checked 2026-11-21.
 */
export function deadMansSwitch(sign: Sign): NonNullable<OrderProtocol['deadMansSwitch']> {
  return (_target, timeoutMs) => ({
    request: {
      service: 'deadMansSwitch',
      method: 'POST',
      path: '/api/v5/trade/cancel-all-after',
      body: JSON.stringify({ timeOut: String(Math.ceil((timeoutMs || 0) / 1000)) }),
      weight: 1,
      isIdempotent: true,
      sign,
    },
    parse(response) {
      const envelope = readEnvelope(response)
      if (envelope.code !== '0') throw refusalError(response, envelope)
    },
  })
}
