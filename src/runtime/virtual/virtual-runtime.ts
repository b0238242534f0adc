import { ConfigError, CrossbookError } from '../../core/index.ts'
import type { Ports, TimerHandle } from '../ports.ts'
import { History } from './history.ts'
import { Scheduler } from './scheduler.ts'
import { SeededRandom } from './seeded-random.ts'
import { VirtualWallClock } from './virtual-clock.ts'
import { VirtualDisk } from './virtual-disk.ts'
import { type LatencyRange, VirtualNetwork } from './virtual-network.ts'
import { VirtualProcess } from './virtual-process.ts'

/** Options of a {@link VirtualRuntime}. */
export interface VirtualRuntimeOptions {
  /** What all chance comes from. */
  readonly seed: string | number
  /** What wall clocks show at the start, epoch µs. @defaultValue 2026-01-01T00:00:00Z */
  readonly startTimeUs?: number
  /** Latencies of hosts that are registered without their own. */
  readonly latency?: LatencyRange
  /** Most events at one moment of virtual time; more is a livelock. @defaultValue 100000 */
  readonly maxEventsAtOnce?: number
  /** Most events in one call of `run`, `runUntil` or `settle`. @defaultValue 100000000 */
  readonly maxEventsPerRun?: number
  /** Called with a line of text for each thing that happens; two runs are compared by it where they differ. */
  readonly trace?: (line: string) => void
}

interface Machine {
  readonly disk: VirtualDisk
  readonly wallClock: VirtualWallClock
  incarnations: number
  running: VirtualProcess | undefined
}

const DEFAULT_START_US = 1_767_225_600_000_000
const MAIN = 'main'

/**
 * A world in memory with a clock of its own: one seed gives one history.
 *
 * Events run one at a time, in order of virtual time and then of scheduling; between two of them every promise
 * continuation runs that can. So code that waits only on its ports runs the same way each time. Code that waits on the
 * real world (files, timers, worker threads, a first `import()`) does not; load such modules before the run.
 *
 * @example
 * ```ts
 * const runtime = new VirtualRuntime({ seed: 1 })
 * runtime.network.listen('wss://stream.example.com', host)
 * const bot = startBot(runtime.ports())
 * await runtime.run({ forMs: 60_000 })
 * ```
 */
export class VirtualRuntime {
  /** The network between its processes and hosts. */
  readonly network: VirtualNetwork
  /** The process whose ports `ports()` gives. */
  readonly main: VirtualProcess
  readonly #history: History
  readonly #scheduler: Scheduler
  readonly #random: SeededRandom
  readonly #startTimeUs: number
  readonly #maxEventsAtOnce: number
  readonly #maxEventsPerRun: number
  readonly #machines = new Map<string, Machine>()
  #isRunning = false

  /** A world in which nothing has happened yet. */
  constructor(options: VirtualRuntimeOptions) {
    this.#history = new History(options.trace)
    this.#scheduler = new Scheduler(this.#history)
    this.#random = new SeededRandom(options.seed)
    this.#startTimeUs = options.startTimeUs ?? DEFAULT_START_US
    this.#maxEventsAtOnce = options.maxEventsAtOnce ?? 100_000
    this.#maxEventsPerRun = options.maxEventsPerRun ?? 100_000_000
    const random = this.#random.fork('network')
    this.network = new VirtualNetwork(this.#scheduler, this.#history, random, options.latency)
    this.main = this.spawn(MAIN)
  }

  /** The ports of the main process; of its newest incarnation, where it was spawned again. */
  ports(): Ports {
    return this.#machine(MAIN).running?.ports ?? this.main.ports
  }

  /**
   * Starts a process on the machine of that name, which keeps its disk and its clock from one process to the next.
   *
   * The process that runs there, if any, is killed.
   */
  spawn(name: string): VirtualProcess {
    const machine = this.#machine(name)
    machine.running?.kill()
    const incarnation = machine.incarnations
    machine.incarnations += 1
    machine.running = new VirtualProcess({
      name,
      incarnation,
      scheduler: this.#scheduler,
      network: this.network,
      disk: machine.disk,
      wallClock: machine.wallClock,
      random: this.#random.fork(`process ${name} ${incarnation}`),
    })
    return machine.running
  }

  /** A stream of chance for a named part of the test; the same name gives the same stream from its start. */
  random(name: string): SeededRandom {
    return this.#random.fork(`test ${name}`)
  }

  /** Schedules a part of the test's script, `delayMs` ms of virtual time from now; it outlives every process. */
  after(delayMs: number, callback: () => void): TimerHandle {
    return this.#scheduler.after(delayMs * 1_000, 'script', callback)
  }

  /** True time: µs since the start of the run, whatever wall clocks show. */
  elapsedUs(): number {
    return this.#scheduler.nowUs()
  }

  /** True time as epoch µs: what a wall clock shows that nobody made wrong. */
  trueTimeUs(): number {
    return this.#startTimeUs + this.#scheduler.nowUs()
  }

  /** A digest of all that happened so far: every event, its time, and every byte on the network. */
  digest(): string {
    return this.#history.digest()
  }

  /**
   * Runs for `forMs` ms of virtual time.
   *
   * Rejects with what an event's callback throws.
   *
   * @throws CrossbookError `SIMULATION_STUCK` — the event budget is spent: a livelock.
   */
  async run({ forMs }: { readonly forMs: number }): Promise<void> {
    const untilUs = this.#scheduler.nowUs() + Math.round(forMs * 1_000)
    await this.#go(untilUs, () => false)
    this.#scheduler.advanceTo(untilUs)
  }

  /**
   * Runs until `predicate`, asked after each event, holds.
   *
   * @throws CrossbookError `SIMULATION_STUCK` — it does not hold within `withinMs` (one hour unless told) or when
   * nothing is left to happen, or the event budget is spent.
   */
  async runUntil(
    predicate: () => boolean,
    { withinMs = 3_600_000 }: { readonly withinMs?: number } = {},
  ): Promise<void> {
    await this.#go(this.#scheduler.nowUs() + Math.round(withinMs * 1_000), predicate)
    if (!predicate()) throw stuck(`what it waits for did not happen within ${withinMs} ms`)
  }

  /**
   * Runs until a promise settles, and returns or throws what it settled to.
   *
   * @throws CrossbookError `SIMULATION_STUCK` — as `runUntil`.
   */
  async settle<T>(promise: Promise<T>, options: { readonly withinMs?: number } = {}): Promise<T> {
    let isSettled = false
    const settled = (): void => {
      isSettled = true
    }
    // Both outcomes are told by the last line.
    promise.then(settled, settled)
    await this.runUntil(() => isSettled, options)
    return promise
  }

  async #go(untilUs: number, isDone: () => boolean): Promise<void> {
    if (this.#isRunning) {
      throw new ConfigError('INVALID_OPTIONS', 'Running a virtual runtime: it is running already')
    }
    this.#isRunning = true
    try {
      // What was started before the call gets to its first wait.
      await turn()
      await this.#runEvents(untilUs, isDone)
    } finally {
      this.#isRunning = false
    }
  }

  async #runEvents(untilUs: number, isDone: () => boolean): Promise<void> {
    let eventsAtOnce = 0
    let momentUs = -1
    for (let events = 0; events < this.#maxEventsPerRun; events += 1) {
      if (isDone()) return
      const nextUs = this.#scheduler.nextTimeUs()
      if (nextUs === undefined || nextUs > untilUs) return
      eventsAtOnce = nextUs === momentUs ? eventsAtOnce + 1 : 1
      momentUs = nextUs
      if (eventsAtOnce > this.#maxEventsAtOnce) {
        throw stuck(`more than ${this.#maxEventsAtOnce} events at ${momentUs} µs: a livelock`)
      }
      this.#scheduler.step()
      await turn()
    }
    throw stuck(`more than ${this.#maxEventsPerRun} events in one run`)
  }

  #machine(name: string): Machine {
    const known = this.#machines.get(name)
    if (known !== undefined) return known
    const machine: Machine = {
      disk: new VirtualDisk(this.#scheduler, this.#random.fork(`disk ${name}`)),
      wallClock: new VirtualWallClock(this.#scheduler, this.#startTimeUs),
      incarnations: 0,
      running: undefined,
    }
    this.#machines.set(name, machine)
    return machine
  }
}

/**
 * One turn of the real event loop: every promise continuation that can run has run when it ends.
 *
 * Awaiting a promise would let only as many steps of other promise chains run as it takes itself; a macro-task starts
 * only when the queue of micro-tasks is empty, however long the chains are.
 */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    // oxlint-disable-next-line eslint/no-restricted-globals -- see above; it carries no time
    setImmediate(resolve)
  })
}

function stuck(why: string): CrossbookError {
  return new CrossbookError('SIMULATION_STUCK', `Running a virtual runtime: ${why}`)
}
