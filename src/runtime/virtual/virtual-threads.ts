import type {
  Ports,
  Thread,
  ThreadHandlers,
  ThreadListener,
  ThreadPort,
  ThreadProgram,
  ThreadRequest,
  ThreadTask,
} from '../ports.ts'
import { ThreadPorts } from './thread-ports.ts'

/** How long a message takes, in ms, unless told otherwise. */
const HOP_MS = 1

/** How threads are opened in virtual time. */
export interface VirtualThreadsOptions {
  /** Ports of the process that the threads are in: they die with it. */
  readonly ports: Ports
  /** The program of a module, for a thread with these ports: what it opens by them dies with the thread. */
  readonly load: (module: string, ports: Ports) => ThreadProgram
  /** How long a message from one thread to another takes, and a turn of the event loop, in ms. @defaultValue 1 */
  readonly hopMs?: number
}

/**
 * Threads in virtual time: their programs run beside each other on one real thread, so that one seed gives one history.
 *
 * Messages are clones, and take a hop. Shared memory is shared: what reads it must look at each turn (`waiting: 'spin'`), because
 * to be woken takes real time; a ring that is full would never have room.
 */
export class VirtualThreads implements ThreadPort {
  readonly #options: VirtualThreadsOptions
  readonly #running = new Set<VirtualThread>()
  #turns: (() => void)[] = []

  /** Opens nothing yet. */
  constructor(options: VirtualThreadsOptions) {
    this.#options = options
  }

  /** The threads that run, oldest first; one that hangs is among them. */
  get running(): readonly VirtualThread[] {
    return [...this.#running]
  }

  /** Opens one, a hop from now. */
  open({ module, data }: ThreadRequest, handlers: ThreadHandlers): VirtualThread {
    const { ports, load, hopMs = HOP_MS } = this.#options
    const thread: VirtualThread = new VirtualThread({
      ports,
      hopMs,
      data: structuredClone(data),
      program: (own) => load(module, own),
      handlers,
      onOver: () => this.#running.delete(thread),
    })
    this.#running.add(thread)
    return thread
  }

  /** Calls back a hop later. */
  afterTurn(callback: () => void): void {
    const { ports, hopMs = HOP_MS } = this.#options
    this.#turns.push(callback)
    if (this.#turns.length > 1) return
    ports.timers.after(hopMs, () => {
      const turns = this.#turns
      this.#turns = []
      for (const turn of turns) turn()
    })
  }
}

interface VirtualThreadParts {
  readonly ports: Ports
  readonly hopMs: number
  readonly data: unknown
  readonly program: (ports: Ports) => ThreadProgram
  readonly handlers: ThreadHandlers
  readonly onOver: () => void
}

/** A thread in virtual time, with what may befall it. */
export class VirtualThread implements Thread {
  readonly #parts: VirtualThreadParts
  readonly #own: ThreadPorts
  readonly #inbox: unknown[] = []
  #program: ThreadTask | ThreadListener | undefined
  #isTerminated = false
  #isOver = false

  /** Starts it, a hop from now; `VirtualThreads.open` is how. */
  constructor(parts: VirtualThreadParts) {
    this.#parts = parts
    this.#own = new ThreadPorts(parts.ports, (thrown) =>
      this.fail(thrown instanceof Error ? thrown : new Error(String(thrown))),
    )
    this.#later(() => this.#own.enter(() => this.#start()))
  }

  /** Sends a message: a structured clone of it, a hop later. */
  post(message: unknown): void {
    // A task that asks finds it there at once; a listener is called.
    this.#inbox.push(structuredClone(message))
    this.#later(() => {
      const program = this.#program
      if (program !== undefined && 'onMessage' in program)
        this.#own.enter(() => program.onMessage(this.#inbox.shift()))
    })
  }

  /** Ends it at once, whatever it does; nothing is told any more. Idempotent. */
  async terminate(): Promise<void> {
    this.#isTerminated = true
    this.#die()
  }

  /** Ends it by itself: it threw, or its memory was not enough. */
  fail(why: Error): void {
    if (this.#isOver) return
    this.#die()
    this.#later(() => {
      if (!this.#isTerminated) this.#parts.handlers.onEnd(why)
    })
  }

  /** Lets it hang: nothing is heard of it any more, and what it opened stays open. */
  hang(): void {
    this.#own.hang()
  }

  #start(): void {
    const { data, program } = this.#parts
    this.#program = program(this.#own.ports)({
      data,
      post: (message) => this.#tell(message),
      receive: () => this.#inbox.shift(),
    })
    if ('step' in this.#program) this.#step(this.#program)
  }

  /** A task looks once a hop. */
  #step(task: ThreadTask): void {
    this.#own.enter(() => {
      while (task.step());
      this.#later(() => this.#step(task))
    })
  }

  #tell(message: unknown): void {
    if (this.#isOver) return
    const clone: unknown = structuredClone(message)
    this.#later(() => {
      if (!this.#isTerminated) this.#parts.handlers.onMessage(clone)
    })
  }

  #die(): void {
    this.#isOver = true
    this.#own.kill()
    this.#parts.onOver()
  }

  #later(work: () => void): void {
    this.#parts.ports.timers.after(this.#parts.hopMs, work)
  }
}
