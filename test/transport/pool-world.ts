import type { ConnectionChanged, StreamFacts, Topic } from '../../src/core/index.ts'
import {
  type FrameSource,
  type TopicRejected,
  WSPool,
  type WSPoolOptions,
} from '../../src/transport/index.ts'
import { classifyToyFrame, readToyFrame, ToyVenue, toyDriver, toyStream } from './toy-venue.ts'
import { createWorld, type World } from './world.ts'

/** A pool against a toy venue, with all that it told. */
export interface PoolWorld extends World {
  readonly venue: ToyVenue
  readonly pool: WSPool
  readonly frames: { readonly topic: string; readonly n: number; readonly source: FrameSource }[]
  readonly states: ConnectionChanged[]
  readonly subscribed: { readonly topic: Topic; readonly source: FrameSource }[]
  readonly rejected: TopicRejected[]
}

export function createPoolWorld(
  stream: Partial<StreamFacts> = {},
  options: Partial<WSPoolOptions> = {},
  seed = 1,
): PoolWorld {
  const world = createWorld(seed)
  const venue = new ToyVenue(world.nowMs)
  world.listen('http://toy.test', venue)
  const frames: PoolWorld['frames'] = []
  const states: ConnectionChanged[] = []
  const subscribed: PoolWorld['subscribed'] = []
  const rejected: TopicRejected[] = []
  const pool = new WSPool({
    driver: toyDriver([toyStream(stream)]),
    environment: 'production',
    ports: world.ports,
    onFrame: (frame, _localTimeUs, source) => {
      const { t, n } = readToyFrame(frame)
      if (typeof t === 'string' && typeof n === 'number') frames.push({ topic: t, n, source })
      return classifyToyFrame(frame)
    },
    onConnection: (event) => states.push(event),
    ...options,
  })
  pool.on('subscribed', (topic, source) => subscribed.push({ topic, source }))
  pool.on('rejected', (event) => rejected.push(event))
  return { ...world, venue, pool, frames, states, subscribed, rejected }
}

/** The largest number of moments within any window of `perMs`. */
export function mostWithin(momentsMs: readonly number[], perMs: number): number {
  return Math.max(
    0,
    ...momentsMs.map((from) => momentsMs.filter((at) => at >= from && at < from + perMs).length),
  )
}
