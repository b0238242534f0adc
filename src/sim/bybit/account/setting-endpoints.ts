import type { HostRequest } from '../../../runtime/virtual/host.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { SimMarket } from '../../sim-market.ts'
import { RestRefusal } from '../rest-error.ts'
import { INVALID, neededText, readBody } from './request-body.ts'

type Setting = (account: SimAccount, market: SimMarket, request: HostRequest) => object

/** What of an account is set, by path: the result of each. They throw RestRefusal with the venue's code. */
export const SETTING_ENDPOINTS: ReadonlyMap<string, Setting> = new Map<string, Setting>([
  ['/v5/position/set-leverage', setLeverage],
  ['/v5/account/set-margin-mode', setMarginMode],
])

const MOST_LEVERAGE = 100

function setLeverage(account: SimAccount, market: SimMarket, { body: text }: HostRequest): object {
  const body = readBody(text)
  const instrument = market.find(neededText(body, 'category'), neededText(body, 'symbol'))
  if (instrument === undefined) throw new RestRefusal(INVALID, 'params error: symbol invalid')
  const leverage = Number(neededText(body, 'buyLeverage'))
  if (neededText(body, 'sellLeverage') !== String(leverage))
    throw new RestRefusal(INVALID, 'buy leverage must equal sell leverage')
  if (!(leverage >= 1 && leverage <= MOST_LEVERAGE))
    throw new RestRefusal('110013', 'cannot set leverage gt maxLeverage by risk limit')
  if (account.book.leverage(instrument) === leverage)
    throw new RestRefusal('110043', 'Set leverage has not been modified.')
  account.setLeverage(instrument, leverage)
  return {}
}

/** All margin is shared here. */
function setMarginMode(_account: SimAccount, _market: SimMarket, { body }: HostRequest): object {
  if (neededText(readBody(body), 'setMarginMode') === 'REGULAR_MARGIN') return { reasons: [] }
  throw new RestRefusal('3400045', 'Set margin mode failed')
}
