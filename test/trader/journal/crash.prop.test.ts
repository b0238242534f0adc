import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type CrashKind,
  type VirtualProcess,
  VirtualRuntime,
} from '../../../src/runtime/virtual/index.ts'
import { Journal, verifyJournal } from '../../../src/trader/journal/index.ts'
import { allTexts, FOLDER, replayed } from './support/small-journal.ts'

const MACHINE = 'engine'

type Durability = 'process' | 'power'

/** What a life of the writer does; it ends by itself, by a kill, or with the power. */
interface Life {
  /** Lives before it that end while they open the journal, after so many µs. */
  readonly stillborn: readonly number[]
  readonly steps: readonly Step[]
  readonly end: 'close' | 'kill' | CrashKind
  /** Whether it is closing when it ends by force. */
  readonly isClosing: boolean
  /** How long after the last step it ends, in µs: in the middle of a write, mostly. */
  readonly endsAfterUs: number
}

const LAST_LIFE: Life = {
  stillborn: [],
  steps: [],
  end: 'close',
  isClosing: false,
  endsAfterUs: 0,
}

type Step =
  | { readonly do: 'append'; readonly count: number; readonly bytes: number }
  | { readonly do: 'wait'; readonly us: number }
  | { readonly do: 'snapshot' }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: append() },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait'), us: fc.nat(4_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('snapshot') }) },
)

function append(): fc.Arbitrary<Step> {
  return fc.record({
    do: fc.constant('append'),
    count: fc.integer({ min: 1, max: 5 }),
    bytes: fc.nat(90),
  })
}

const life = (ends: readonly Life['end'][]): fc.Arbitrary<Life> =>
  fc.record({
    stillborn: fc.array(fc.nat(12_000), { maxLength: 2 }),
    steps: fc.array(step, { maxLength: 12 }),
    isClosing: fc.boolean(),
    end: fc.constantFrom(...ends),
    endsAfterUs: fc.nat(3_000),
  })

/** A writer over many lives, and what it must find again. */
class Witness {
  readonly #runtime: VirtualRuntime
  readonly #durability: Durability
  /** Every record that was appended and may be there, in order. */
  #appended: string[] = []
  /** How many of them were said to be committed. */
  #promised = 0
  #lastText = 0

  constructor(seed: number, durability: Durability) {
    this.#runtime = new VirtualRuntime({ seed })
    this.#durability = durability
  }

  async live({ stillborn, steps, end, isClosing, endsAfterUs }: Life): Promise<void> {
    for (const afterUs of stillborn) {
      const process = this.#runtime.spawn(MACHINE)
      void Journal.open(process.ports, { folder: FOLDER, durability: this.#durability })
      await this.#runtime.run({ forMs: afterUs / 1_000 })
      this.#end(process, end)
    }
    const process = this.#runtime.spawn(MACHINE)
    const journal = await this.#runtime.settle(
      Journal.open(process.ports, {
        folder: FOLDER,
        durability: this.#durability,
        maxSegmentBytes: 400,
        onCommitted: (sequence) => {
          this.#promised = sequence
        },
      }),
    )
    await this.#expectFound(process, journal)
    const taking: Promise<unknown>[] = []
    for (const each of steps) {
      if (each.do === 'append') this.#append(journal, each.count, each.bytes)
      if (each.do === 'wait') await this.#runtime.run({ forMs: each.us / 1_000 })
      if (each.do === 'snapshot') taking.push(journal.snapshot(this.#state()))
    }
    if (end === 'close') {
      await this.#runtime.settle(Promise.all([...taking, journal.close()]))
      expect(this.#promised).toBe(this.#appended.length)
      return
    }
    if (isClosing) void journal.close()
    await this.#runtime.run({ forMs: endsAfterUs / 1_000 })
    this.#end(process, end)
  }

  #end(process: VirtualProcess, end: Life['end']): void {
    if (end === 'close') return
    if (end === 'kill') process.kill()
    else process.crash(end)
    // A committed write of the system is not one of the device: only mode power promises that.
    if (end !== 'kill' && this.#durability === 'process') this.#promised = 0
  }

  #append(journal: Journal, count: number, bytes: number): void {
    for (let n = 0; n < count; n += 1) {
      this.#lastText += 1
      const text = `${this.#lastText} ${'x'.repeat(bytes)}`
      expect(journal.append(1, new TextEncoder().encode(text))).toBe(this.#appended.length + 1)
      this.#appended.push(text)
    }
  }

  #state(): Uint8Array {
    return new TextEncoder().encode(this.#appended.join('\n'))
  }

  async #expectFound(process: VirtualProcess, journal: Journal): Promise<void> {
    const { sequence } = journal.recovery.position
    expect(sequence).toBeGreaterThanOrEqual(this.#promised)
    this.#appended = this.#appended.slice(0, sequence)
    expect(sequence).toBe(this.#appended.length)
    this.#promised = sequence
    const { files } = process.ports
    const found = await this.#runtime.settle(replayed(files))
    const state = found.state === undefined || found.state === '' ? [] : found.state.split('\n')
    expect([...state, ...found.texts]).toEqual(this.#appended)
    const texts = await this.#runtime.settle(allTexts(files))
    expect(texts).toEqual(this.#appended.slice(this.#appended.length - texts.length))
    await this.#runtime.settle(verifyJournal(files, FOLDER))
  }
}

const RUNS = Number(process.env['CROSSBOOK_RUNS'] ?? 80)

const CASES = [
  ['process', ['kill', 'close']],
  ['power', ['lost', 'torn', 'zeroed', 'kill', 'close']],
  ['process', ['lost', 'torn', 'zeroed', 'kill', 'close']],
] as const satisfies readonly (readonly [Durability, readonly Life['end'][]])[]

test.each(CASES)(
  'mode %s, ends %j: what was committed is found again, in order, and nothing else is made up',
  async (durability, ends) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.array(life(ends), { minLength: 1, maxLength: 5 }),
        async (seed, lives) => {
          const witness = new Witness(seed, durability)
          for (const each of lives) await witness.live(each)
          await witness.live(LAST_LIFE)
        },
      ),
      { numRuns: RUNS },
    )
  },
  120_000,
)
