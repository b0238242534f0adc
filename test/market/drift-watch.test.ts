import { expect, test } from 'vitest'
import { type KnownMessages, type VenueDrift, venueId } from '../../src/core/index.ts'
import { DriftSampler, FRAME_KINDS } from '../../src/market/drift-sampler.ts'
import { DriftWatch } from '../../src/market/drift-watch.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'

const SECOND_US = 1_000_000
const text = (frame: Uint8Array): string => new TextDecoder().decode(frame)
const frameOf = (words: string): Uint8Array => new TextEncoder().encode(words)

/** A frame's features are its words. */
const WORDS: KnownMessages = {
  features: new Set(['kind', 'kind.a']),
  featuresOf: (frame) => text(frame).split(' '),
  textOf: text,
}

function watching(load: () => Promise<KnownMessages>) {
  const { metrics, log } = new VirtualRuntime({ seed: 1 }).ports()
  const told: VenueDrift[] = []
  const venue = venueId('okx')
  const watch = new DriftWatch({ venue, load, tell: (event) => told.push(event), metrics, log })
  const count = (): number => metrics.counter('venue_drift', { venue }).value()
  return { watch, told, count }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('tells each new thing once, with a sample and the time of its frame, and counts it', async () => {
  const { watch, told, count } = watching(async () => WORDS)
  watch.look(frameOf('kind kind.a kind.zz'), 'event', 5)
  await settled()
  watch.look(frameOf('kind kind.a kind.zz'), 'event', 6)
  watch.look(frameOf('kind kind.a=new'), 'event', 7)
  expect(told).toEqual([
    {
      type: 'venueDrift',
      venue: 'okx',
      path: 'kind.zz',
      sample: 'kind kind.a kind.zz',
      localTimeUs: 5,
    },
    {
      type: 'venueDrift',
      venue: 'okx',
      path: 'kind.a=new',
      sample: 'kind kind.a=new',
      localTimeUs: 7,
    },
  ])
  expect(count()).toBe(2)
})

test('looks at the frames that came while what is known was being loaded', async () => {
  const { watch, told } = watching(async () => WORDS)
  const reused = frameOf('kind kind.zz')
  watch.look(reused, 'event', 1)
  // Frames are borrowed.
  reused.fill(0)
  expect(told).toEqual([])
  await settled()
  expect(told.map(({ path }) => path)).toEqual(['kind.zz'])
})

test('is bounded: a hundred frames a second, two hundred things in all, samples of 200 characters', async () => {
  const { watch, told } = watching(async () => WORDS)
  watch.look(frameOf('kind'), 'event', 0)
  await settled()
  for (let i = 0; i < 300; i += 1) watch.look(frameOf(`kind kind.n${i}`), 'event', SECOND_US + i)
  expect(told).toHaveLength(100)
  for (let i = 0; i < 3_000; i += 1)
    watch.look(frameOf(`kind kind.m${i} ${'x'.repeat(900)}`), 'event', (i + 2) * SECOND_US)
  expect(told).toHaveLength(200)
  expect(Math.max(...told.map(({ sample }) => sample.length))).toBe(200)
  const named = told.filter(({ path }) => path.startsWith('kind.'))
  expect(named.every(({ sample, path }) => sample.includes(path.slice('kind.'.length)))).toBe(true)
})

test.each([
  ['cannot be loaded', () => Promise.reject(new Error('no such module'))],
  [
    'throws',
    async () => ({
      ...WORDS,
      featuresOf: () => {
        throw new Error('a broken driver')
      },
    }),
  ],
])('gives up, and throws nothing, where what is known %s', async (_what, load) => {
  const { watch, told } = watching(load)
  for (let i = 0; i < 3; i += 1) {
    watch.look(frameOf('kind kind.zz'), 'event', i)
    await settled()
  }
  expect(told).toEqual([])
})

test('samples the first frames of each kind and then one a second, whatever the others do', () => {
  const sampler = new DriftSampler()
  let looked = 0
  for (let i = 0; i < 10_000; i += 1) if (sampler.isDue(1, i * 1_000)) looked += 1
  // 16 first ones, and one in each of ten seconds.
  expect(looked).toBeGreaterThanOrEqual(24)
  expect(looked).toBeLessThanOrEqual(26)
  expect(sampler.isDue(FRAME_KINDS.control, 10_000_000)).toBe(true)
})

test('goes on sampling after the clock was set back', () => {
  const sampler = new DriftSampler()
  for (let i = 0; i < 20; i += 1) sampler.isDue(1, 100 * SECOND_US)
  expect(sampler.isDue(1, 100 * SECOND_US)).toBe(false)
  expect(sampler.isDue(1, 50 * SECOND_US)).toBe(true)
})
