import {
  type ChannelFacts,
  type ChannelRequest,
  ConfigError,
  type VenueFacts,
} from '../../core/index.ts'

/**
 * The facts of the channel that a request asks for.
 *
 * @throws ConfigError `UNKNOWN_CHANNEL` or `UNKNOWN_INTERVAL`, naming what the product has.
 */
export function channelFacts(
  facts: VenueFacts,
  product: string,
  request: ChannelRequest,
): ChannelFacts {
  const offered = facts.channels.filter((channel) => channel.product === product)
  const found = offered.find(({ channel }) => channel === request.channel)
  if (found === undefined) {
    const names = offered.map(({ channel }) => channel).join(', ')
    throw new ConfigError(
      'UNKNOWN_CHANNEL',
      `Subscribing at ${facts.name}, product ${product}: there is no channel "${request.channel}"; it has ${names}`,
      { context: { product, channel: request.channel } },
    )
  }
  if (request.channel === 'candle' && found.intervals?.includes(request.interval) !== true) {
    throw new ConfigError(
      'UNKNOWN_INTERVAL',
      `Subscribing to bars at ${facts.name}: there is no interval "${request.interval}"; it has ${found.intervals?.join(', ') ?? 'none'}`,
      { context: { product, interval: request.interval } },
    )
  }
  return found
}

/**
 * The depth that a book request really gets; `full` where the request names none.
 *
 * @throws ConfigError `UNKNOWN_DEPTH`, naming the depths that exist.
 */
export function depthOf(
  facts: ChannelFacts,
  request: ChannelRequest & { readonly channel: 'book' },
): number | 'full' {
  const choice = request.depth ?? 'full'
  const depth = facts.depths?.[choice]
  if (depth !== undefined) return depth
  throw new ConfigError(
    'UNKNOWN_DEPTH',
    `Subscribing to a book of ${facts.product}: there is no depth "${choice}"; there is ${Object.keys(facts.depths ?? {}).join(', ')}`,
    { context: { depth: choice } },
  )
}
