import { SeededRandom } from '../../runtime/virtual/index.ts'
import type { ConformanceBench } from './bench.ts'
import { type Capture, type CapturedFrame, type Decoded, decodeAlone } from './capture.ts'
import { demand, demandEqual, demandNone } from './check.ts'
import type { Clause } from './clause.ts'

const OUTCOMES = ['event', 'control', 'ignored', 'fault']
/** Damages of each sample. */
const DAMAGES = 40

/** Chapter D: how frames are read. */
export const FRAME_CLAUSES: readonly Clause[] = [
  {
    id: 'D1',
    text: 'reads every frame that the venue sends: no fault, and a reason for each that is left aside',
    needsVenue: true,
    check: (bench) =>
      eachFrame(bench, 'all', ({ outcome, why, told }, text) => [
        ...(outcome === 'fault' ? [`fault: ${why}: ${text}`] : []),
        ...(outcome === 'ignored' && why === '' ? [`ignored without a reason: ${text}`] : []),
        ...(outcome === 'event' && told.length === 0
          ? [`an event that tells nothing: ${text}`]
          : []),
      ]),
  },
  {
    id: 'D2',
    text: 'reads a frame the same whatever was read before it: a second decoder tells the same',
    needsVenue: true,
    check: async (bench) => {
      const { samples, instruments } = await bench.captured()
      for (const { market, bytes } of samples) {
        const [one, two] = [0, 1].map(() => decodeAlone(bench.driver, instruments, market, bytes))
        demandEqual(one, two, 'the same frame read twice')
      }
    },
  },
  {
    id: 'D3',
    text: 'takes no frame that is cut short for a whole one',
    needsVenue: true,
    check: (bench) =>
      damaged(
        bench,
        ({ bytes }, random) => bytes.subarray(0, random.below(bytes.length)),
        (found, text) => (found.outcome === 'event' ? [`an event of half a frame: ${text}`] : []),
      ),
  },
  {
    id: 'D4',
    text: 'survives any damaged byte, and tells nothing of a frame that it cannot read',
    needsVenue: true,
    check: (bench) =>
      damaged(
        bench,
        ({ bytes }, random) => {
          const copy = new Uint8Array(bytes)
          for (let i = random.below(3); i >= 0; i -= 1)
            copy[random.below(copy.length)] = random.below(256)
          return copy
        },
        () => [],
      ),
  },
  {
    id: 'D5',
    text: 'survives frames that are no frames at all: empty, endless, nested without end, of another service',
    needsVenue: true,
    check: async (bench) => {
      const { instruments } = await bench.captured()
      const problems = hostileFrames().flatMap(([name, bytes]) =>
        (['spot', 'futures'] as const).flatMap((market) =>
          outcomeProblems(decodeAlone(bench.driver, instruments, market, bytes), name),
        ),
      )
      demandNone(problems)
    },
  },
  {
    id: 'D6',
    text: 'reads its control frames without a throw, whole or damaged as long as they still are control frames',
    needsVenue: true,
    check: async (bench) => {
      const { samples, instruments } = await bench.captured()
      const random = new SeededRandom('control')
      const { driver } = bench
      let read = 0
      for (const { endpoint, market, bytes } of samples) {
        for (let i = 0; i < DAMAGES; i += 1) {
          const copy = new Uint8Array(bytes)
          if (i > 0) copy[random.below(copy.length)] = random.below(256)
          if (decodeAlone(driver, instruments, market, copy).outcome !== 'control') continue
          read += 1
          try {
            driver.session.readControl(copy, endpoint)
          } catch (error) {
            demand(false, () => `${String(error)}: ${textOf(copy)}`)
          }
        }
      }
      demand(
        read > 0,
        () => 'expected control frames among those that the venue sent, there was none',
      )
    },
  },
]

async function eachFrame(
  bench: ConformanceBench,
  which: 'all' | 'samples',
  problemsOf: (found: Decoded, text: string) => readonly string[],
): Promise<void> {
  const captured: Capture = await bench.captured()
  demand(captured.all.length > 100, () => `only ${captured.all.length} frames came`)
  demandNone(
    captured[which].flatMap(({ market, bytes }) => {
      const found = decodeAlone(bench.driver, captured.instruments, market, bytes)
      return problemsOf(found, textOf(bytes))
    }),
  )
}

async function damaged(
  bench: ConformanceBench,
  damage: (frame: CapturedFrame, random: SeededRandom) => Uint8Array,
  problemsOf: (found: Decoded, text: string) => readonly string[],
): Promise<void> {
  const { samples, instruments } = await bench.captured()
  const random = new SeededRandom('damage')
  const problems: string[] = []
  for (const sample of samples) {
    for (let i = 0; i < DAMAGES; i += 1) {
      const bytes = damage(sample, random)
      const found = decodeAlone(bench.driver, instruments, sample.market, bytes)
      problems.push(...outcomeProblems(found, textOf(bytes)), ...problemsOf(found, textOf(bytes)))
    }
  }
  demandNone(problems)
}

/** An outcome there must be, and a fault tells nothing and says why. */
function outcomeProblems({ outcome, told, why }: Decoded, name: string): readonly string[] {
  return [
    ...(OUTCOMES.includes(outcome) ? [] : [`the outcome is "${outcome}": ${name}`]),
    ...(outcome !== 'event' && told.length > 0
      ? [`${outcome}, but it told ${told[0]}: ${name}`]
      : []),
    ...(outcome === 'fault' && why === '' ? [`a fault that says nothing: ${name}`] : []),
  ]
}

function hostileFrames(): readonly (readonly [name: string, bytes: Uint8Array])[] {
  const texts: Readonly<Record<string, string>> = {
    empty: '',
    'white space': ' \n\t ',
    null: 'null',
    'a number': '1e999999999',
    'a long number': '9'.repeat(1_000_000),
    'an empty list': '[]',
    'an empty object': '{}',
    'deep lists': '['.repeat(100_000),
    'deep objects': '{"a":'.repeat(100_000),
    'an open text': '{"a":"'.padEnd(100_000, 'x'),
    'a page of HTML': '<!DOCTYPE html><html><body>503 Service Unavailable</body></html>',
    'half an escape': '{"channel":"\\u12',
    'a key twice': '{"data":1,"data":2,"data":{}}',
  }
  return [
    ...Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)] as const),
    ['zero bytes', new Uint8Array(1_000)],
    ['no UTF-8', new Uint8Array(1_000).fill(0xff)],
    ['the start of gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3)],
  ]
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 160)).toString('latin1')
