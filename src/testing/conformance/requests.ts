import type { ChannelRequest, DepthChoice, ExchangeDriver, Instrument } from '../../core/index.ts'

/** A request and the instrument it is for. */
export interface OfferedRequest {
  /** The instrument. */
  readonly instrument: Instrument
  /** What is asked for. */
  readonly request: ChannelRequest
  /** Both in words. */
  readonly name: string
}

/** Every channel that the facts offer, at every depth and interval, for each instrument. */
export function allRequests(
  driver: ExchangeDriver,
  instruments: readonly Instrument[],
): readonly OfferedRequest[] {
  return instruments.flatMap((instrument) =>
    requestsOf(driver, instrument.product).map((request) => ({
      instrument,
      request,
      name: `${instrument.pair} ${Object.values(request).join(' ')}`,
    })),
  )
}

/** Every channel of a product, at every depth and interval. */
export function requestsOf(driver: ExchangeDriver, product: string): readonly ChannelRequest[] {
  return driver.facts.channels
    .filter((channel) => channel.product === product)
    .flatMap(({ channel, depths = {}, intervals = [] }): readonly ChannelRequest[] => {
      if (channel === 'candle') return intervals.map((interval) => ({ channel, interval }))
      if (channel === 'book')
        return Object.keys(depths).map((depth) => ({ channel, depth: depthChoice(depth) }))
      return [{ channel }]
    })
}

function depthChoice(key: string): DepthChoice {
  if (key === 'bbo' || key === 'full') return key
  return key === '20' ? 20 : 50
}
