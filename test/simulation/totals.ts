import type { SimulationOptions } from './options.ts'
import type { SeedOutcome } from './seed-run.ts'
import type { RunCounts } from './whole-system.ts'

const MOST_PROBLEMS = 3

/** Sums up the seeds and tells of them: failures as they come, totals at the end. */
export class Totals {
  readonly #options: SimulationOptions
  readonly #counts: RunCounts = {}
  readonly #faults: RunCounts = {}
  readonly #startMs = performance.now()
  #passed = 0
  #failed = 0
  #withResync = 0

  constructor(options: SimulationOptions) {
    this.#options = options
  }

  /** A venue whose simulator could not be loaded. */
  miss(name: string, reason: string): void {
    console.log(`SKIPPED ${name}: its simulator cannot be loaded: ${reason.split('\n', 1)[0]}`)
    if (this.#options.isAll) this.#failed += 1
  }

  add({ seed, problems, counts, faults }: SeedOutcome): void {
    if (problems.length === 0) this.#passed += 1
    else {
      this.#failed += 1
      const shown = problems.slice(0, MOST_PROBLEMS).map((problem) => `\n    ${problem}`)
      const more =
        problems.length > MOST_PROBLEMS ? `\n    and ${problems.length - MOST_PROBLEMS} more` : ''
      const venues = this.#options.isAll ? '' : ` --venues ${this.#options.venues.join(',')}`
      const part = this.#options.part === 'all' ? '' : ` --part ${this.#options.part}`
      const threads = this.#options.threads === 'drawn' ? '' : ` --threads ${this.#options.threads}`
      const threaded =
        (counts['threaded'] ?? 0) + (counts['traderThreads'] ?? 0) > 0
          ? ' (market data in threads)'
          : ''
      this.#clearLine()
      console.log(
        `FAILED seed ${seed}${threaded}: npm run test:simulation --${venues}${part}${threads} --seed ${seed} --verbose${shown.join('')}${more}`,
      )
    }
    if ((counts['resyncs'] ?? 0) > 0) this.#withResync += 1
    sum(this.#counts, counts)
    sum(this.#faults, faults)
    this.#progress()
  }

  end(): void {
    this.#clearLine()
    const seeds = this.#options.seeds.length
    const { part } = this.#options
    const seconds = ((performance.now() - this.#startMs) / 1000).toFixed(1)
    const faults = Object.entries(this.#faults).sort(([a], [b]) => (a < b ? -1 : 1))
    const injected = faults.reduce((total, [, times]) => total + times, 0)
    console.log(
      [
        `${seeds} seeds, each run twice, in ${seconds} s`,
        ...(part === 'trading' ? [] : this.#market(seeds)),
        ...(part === 'market' ? [] : this.#trading()),
        `${injected.toLocaleString('en-US')} faults: ${faults.map(([name, times]) => `${name} ${times}`).join(', ')}`,
        `${this.#passed} passed, ${this.#failed} failed`,
      ].join('\n'),
    )
    if (this.#failed > 0) process.exitCode = 1
  }

  #market(seeds: number): readonly string[] {
    const count = (name: string): string => this.#count(name)
    const hours = ((this.#counts['virtualMs'] ?? 0) / 3_600_000).toFixed(1)
    const calmS = (this.#counts['calmMs'] ?? 0) / 1000 / Math.max(1, seeds)
    return [
      `${hours} virtual hours, ${count('frames')} frames, ${count('events')} events, ${count('books')} books, ${count('dials')} dials`,
      `${count('comparisons')} comparisons with the venues' truth; ${count('acknowledged')} rows acknowledged, ${count('rows')} read back, ${count('replayed')} replayed books compared, ${count('met')} snapshots met by their deltas`,
      `${count('resyncs')} resyncs (in ${this.#withResync} seeds), ${count('gaps')} gaps, ${count('filledGaps')} filled by a second connection, ${count('corruptions')} corruptions, ${count('lost')} connections lost, ${count('rollovers')} rolled over`,
      `${count('threaded')} seeds with market data in threads; ${count('threadEnds')} times one ended and was started again`,
      `back and steady ${calmS.toFixed(0)} virtual s after the last fault, on average`,
    ]
  }

  #trading(): readonly string[] {
    const count = (name: string): string => this.#count(name)
    const end = this.#failed === 0 ? ', all as at the venue in the end' : ''
    return [
      `${count('orders')} orders of ${count('lives')} traders, ${count('fills')} fills, ${count('unknowns')} times unknown${end}`,
      `${count('rehearsals')} orders rehearsed meanwhile`,
      `${count('traderThreads')} traders with market data in threads; ${count('traderThreadEnds')} times one ended and was started again`,
    ]
  }

  #count(name: string): string {
    return Math.round(this.#counts[name] ?? 0).toLocaleString('en-US')
  }

  #progress(): void {
    if (!process.stderr.isTTY) return
    const done = this.#passed + this.#failed
    process.stderr.write(
      `\r${done} of ${this.#options.seeds.length} seeds, ${this.#failed} failed `,
    )
  }

  #clearLine(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  }
}

function sum(into: RunCounts, counts: RunCounts): void {
  for (const [name, value] of Object.entries(counts)) into[name] = (into[name] ?? 0) + value
}
