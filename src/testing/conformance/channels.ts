import type {
  ChannelKind,
  ChannelRequest,
  ContinuityRule,
  Instrument,
  Topic,
} from '../../core/index.ts'
import type { BookHandle } from '../../market/index.ts'
import { isStreamed } from '../../market/topic-desk.ts'
import { requestsOf } from './requests.ts'
import type { ConformanceWorld } from './world.ts'

/** Those whose product has a channel. */
export function having(
  { driver }: ConformanceWorld,
  instruments: readonly Instrument[],
  wanted: ChannelKind,
): readonly Instrument[] {
  return instruments.filter(({ product }) =>
    driver.facts.channels.some((each) => each.product === product && each.channel === wanted),
  )
}

/** The whole books of those that have one. */
export function booksOf(
  world: ConformanceWorld,
  instruments: readonly Instrument[],
): readonly BookHandle[] {
  return having(world, instruments, 'book').map(({ pair }) => world.market.book(pair))
}

/** The feed of an instrument's whole book. */
export function fullFeedOf({ driver }: ConformanceWorld, instrument: Instrument): string {
  const topics = driver.topics(instrument, { channel: 'book', depth: 'full' })
  return topics.find(({ feed }) => feed !== undefined)?.feed ?? ''
}

/** Where the snapshots of its whole book come from. */
export function snapshotOf(
  world: ConformanceWorld,
  instrument: Instrument,
): ContinuityRule['snapshot'] {
  return world.driver.continuity(instrument.market, fullFeedOf(world, instrument)).snapshot
}

/** A request whose topics are all streams. */
export interface StreamedRequest {
  /** The instrument. */
  readonly instrument: Instrument
  /** What is asked for. */
  readonly request: ChannelRequest
  /** Its topics. */
  readonly topics: readonly Topic[]
}

/** What an instrument has that comes by streams, trades first: few venues send bars of all intervals soon. */
export function streamedOf(
  { driver }: ConformanceWorld,
  instrument: Instrument,
): readonly StreamedRequest[] {
  const requests = requestsOf(driver, instrument.product)
    .map((request) => ({ instrument, request, topics: driver.topics(instrument, request) }))
    .filter(({ topics }) => topics.every(isStreamed))
  const rank = ({ request }: StreamedRequest): number => (request.channel === 'trade' ? 0 : 1)
  return requests.toSorted((a, b) => rank(a) - rank(b))
}
