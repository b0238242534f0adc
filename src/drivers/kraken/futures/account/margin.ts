import {
  ConfigError,
  type Credentials,
  type MarginProtocol,
  type RestCall,
} from '../../../../core/index.ts'
import { futuresResult } from '../../account/answer.ts'
import { type FuturesCall, futuresRequest } from './signed-call.ts'

/** With a leverage a contract has margin of its own, without one it shares. docs/venues/kraken.md §Trading; checked 2026-11-27. */
export function marginProtocol(credentials: Credentials): MarginProtocol {
  const prefer = (fields: NonNullable<FuturesCall['fields']>): RestCall<void> => ({
    request: futuresRequest(
      { method: 'PUT', path: '/derivatives/api/v3/leveragepreferences', fields, weight: 10 },
      credentials,
    ),
    parse: (response) => void futuresResult(response),
  })
  return {
    setLeverage: ({ symbol }, leverage, mode) => {
      if (mode === 'cross') throw unsupported('a leverage of cross margin', 'isolated')
      return prefer({ symbol, maxLeverage: leverage })
    },
    setMarginMode: ({ symbol }, mode) => {
      if (mode === 'isolated') throw unsupported('isolated margin alone', 'setLeverage')
      return prefer({ symbol })
    },
  }
}

function unsupported(found: string, expected: string): ConfigError {
  return new ConfigError(
    'UNSUPPORTED',
    `Setting margin of a contract: there is no ${found}; a leverage makes margin isolated, and none makes it cross: use ${expected}`,
  )
}
