import { type ChannelRequest, ConfigError, type OutFrame, type Topic } from '../../core/index.ts'
import type { ConformanceBench } from './bench.ts'
import { demand, demandEqual, demandNone } from './check.ts'
import type { Clause } from './clause.ts'
import { allRequests } from './requests.ts'

const FIRST_ID = 41

/** Chapters T and S: what is subscribed, and in which words. */
export const SESSION_CLAUSES: readonly Clause[] = [
  {
    id: 'T1',
    text: 'turns every channel that it offers into topics of endpoints that exist',
    needsVenue: true,
    check: async (bench) => {
      const { driver } = bench
      const endpoints = new Set(driver.facts.streams.map(({ id }) => id))
      const problems: string[] = []
      for (const { instrument, request, name } of allRequests(driver, await bench.listed())) {
        const topics = driver.topics(instrument, request)
        if (topics.length === 0) problems.push(`${name}: no topic`)
        for (const topic of topics) {
          const isStreamed = topic.poll === undefined && topic.reading === undefined
          if (isStreamed && !endpoints.has(topic.endpoint))
            problems.push(`${name}: ${topic.name} is of endpoint ${topic.endpoint}`)
        }
        if (request.channel === 'book' && !topics.some(({ feed, depth }) => feed && depth))
          problems.push(`${name}: no topic names its feed and its depth`)
      }
      demandNone(problems)
    },
  },
  {
    id: 'T2',
    text: 'gives equal requests topics of equal names, and different instruments different ones',
    needsVenue: true,
    check: async (bench) => {
      const { driver } = bench
      const owners = new Map<string, string>()
      for (const { instrument, request, name } of allRequests(driver, await bench.listed())) {
        const [first, second] = [
          driver.topics(instrument, request),
          driver.topics(instrument, request),
        ]
        demandEqual(first.map(keyOf), second.map(keyOf), name)
        for (const topic of first) {
          if (topic.symbol === undefined) continue
          const owner = owners.get(keyOf(topic)) ?? topic.symbol
          owners.set(keyOf(topic), owner)
          demandEqual(topic.symbol, owner, `${name}: the symbol of ${keyOf(topic)}`)
        }
      }
    },
  },
  {
    id: 'T3',
    text: 'refuses what it does not offer with a typed error that names what there is',
    needsVenue: true,
    check: async (bench) => {
      const { driver } = bench
      const problems: string[] = []
      for (const instrument of await bench.listed()) {
        const offered = driver.facts.channels.filter(
          ({ product }) => product === instrument.product,
        )
        const has = new Set(offered.map(({ channel }) => channel))
        for (const channel of [
          'funding',
          'openInterest',
          'liquidation',
          'bbo',
          'ticker',
        ] as const) {
          if (has.has(channel)) continue
          const error = thrownBy(() => driver.topics(instrument, { channel }))
          if (!(error instanceof ConfigError) || error.code !== 'UNKNOWN_CHANNEL')
            problems.push(
              `${instrument.pair} ${channel}: expected UNKNOWN_CHANNEL, was ${String(error)}`,
            )
          else if (!offered.every((each) => error.message.includes(each.channel)))
            problems.push(
              `${instrument.pair} ${channel}: it does not name the channels: ${error.message}`,
            )
        }
      }
      demandNone(problems)
    },
  },
  {
    id: 'T4',
    text: 'refuses depths of books and intervals of bars that there are not with a typed error that names those that there are',
    needsVenue: true,
    check: async (bench) => {
      const { driver } = bench
      const problems: string[] = []
      for (const instrument of await bench.listed()) {
        const facts = driver.facts.channels.filter(({ product }) => product === instrument.product)
        for (const { channel, depths = {}, intervals = [] } of facts) {
          const isBook = channel === 'book'
          if (!isBook && channel !== 'candle') continue
          const request: unknown = isBook ? { channel, depth: 7 } : { channel, interval: '7m' }
          // Of no type that TypeScript would let through: as JavaScript and JSON do.
          const error = thrownBy(() => driver.topics(instrument, request as ChannelRequest))
          const wanted = isBook ? 'UNKNOWN_DEPTH' : 'UNKNOWN_INTERVAL'
          const known: readonly string[] = isBook ? Object.keys(depths) : intervals
          const isRight =
            error instanceof ConfigError &&
            error.code === wanted &&
            known.every((each) => error.message.includes(each))
          if (!isRight)
            problems.push(
              `${instrument.pair}: expected ${wanted} that names ${known.join(', ')}, was ${String(error)}`,
            )
        }
      }
      demandNone(problems)
    },
  },
  {
    id: 'S1',
    text: 'subscribes and unsubscribes each topic exactly once, within the limits of a message',
    needsVenue: true,
    check: async (bench) => {
      for (const [endpoint, topics] of await topicsByEndpoint(bench)) {
        const facts = bench.driver.facts.streams.find(({ id }) => id === endpoint)
        demand(facts !== undefined, () => `there is no endpoint ${endpoint}`)
        for (const type of ['subscribe', 'unsubscribe'] as const) {
          const frames = bench.driver.session[type](topics, FIRST_ID)
          const sent = frames.flatMap((frame) => frame.topics.map(keyOf))
          demandEqual([...sent].sort(), topics.map(keyOf).sort(), `${type} on ${endpoint}`)
          for (const frame of frames) {
            const bytes = bytesOf(frame)
            const count = frame.topics.length
            demand(
              bytes <= facts.maxMessageBytes,
              () => `${type} on ${endpoint}: a message of ${bytes} bytes`,
            )
            demand(
              count <= facts.maxTopicsPerMessage,
              () => `${type} on ${endpoint}: ${count} topics in a message`,
            )
          }
        }
      }
    },
  },
  {
    id: 'S2',
    text: 'counts request ids up from the first one given, and says the same words for the same topics',
    needsVenue: true,
    check: async (bench) => {
      for (const [endpoint, topics] of await topicsByEndpoint(bench)) {
        const { session } = bench.driver
        const frames = session.subscribe(topics, FIRST_ID)
        const ids = frames.flatMap(({ requestId }) => (requestId === undefined ? [] : [requestId]))
        demand(
          ids.every((id, at) => id >= FIRST_ID && (at === 0 || id > (ids[at - 1] ?? 0))),
          () => `${endpoint}: expected ids from ${FIRST_ID} upwards, were ${ids.join(', ')}`,
        )
        const again = session.subscribe(topics, FIRST_ID)
        demandEqual(again.map(textOf), frames.map(textOf), `${endpoint}: the same topics again`)
      }
    },
  },
  {
    id: 'S3',
    text: 'has a ping message exactly where the keep-alive of an endpoint is a message',
    needsVenue: false,
    check: ({ driver }) => {
      const needs = driver.facts.streams.some(({ keepAlive }) => keepAlive.kind === 'message')
      const isPing = driver.session.ping !== undefined
      // A venue may ask for messages only in its welcome.
      const mayAsk = driver.facts.streams.some(({ awaitsWelcome }) => awaitsWelcome === true)
      demand(isPing || !needs, () => 'an endpoint wants ping messages, and there is none')
      demand(needs || mayAsk || !isPing, () => 'there is a ping message that no endpoint wants')
      for (const { id } of driver.facts.streams) {
        const [one, again] = [1, 2].map(() => driver.session.ping?.(7, id))
        if (one !== undefined && again !== undefined)
          demandEqual(textOf(again), textOf(one), `the same ping on ${id} again`)
      }
    },
  },
]

const keyOf = ({ endpoint, name }: Topic): string => `${endpoint} ${name}`
const textOf = ({ data }: OutFrame): string =>
  typeof data === 'string' ? data : Buffer.from(data).toString('base64')
const bytesOf = ({ data }: OutFrame): number => Buffer.byteLength(data)

/** Topics of all channels of the listed instruments, once each, as far as one connection may hold them. */
async function topicsByEndpoint(
  bench: ConformanceBench,
): Promise<ReadonlyMap<string, readonly Topic[]>> {
  const { driver } = bench
  const groups = new Map<string, Map<string, Topic>>()
  for (const { instrument, request } of allRequests(driver, await bench.listed())) {
    for (const topic of driver.topics(instrument, request)) {
      if (topic.poll !== undefined || topic.reading !== undefined) continue
      const most = driver.facts.streams.find(({ id }) => id === topic.endpoint)?.maxTopics ?? 0
      const group = groups.get(topic.endpoint) ?? new Map<string, Topic>()
      groups.set(topic.endpoint, group)
      if (group.size < most) group.set(topic.name, topic)
    }
  }
  return new Map([...groups].map(([endpoint, topics]) => [endpoint, [...topics.values()]]))
}

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  return undefined
}
