import type { ExchangeDriver, RateLimit } from '../../core/index.ts'
import { demandNone } from './check.ts'
import type { Clause } from './clause.ts'

/** Words in a URL or header that would tell the venue who sent the user. */
const ATTRIBUTION = /broker|referr?al|affiliate|builder|\bref(?:er)?\b|channel-?id/i

/** Chapter F: what a driver says of its venue. */
export const FACTS_CLAUSES: readonly Clause[] = [
  {
    id: 'F1',
    text: 'names products, endpoints and services once each, in lower case',
    needsVenue: false,
    check: ({ driver }) => demandNone(nameProblems(driver)),
  },
  {
    id: 'F2',
    text: 'offers channels of its own products only, books with depths and bars with intervals',
    needsVenue: false,
    check: ({ driver }) => demandNone(channelProblems(driver)),
  },
  {
    id: 'F3',
    text: 'has an encrypted address for every endpoint and service of production',
    needsVenue: false,
    check: ({ driver }) => demandNone(urlProblems(driver)),
  },
  {
    id: 'F4',
    text: 'states limits that are positive and finite, and pings before it takes a socket for dead',
    needsVenue: false,
    check: ({ driver }) => demandNone(limitProblems(driver)),
  },
  {
    id: 'F5',
    text: 'carries no broker id, referral or builder word in any address or header',
    needsVenue: false,
    check: ({ driver }) => demandNone(attributionProblems(driver)),
  },
]

function nameProblems({ facts }: ExchangeDriver): readonly string[] {
  const lists = { products: facts.products, streams: facts.streams, rest: facts.rest }
  return Object.entries(lists).flatMap(([what, list]) => {
    const ids = list.map(({ id }) => id)
    return [
      ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${what}: ${id} stands twice`),
      ...ids
        .filter((id) => !/^[a-z][a-z0-9-]*$/.test(id))
        .map((id) => `${what}: expected a name in lower case, was "${id}"`),
    ]
  })
}

function channelProblems({ facts }: ExchangeDriver): readonly string[] {
  const known = new Set(facts.products.map(({ id }) => id))
  const seen = new Set<string>()
  return facts.channels.flatMap(({ product, channel, depths, intervals }) => {
    const name = `${product} ${channel}`
    const isAgain = seen.has(name)
    seen.add(name)
    return [
      ...(isAgain ? [`${name} stands twice`] : []),
      ...(known.has(product) ? [] : [`${name}: there is no such product`]),
      ...((channel === 'book') === (depths !== undefined)
        ? []
        : [`${name}: depths belong to books`]),
      ...((channel === 'candle') === (intervals !== undefined)
        ? []
        : [`${name}: intervals belong to bars`]),
      ...(intervals?.length === 0 ? [`${name}: no interval is named`] : []),
    ]
  })
}

function urlProblems({ facts }: ExchangeDriver): readonly string[] {
  const urls = facts.urls.production?.['default']
  if (urls === undefined) return ['production has no region "default"']
  const check = (id: string, url: string | undefined, scheme: string): readonly string[] =>
    url?.startsWith(scheme) === true ? [] : [`${id}: expected ${scheme}…, was ${url}`]
  return [
    ...facts.streams.flatMap(({ id }) => check(`stream ${id}`, urls.streams[id], 'wss://')),
    ...facts.rest.flatMap(({ id }) => check(`service ${id}`, urls.rest[id], 'https://')),
    ...facts.rest
      .filter(({ id }) => urls.rest[id]?.endsWith('/') === true)
      .map(({ id }) => `service ${id}: its base ends with a slash`),
  ]
}

function limitProblems({ facts }: ExchangeDriver): readonly string[] {
  const isGood = (value: number): boolean => Number.isFinite(value) && value > 0
  const limits: (readonly [string, RateLimit])[] = [
    ...facts.streams.map(({ id, outbound }) => [`${id} outbound`, outbound] as const),
    ...facts.streams.map(({ id, connects }) => [`${id} connects`, connects] as const),
    ...facts.rest.map(({ id, budget }) => [`${id} budget`, budget] as const),
  ]
  const bounds = facts.streams.flatMap((stream) => {
    const { id, maxTopics, maxTopicsPerMessage, maxMessageBytes, ackTimeoutMs, lifetimeMs } = stream
    const { keepAlive } = stream
    const numbers = { maxTopics, maxTopicsPerMessage, maxMessageBytes, ackTimeoutMs }
    return [
      ...Object.entries(numbers)
        .filter(([, value]) => !isGood(value))
        .map(([name, value]) => `${id} ${name}: ${value}`),
      ...(lifetimeMs === false || isGood(lifetimeMs) ? [] : [`${id} lifetimeMs: ${lifetimeMs}`]),
      ...(isGood(keepAlive.deadAfterMs) ? [] : [`${id} deadAfterMs: ${keepAlive.deadAfterMs}`]),
      ...(keepAlive.kind === 'server' || keepAlive.everyMs < keepAlive.deadAfterMs
        ? []
        : [
            `${id}: it is dead after ${keepAlive.deadAfterMs} ms, pinged every ${keepAlive.everyMs}`,
          ]),
    ]
  })
  return [
    ...bounds,
    ...limits
      .filter(([, { count, perMs }]) => !isGood(count) || !isGood(perMs))
      .map(([name, { count, perMs }]) => `${name}: ${count} in ${perMs} ms`),
  ]
}

function attributionProblems({ facts }: ExchangeDriver): readonly string[] {
  const headers = facts.streams.flatMap(({ headers = {} }) => Object.entries(headers).flat())
  const urls = Object.values(facts.urls).flatMap((regions) =>
    Object.values(regions ?? {}).flatMap(({ streams, rest, headers: own = {} }) => [
      ...Object.values(streams),
      ...Object.values(rest),
      ...Object.entries(own).flat(),
    ]),
  )
  return [...headers, ...urls].filter((text) => ATTRIBUTION.test(text))
}
