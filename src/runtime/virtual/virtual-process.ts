import { createAddressLimits } from '../address-limits.ts'
import { createMetrics, type MetricsRegistry } from '../metrics.ts'
import type { Ports } from '../ports.ts'
import type { Scheduler } from './scheduler.ts'
import type { SeededRandom } from './seeded-random.ts'
import { VirtualTimers, type VirtualWallClock, virtualMonotonicClock } from './virtual-clock.ts'
import type { CrashKind, VirtualDisk } from './virtual-disk.ts'
import { VirtualLog } from './virtual-log.ts'
import type { VirtualNetwork } from './virtual-network.ts'

/** What a {@link VirtualProcess} is made of. */
export interface VirtualProcessOptions {
  /** Its machine's name. */
  readonly name: string
  /** How many processes of that name there were before it. */
  readonly incarnation: number
  /** The run's events. */
  readonly scheduler: Scheduler
  /** The run's network. */
  readonly network: VirtualNetwork
  /** Its machine's disk. */
  readonly disk: VirtualDisk
  /** Its machine's clock. */
  readonly wallClock: VirtualWallClock
  /** Its own stream of chance. */
  readonly random: SeededRandom
}

/**
 * One process of a virtual run: ports of its own, that all die with it.
 *
 * Code of a dead process that waits on a port waits for ever.
 */
export class VirtualProcess {
  /** Its machine's name. */
  readonly name: string
  /** Its ports. */
  readonly ports: Ports
  /** Its machine's clock, which can be made wrong. */
  readonly wallClock: VirtualWallClock
  /** Its machine's disk. */
  readonly disk: VirtualDisk
  /** What it logged. */
  readonly log: VirtualLog
  /** What it measured. */
  readonly metrics: MetricsRegistry
  readonly #user: string
  readonly #network: VirtualNetwork
  readonly #timers: VirtualTimers
  #isDead = false

  /** Starts it; `VirtualRuntime.spawn` is how. */
  constructor(options: VirtualProcessOptions) {
    const { name, incarnation, scheduler, network, disk, wallClock, random } = options
    const user = incarnation === 0 ? name : `${name}-${incarnation}`
    this.name = name
    this.wallClock = wallClock
    this.disk = disk
    this.log = new VirtualLog(wallClock)
    this.metrics = createMetrics()
    this.#user = user
    this.#network = network
    this.#timers = new VirtualTimers(scheduler, user)
    let lastId = 0
    const clocks = {
      wallClock,
      monotonicClock: virtualMonotonicClock(scheduler),
      timers: this.#timers,
    }
    this.ports = Object.freeze({
      ...clocks,
      random,
      ids: { next: () => `${user}-${++lastId}` },
      sockets: network.sockets(name, () => this.#isDead),
      http: network.http(name, () => this.#isDead),
      addressLimits: createAddressLimits(clocks),
      files: disk.filesFor(user),
      log: this.log,
      metrics: this.metrics,
    })
  }

  /** Ends it at once, as `kill -9` does: timers, sockets and exchanges are gone, bytes written stay. Idempotent. */
  kill(): void {
    if (this.#isDead) return
    this.#isDead = true
    this.#timers.kill()
    this.#network.kill(this.name)
    this.disk.kill(this.#user)
  }

  /** Ends it as a power failure does: killed, and unsynced bytes of its machine's disk suffer. */
  crash(kind?: CrashKind): void {
    this.kill()
    this.disk.crash(kind)
  }
}
