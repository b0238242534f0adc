import type { HttpRequest, HttpResponse, MarginProtocol, RestCall } from '../../../core/index.ts'
import { envelopeOf } from './envelope.ts'
import { accountError, meaningOfCode } from './errors.ts'
import type { SignedCalls } from './signed-calls.ts'

/** Leverage of an instrument; the margin mode is the whole account's. docs/venues/bybit.md §Trading; checked 2026-11-21. */
export function marginProtocol(calls: SignedCalls): MarginProtocol {
  return {
    setLeverage: ({ product, symbol }, leverage) => {
      const both = { buyLeverage: String(leverage), sellLeverage: String(leverage) }
      const body = { category: product, symbol, ...both }
      return settingCall(calls.setting('/v5/position/set-leverage', body))
    },
    setMarginMode: (_instrument, mode) =>
      settingCall(
        calls.setting('/v5/account/set-margin-mode', {
          setMarginMode: mode === 'cross' ? 'REGULAR_MARGIN' : 'ISOLATED_MARGIN',
        }),
      ),
  }
}

function settingCall(request: HttpRequest): RestCall<void> {
  return {
    request,
    refusal: refusalOf,
    parse: (response) => {
      const error = refusalOf(response)
      if (error !== undefined) throw error
    },
  }
}

/** "Not modified" is what was asked for. */
function refusalOf(response: HttpResponse): ReturnType<typeof accountError> | undefined {
  const isGood = response.status >= 200 && response.status <= 299
  const envelope = envelopeOf(response)
  if (isGood && envelope !== undefined) {
    if (envelope.retCode === '0') return undefined
    if (meaningOfCode(envelope.retCode, envelope.retMsg)?.outcome === 'unchanged') return undefined
  }
  return accountError(response)
}
