import ccxt, { type Exchange } from 'ccxt'
import type { ServedVenue } from '../../../src/sim/index.ts'

/** ccxt's classes as published, with keys, and their URLs pointed at a simulated venue. */

/** Keys of an account. */
export interface CcxtKeys {
  readonly key: string
  readonly secret: string
  readonly passphrase?: string
}

/** Makes a client of one account. */
export type MakeCcxt = (served: ServedVenue, keys: CcxtKeys) => Exchange

/** Its one class for all products. Overridden: `urls.api` of what it asks and hears. */
export function ccxtBinance(
  { accountStreams, hosts, rest }: ServedVenue,
  { key, secret }: CcxtKeys,
): InstanceType<typeof ccxt.pro.binance> {
  const made = new ccxt.pro.binance({ apiKey: key, secret, newUpdates: true })
  const api = made.urls['api'] as Record<string, unknown>
  const { spot, usdm, coinm } = rest
  for (const name of ['public', 'private']) api[name] = `${spot}/api/v3`
  for (const name of ['fapiPublic', 'fapiPrivate']) api[name] = `${usdm}/fapi/v1`
  for (const version of [2, 3]) {
    api[`fapiPublicV${version}`] = `${usdm}/fapi/v${version}`
    api[`fapiPrivateV${version}`] = `${usdm}/fapi/v${version}`
  }
  api['dapiPublic'] = `${coinm}/dapi/v1`
  const ws = api['ws'] as Record<string, object>
  Object.assign(ws['ws-api'] as object, { spot: accountStreams['spot-account'] })
  Object.assign(ws, { future: `${hosts['usdm-stream']?.wsUrl}/ws` })
  made.has['fetchCurrencies'] = false
  // Which pairs are lent for is asked of a service that is not simulated.
  made.options['fetchMargins'] = false
  // Brackets of leverage, which its positions have beside them, are not simulated either.
  made.options['leverageBrackets'] = {}
  made.options['watchPositions'] = { fetchPositionsSnapshot: false }
  made.options['fetchMarkets'] = { types: ['spot', 'linear'] }
  return made
}

/** Its one class for all products. Overridden: `urls.api`. */
export function ccxtBybit(
  { accountStreams, rest, streams }: ServedVenue,
  { key, secret }: CcxtKeys,
): InstanceType<typeof ccxt.pro.bybit> {
  const made = new ccxt.pro.bybit({ apiKey: key, secret, newUpdates: true })
  const api = made.urls['api'] as Record<string, unknown>
  api['public'] = rest['v5']
  api['private'] = rest['v5']
  const ws = api['ws'] as { public: object; private: Record<string, unknown> }
  const { spot, linear, inverse } = streams
  Object.assign(ws.public, { spot, linear, inverse })
  const url = accountStreams['private']
  ws.private = { spot: { unified: url, nonUnified: url }, contract: url, usdc: url }
  // It asks which kind of account it has; this one is unified.
  made.options['enableUnifiedMargin'] = false
  made.options['enableUnifiedAccount'] = true
  made.options['unifiedMarginStatus'] = 6
  made.has['fetchCurrencies'] = false
  return made
}

/** Its one class for all products. Overridden: `urls.api`. */
export function ccxtOkx(
  { accountRest, accountStreams }: ServedVenue,
  { key, secret, passphrase = '' }: CcxtKeys,
): InstanceType<typeof ccxt.pro.okx> {
  const made = new ccxt.pro.okx({
    apiKey: key,
    secret,
    password: passphrase,
    newUpdates: true,
    options: { fetchMarkets: { types: ['spot', 'swap'] }, brokerId: '' },
  })
  const api = made.urls['api'] as Record<string, unknown>
  api['rest'] = accountRest['private']
  // It puts the kind of stream behind it.
  api['ws'] = accountStreams['private']?.replace(/\/private$/, '')
  // Currencies are of the funding account, which is not simulated.
  made.has['fetchCurrencies'] = false
  return made
}

/** Its class for spot. Overridden: `urls.api.public`, `private`, and the private socket. */
export function ccxtKraken(
  { accountStreams, rest, streams }: ServedVenue,
  { key, secret }: CcxtKeys,
): InstanceType<typeof ccxt.pro.kraken> {
  const made = new ccxt.pro.kraken({ apiKey: key, secret, newUpdates: true })
  const api = made.urls['api'] as Record<string, unknown>
  api['public'] = rest['spot']
  api['private'] = rest['spot']
  const url = accountStreams['spot-private']
  Object.assign(api['ws'] as object, {
    private: url,
    privateV2: url,
    publicV2: streams['spot'],
  })
  made.has['fetchCurrencies'] = false
  // Each of its clients has nonces of its own, in ms: those of one key must rise over all of them.
  let last = 0
  made.nonce = () => {
    last = Math.max(last + 1, made.microseconds())
    return last
  }
  return made
}

/** Its class for derivatives. Overridden: `urls.api`. */
export function ccxtKrakenFutures(
  { accountStreams, rest }: ServedVenue,
  { key, secret }: CcxtKeys,
): InstanceType<typeof ccxt.pro.krakenfutures> {
  const made = new ccxt.pro.krakenfutures({ apiKey: key, secret, newUpdates: true })
  const api = made.urls['api'] as Record<string, unknown>
  const base = rest['futures'] ?? ''
  Object.assign(api, {
    public: `${base}/derivatives/api/`,
    private: `${base}/derivatives/api/`,
    charts: `${base}/api/charts/`,
    history: `${base}/api/history/`,
    ws: accountStreams['futures-private'],
  })
  return made
}
