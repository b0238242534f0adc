import type { ExchangeDriver, MarketEventType, OwnedMarketEvent } from '../../src/core/index.ts'
import { BboUpdate, BookUpdate, TradeUpdate } from '../../src/core/index.ts'
import { Daemon, readDaemonConfig } from '../../src/daemon/index.ts'
import type { MarketFeed } from '../../src/market/index.ts'
import type { Ports, TimerHandle, Timers } from '../../src/runtime/index.ts'
import {
  type LogEntry,
  type VirtualProcess,
  VirtualRuntime,
} from '../../src/runtime/virtual/index.ts'
import {
  type FaultRule,
  type FaultScript,
  type SimulatedVenue,
  venueOrigins,
} from '../../src/sim/index.ts'
import { BookWitness } from './book-witness.ts'
import { faultName, missedFaults } from './fault-plan.ts'
import { FileWitness } from './file-witness.ts'
import { MarketThreads } from './market-threads.ts'
import { checkRecord } from './record-check.ts'
import { RunHash } from './run-hash.ts'
import type { Incident, SeedPlan, TaskLine } from './seed-plan.ts'
import type { VenueKit } from './venue-kit.ts'

/** How a run is looked at. Nothing of it changes what happens. */
export interface RunOptions {
  /**
   * How long the calm lasts, in ms, as the first run of the seed found out: then books and records are not compared with
   * the truth, and the run is only hashed. Absent in a first run.
   */
  readonly calmMs?: number
  /** Called with a line for each thing that happens. */
  readonly trace?: (line: string) => void
  /** Called with every frame that arrives. */
  readonly onFrame?: (venue: string, text: string) => void
  /** Called when something is found to be wrong. */
  readonly onProblem?: (problem: string, elapsedUs: number) => void
}

/** Numbers of one run, by name; they can be summed over seeds. */
export type RunCounts = Record<string, number>

/** What became of one run. */
export interface RunOutcome {
  /** Hashes of its history, by what they cover. */
  readonly hashes: Readonly<Record<string, string>>
  readonly problems: readonly string[]
  readonly counts: RunCounts
  readonly faults: RunCounts
  /** What the daemon logged, in all its lives. */
  readonly log: readonly LogEntry[]
}

const TASKS = 'tasks.json'
const HISTORY = 'history'
const MACHINE = 'main'
/** How long books may take to be live and up to date once nothing goes wrong any more. */
const CALM_WITHIN_MS = 900_000
const INSIST_WITHIN_MS = 300_000
const FRESH_MS = 10_000
const STEADY_MS = 15_000
const DRAIN_MS = 6_000
const AFTER_CLOSE_MS = 400_000
const MOST_PROBLEMS = 20

const KINDS: readonly MarketEventType[] = [
  'bookSnapshot',
  'bookDelta',
  'bbo',
  'trade',
  'ticker',
  'candle',
  'funding',
  'markPrice',
  'indexPrice',
  'openInterest',
  'liquidation',
  'instrumentChanged',
  'bookState',
  'connection',
  'slowConsumer',
  'venueStatus',
  'venueDrift',
  'fault',
]

/** Runs a seed's script once, from the first connection to an empty world. */
export async function runWholeSystem(
  plan: SeedPlan,
  kits: readonly VenueKit[],
  options: RunOptions,
): Promise<RunOutcome> {
  const system = new WholeSystem(plan, kits, options)
  await system.run()
  return system.outcome()
}

/** The pending timers of one life of the daemon. */
class CountedTimers implements Timers {
  readonly #timers: Timers
  readonly #pending = new Set<TimerHandle>()

  constructor(timers: Timers) {
    this.#timers = timers
  }

  get count(): number {
    return this.#pending.size
  }

  after(delayMs: number, callback: () => void): TimerHandle {
    const inner = this.#timers.after(delayMs, () => {
      this.#pending.delete(handle)
      callback()
    })
    const handle = {
      cancel: (): void => {
        this.#pending.delete(handle)
        inner.cancel()
      },
    }
    this.#pending.add(handle)
    return handle
  }
}

interface Life {
  readonly process: VirtualProcess
  readonly timers: CountedTimers
  readonly threads: MarketThreads | undefined
  daemon: Daemon | undefined
}

class WholeSystem {
  readonly #plan: SeedPlan
  readonly #options: RunOptions
  readonly #runtime: VirtualRuntime
  readonly #venues = new Map<string, { venue: SimulatedVenue; driver: ExchangeDriver }>()
  readonly #witness: BookWitness
  readonly #files = new FileWitness(HISTORY)
  readonly #events = new RunHash()
  readonly #processes: VirtualProcess[] = []
  readonly #problems: string[] = []
  readonly #counts: RunCounts = {}
  readonly #markets: MarketFeed[] = []
  #hashes: Record<string, string> = {}
  #tasks: readonly TaskLine[]
  #life: Life | undefined
  #isCalm = false
  readonly #isChecked: boolean

  constructor(plan: SeedPlan, kits: readonly VenueKit[], options: RunOptions) {
    this.#plan = plan
    this.#options = options
    this.#isChecked = options.calmMs === undefined
    this.#tasks = plan.tasks
    const { trace } = options
    this.#runtime = new VirtualRuntime({ seed: plan.seed, ...(trace && { trace }) })
    for (const kit of kits) this.#addVenue(kit)
    this.#witness = new BookWitness({
      venues: this.#venues,
      books: () => this.#life?.daemon?.books() ?? [],
      elapsedUs: () => this.#runtime.elapsedUs(),
      report: (problem) => this.#report(problem),
    })
  }

  async run(): Promise<void> {
    const { chaosMs, incidents } = this.#plan
    this.#writeTasks(this.#plan.tasks)
    for (const { venue } of this.#venues.values()) venue.start()
    for (const { atMs, what } of incidents) this.#runtime.after(atMs, () => this.#happen(what))
    this.#everySecond()
    this.#boot(this.#runtime.main)
    await this.#runtime.run({ forMs: chaosMs })
    await this.#insist()
    await this.#calm()
    await this.#close()
    this.#hash()
    this.#checkFaults()
    if (this.#isChecked) await this.#checkRecord()
  }

  outcome(): RunOutcome {
    const faults: RunCounts = {}
    for (const [name, { venue }] of this.#venues) {
      for (const { fault } of venue.faults.log) {
        if (fault.kind !== 'clockSkew' || fault.skewMs !== 0) add(faults, faultName(fault))
      }
      this.#count(`venue ${name}`, 1)
    }
    for (const { what } of this.#plan.incidents) if (what.kind !== 'tasks') add(faults, what.kind)
    for (const { bookCounters } of this.#markets) {
      for (const name of ['resyncs', 'gaps', 'filledGaps', 'corruptions'] as const)
        this.#count(name, bookCounters[name])
    }
    if (this.#plan.threads !== undefined) this.#count('threaded', 1)
    this.#count('virtualMs', this.#runtime.elapsedUs() / 1_000)
    this.#count('comparisons', this.#witness.comparisons)
    const log = this.#processes.flatMap((process) => process.log.entries())
    return { hashes: this.#hashes, problems: this.#problems, counts: this.#counts, faults, log }
  }

  #addVenue(kit: VenueKit): void {
    const plan = this.#plan.venues.find(({ name }) => name === kit.name)
    if (plan === undefined) return
    const { lifetimeMs } = plan
    const { ports } = this.#runtime.spawn(`venue ${kit.name}`)
    const options = {
      ports,
      seed: `${this.#plan.seed} ${kit.name}`,
      instruments: plan.instruments,
      faults: plan.faults,
      stepMs: 40,
      // Venues with other limits do not look at it.
      limits: lifetimeMs === false ? {} : { connectionLifetimeMs: lifetimeMs },
    }
    const venue = kit.simulate(options)
    for (const [origin, host] of venueOrigins(venue))
      this.#runtime.network.listen(origin, host, plan.latency)
    const { facts } = kit.driver
    const streams = facts.streams.map((stream) =>
      lifetimeMs === false ? stream : { ...stream, lifetimeMs },
    )
    this.#venues.set(kit.name, {
      venue,
      driver: { ...kit.driver, facts: { ...facts, streams } },
    })
  }

  /** Starts the daemon in a process. It may die before it has started: then nothing more is heard of it. */
  #boot(process: VirtualProcess): void {
    const timers = new CountedTimers(process.ports.timers)
    const ports: Ports = {
      ...process.ports,
      timers,
      files: this.#files.watch(process.ports.files),
    }
    const threads = this.#threads(ports)
    const life: Life = { process, timers, threads, daemon: undefined }
    this.#life = life
    this.#processes.push(process)
    this.#witness.forget()
    const { onFrame } = this.#options
    Daemon.start({
      ports,
      config: readDaemonConfig({
        venues: this.#plan.venues.map(({ name, redundancy }) => ({ venue: name, redundancy })),
        taskFile: TASKS,
        ...(threads && {
          threads: { marketData: this.#plan.threads?.marketData ?? 1, waiting: 'spin' },
        }),
        storage: {
          folder: HISTORY,
          snapshotEveryMs: this.#plan.snapshotEveryMs,
          compression: 'inline',
        },
      }),
      loadDriver: async (name) => this.#known(name).driver,
      onMarket: (market) => {
        this.#markets.push(market)
        for (const kind of KINDS) {
          market.subscribe(kind, {}, (event) => {
            if (this.#life === life) this.#onEvent(event)
          })
        }
      },
      ...threads?.options,
      ...(onFrame &&
        threads === undefined && {
          tap: (venue: string) => ({
            incoming: (frame: Uint8Array) => onFrame(venue, new TextDecoder().decode(frame)),
            outgoing: (frame: string | Uint8Array) => onFrame(venue, `sent ${String(frame)}`),
          }),
        }),
    }).then(
      (daemon) => {
        life.daemon = daemon
      },
      (error: unknown) => this.#report(`the daemon did not start: ${String(error)}`),
    )
  }

  #threads(ports: Ports): MarketThreads | undefined {
    const { threads } = this.#plan
    if (threads === undefined) return undefined
    return new MarketThreads({
      ports,
      hopMs: threads.hopMs,
      loadDriver: (venue) => this.#known(venue).driver,
      onFrame: this.#options.onFrame,
    })
  }

  #known(name: string): { readonly venue: SimulatedVenue; readonly driver: ExchangeDriver } {
    const found = this.#venues.get(name)
    if (found === undefined) throw new Error(`There is no ${name} in this world`)
    return found
  }

  #onEvent(event: BookUpdate | BboUpdate | TradeUpdate | OwnedMarketEvent | object): void {
    this.#count('events', 1)
    if (event instanceof BookUpdate) {
      this.#events.book(event)
      if (this.#isChecked) this.#witness.onUpdate(event)
    } else if (event instanceof BboUpdate) this.#events.bbo(event)
    else if (event instanceof TradeUpdate) this.#events.trade(event)
    else {
      this.#events.text(JSON.stringify(event))
      const owned = event as OwnedMarketEvent
      if (this.#isChecked && owned.type === 'bookState') this.#witness.onState(owned)
      if (this.#isChecked && owned.type === 'connection') this.#witness.onConnection(owned)
      if (owned.type === 'connection' && owned.state === 'rollover') this.#count('rollovers', 1)
      if (owned.type === 'connection' && owned.state === 'lost') this.#count('lost', 1)
    }
  }

  #everySecond(): void {
    this.#runtime.after(1_000, () => {
      if (this.#isChecked) this.#witness.onSecond()
      this.#everySecond()
    })
  }

  #happen(what: Incident): void {
    const { network } = this.#runtime
    const { disk, wallClock } = this.#runtime.main
    const later = (forMs: number, undo: () => void): void => void this.#runtime.after(forMs, undo)
    switch (what.kind) {
      case 'partition':
        network.partition(what.origin)
        return later(what.forMs, () => network.heal(what.origin))
      case 'refuse':
        network.refuse(what.origin)
        return later(what.forMs, () => network.accept(what.origin))
      case 'cut':
        network.cut(what.origin)
        return
      case 'cutInside':
        return network.cutInsideNextMessage(what.origin)
      case 'disk':
        disk.setFault(what.fault)
        return later(what.forMs, () => disk.setFault('none'))
      case 'crash':
        return this.#crash(what)
      case 'clockStep':
        return wallClock.stepByMs(what.stepMs)
      case 'clockDrift':
        return wallClock.setDriftPpm(what.ppm)
      case 'goodbye':
        return this.#sayGoodbye(what.venue)
      case 'threadEnds':
        if (this.#life?.threads?.end(what.thread, what.how)) this.#count('threadEnds', 1)
        return
      case 'tasks':
        this.#tasks = what.tasks
        return this.#writeTasks(what.tasks)
    }
  }

  /** The venue tells its clients that it will close their connections, in whatever way it has. */
  #sayGoodbye(name: string): void {
    const venue: SimulatedVenue & {
      announceShutdown?(): void
      announceUpgrade?(): void
    } = this.#known(name).venue
    venue.announceShutdown?.()
    venue.announceUpgrade?.()
  }

  #crash({ how, forMs }: Extract<Incident, { kind: 'crash' }>): void {
    const life = this.#life
    if (life === undefined) return
    if (how === 'kill') life.process.kill()
    else life.process.crash(how)
    this.#countLife(life)
    this.#life = undefined
    this.#runtime.after(forMs, () => this.#boot(this.#runtime.spawn(MACHINE)))
  }

  #writeTasks(tasks: readonly TaskLine[]): void {
    const text = JSON.stringify({ subscriptions: tasks })
    this.#runtime.main.disk.put(TASKS, new TextEncoder().encode(text))
  }

  /** Nothing goes wrong any more: every book that is wanted comes back, and stays; then the markets stand still. */
  async #calm(): Promise<void> {
    this.#isCalm = true
    const wanted = new Set(
      this.#tasks.flatMap(({ venue, pair, channels }) =>
        channels.flatMap(({ channel, depth }) =>
          channel === 'book' ? [`${venue} ${pair} ${depth ?? 'full'}`] : [],
        ),
      ),
    )
    const books = () => this.#life?.daemon?.books() ?? []
    const names = (): string[] =>
      books().map(({ task: { venue, pair, request } }) => {
        const depth = request.channel === 'book' ? request.depth : undefined
        return `${venue} ${pair} ${depth ?? 'full'}`
      })
    const isThere = (): boolean => {
      const there = names()
      return there.length === wanted.size && there.every((name) => wanted.has(name))
    }
    const isGood = (): boolean =>
      isThere() && books().every(({ handle }) => this.#witness.isFresh(handle.view, FRESH_MS))
    const startUs = this.#runtime.elapsedUs()
    if (this.#options.calmMs !== undefined) {
      await this.#runtime.run({ forMs: this.#options.calmMs })
      return this.#standStill()
    }
    let goodMs = 0
    while (goodMs < STEADY_MS && this.#runtime.elapsedUs() - startUs < CALM_WITHIN_MS * 1_000) {
      await this.#runtime.run({ forMs: 1_000 })
      goodMs = isGood() ? goodMs + 1_000 : 0
    }
    this.#count('calmMs', (this.#runtime.elapsedUs() - startUs) / 1_000)
    this.#count('books', wanted.size)
    if (goodMs < STEADY_MS) {
      const bad = books().filter(({ handle }) => !this.#witness.isFresh(handle.view, FRESH_MS))
      const states = bad.map(
        ({ task, handle }) => `${task.venue} ${task.pair} ${handle.feed} ${handle.view.state}`,
      )
      this.#report(
        `not every wanted book came back within ${CALM_WITHIN_MS / 1_000} s of calm: ${
          isThere()
            ? states.join(', ')
            : `wanted ${[...wanted].join(', ')}; there are ${names().join(', ')}`
        }; ${JSON.stringify(this.#life?.daemon?.status().waiting)} ${JSON.stringify(this.#life?.daemon?.status().refused)}`,
      )
    }
    await this.#standStill()
    for (const { task, handle } of books()) {
      const problem = this.#witness.finalProblem(handle.view)
      if (problem !== undefined)
        this.#report(`${task.venue} ${task.pair} ${handle.feed} after the calm: ${problem}`)
    }
  }

  async #standStill(): Promise<void> {
    for (const { venue } of this.#venues.values()) venue.stop()
    await this.#runtime.run({ forMs: DRAIN_MS })
  }

  async #close(): Promise<void> {
    const { network } = this.#runtime
    const life = this.#life
    if (life?.daemon === undefined) return this.#report('there is no daemon at the end')
    await this.#runtime.settle(life.daemon.close())
    this.#countLife(life)
    // Who looks at a ring has one look left.
    await this.#runtime.run({ forMs: this.#plan.threads?.hopMs ?? 0 })
    if (life.timers.count > 0) this.#report(`${life.timers.count} timers are pending after close`)
    await this.#runtime.run({ forMs: 2_000 })
    if (network.socketCount() > 0)
      this.#report(`${network.socketCount()} sockets are open after close`)
    const dials = network.dials().length
    const { length } = life.process.log.entries()
    await this.#runtime.run({ forMs: AFTER_CLOSE_MS })
    if (network.dials().length > dials) this.#report('the daemon dialled after close')
    if (life.process.log.entries().length > length) this.#report('the daemon logged after close')
    const own = new Set([...this.#venues.values()].flatMap(({ venue }) => hostsOf(venue)))
    for (const host of network.dialledHosts())
      if (!own.has(host)) this.#report(`${host} was dialled, which is no host of any venue here`)
    this.#count('dials', dials)
  }

  #countLife({ process }: Life): void {
    for (const metric of process.metrics.snapshot()) {
      if (metric.type !== 'counter') continue
      if (metric.name === 'socket_frames') this.#count('frames', metric.value)
      if (metric.name === 'storage_written_rows') this.#count('acknowledged', metric.value)
    }
  }

  #hash(): void {
    const log = new RunHash()
    for (const process of this.#processes) log.text(JSON.stringify(process.log.entries()))
    const files = new RunHash()
    const { disk } = this.#runtime.main
    for (const path of disk.paths()) {
      files.text(path)
      files.bytes(disk.peek(path) ?? new Uint8Array(0))
    }
    this.#hashes = {
      world: this.#runtime.digest(),
      events: this.#events.digest(),
      log: log.digest(),
      files: files.digest(),
    }
  }

  /** Faults that chance left out strike now, so that every seed does what its script says. */
  async #insist(): Promise<void> {
    const missed = (): [SimulatedVenue, FaultRule][] =>
      [...this.#venues].flatMap(([name, { venue }]) =>
        missedFaults(this.#script(name), venue.faults.log).map(
          (rule): [SimulatedVenue, FaultRule] => [venue, rule],
        ),
      )
    const takeBack = missed().map(([venue, { fault, where }]) =>
      venue.faults.add({ fault, when: { most: 1 }, ...(where && { where }) }),
    )
    // A connection that nothing ends is never made again, so nothing would be there to refuse.
    for (const [{ streams }, { fault }] of missed()) {
      if (fault.kind !== 'refuse') continue
      for (const { origin } of Object.values(streams)) this.#runtime.network.cut(origin)
    }
    for (let ms = 0; ms < INSIST_WITHIN_MS && missed().length > 0; ms += 1_000)
      await this.#runtime.run({ forMs: 1_000 })
    for (const stop of takeBack) stop()
  }

  #checkFaults(): void {
    for (const [name, { venue }] of this.#venues) {
      for (const { fault } of missedFaults(this.#script(name), venue.faults.log))
        this.#report(`${name}: "${faultName(fault)}" is in the script and never struck`)
    }
  }

  #script(name: string): FaultScript {
    return this.#plan.venues.find((plan) => plan.name === name)?.faults ?? []
  }

  async #checkRecord(): Promise<void> {
    const promised = this.#files.promised()
    const kept = [...promised.values()].reduce((sum, lines) => sum + lines.length, 0)
    const acknowledged = this.#counts['acknowledged'] ?? 0
    if (kept < acknowledged)
      this.#report(`${acknowledged} rows were acknowledged, the disk has promised to keep ${kept}`)
    const { rows, replayed, met } = await this.#runtime.settle(
      checkRecord({
        files: this.#runtime.ports().files,
        folder: HISTORY,
        promised,
        published: this.#witness.published,
        report: (problem) => this.#report(problem),
      }),
    )
    this.#count('rows', rows)
    this.#count('replayed', replayed)
    this.#count('met', met)
  }

  #count(name: string, by: number): void {
    add(this.#counts, name, by)
  }

  #report(problem: string): void {
    const elapsedUs = this.#runtime.elapsedUs()
    if (this.#problems.length < MOST_PROBLEMS) {
      this.#problems.push(
        `${(elapsedUs / 1e6).toFixed(3)} s${this.#isCalm ? ' (calm)' : ''}: ${problem}`,
      )
    }
    this.#options.onProblem?.(problem, elapsedUs)
  }
}

function add(counts: RunCounts, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by
}

function hostsOf(venue: SimulatedVenue): readonly string[] {
  return [...venueOrigins(venue).keys()].map((origin) => origin.slice(origin.indexOf('//') + 2))
}
