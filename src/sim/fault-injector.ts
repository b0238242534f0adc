import type { WallClock } from '../runtime/ports.ts'
import { SeededRandom } from '../runtime/virtual/seeded-random.ts'
import type {
  ConnectFault,
  Fault,
  FaultRecord,
  FaultRule,
  FaultScript,
  FrameFault,
  HttpFault,
  OrderAction,
  OrderFault,
} from './fault-rules.ts'

/** One frame, handshake or request that a fault may strike. */
export interface FaultSubject {
  /** The host's name. */
  readonly host: string
  /** The connection's number on its host, from 1; 0 where there is none. */
  readonly connection: number
  /** The stream, the handshake's target, or the request's path. */
  readonly name: string
  /** Whether it is a control frame. */
  readonly isControl: boolean
}

interface RuleState {
  readonly rule: FaultRule
  readonly random: SeededRandom
  seen: number
  struck: number
}

type KindOf<F extends Fault> = F['kind']
const FRAME_KINDS: readonly KindOf<FrameFault>[] = [
  'drop',
  'delay',
  'double',
  'reorder',
  'corrupt',
  'truncate',
  'stall',
  'cutMidFrame',
  'htmlFrame',
  'disconnect',
]
const HTTP_KINDS: readonly KindOf<HttpFault>[] = [
  'status',
  'silence',
  'cut',
  'htmlAnswer',
  'slow',
  'oldSnapshot',
]

const ORDER_KINDS: readonly KindOf<OrderFault>[] = [
  'acceptThenSilence',
  'acceptThenCut',
  'acceptThenStatus',
  'lateAck',
  'fillBeforeAck',
  'duplicateIdRefused',
  'cancelRacesFill',
  'refuseWithStatus',
  'maintenance',
]

/**
 * Decides which fault strikes what, and remembers each.
 *
 * Each rule draws from a sequence of its own, one number per subject it applies to, so the same seed and the same traffic
 * give the same faults, and adding a rule does not move the others.
 */
export class FaultInjector {
  readonly #clock: WallClock
  readonly #seed: SeededRandom
  readonly #rules: RuleState[] = []
  readonly #log: FaultRecord[] = []
  #startedUs: number
  #loggedSkewMs = 0

  /** An injector of a script. */
  constructor(clock: WallClock, seed: string | number, script: FaultScript = []) {
    this.#clock = clock
    this.#seed = new SeededRandom(seed)
    this.#startedUs = clock.nowUs()
    for (const rule of script) this.add(rule)
  }

  /** Every fault that happened, in order. */
  get log(): readonly FaultRecord[] {
    return this.#log
  }

  /** Counts the windows of the script from now. */
  restart(): void {
    this.#startedUs = this.#clock.nowUs()
  }

  /** Adds a rule while running, behind the others. Returns how to take it back. */
  add(rule: FaultRule): () => void {
    const state = { rule, random: this.#seed.fork(`rule${this.#rules.length}`), seen: 0, struck: 0 }
    this.#rules.push(state)
    return () => {
      // Stays in the list, spent: the seeds of later rules count from its place.
      state.struck = Number.POSITIVE_INFINITY
    }
  }

  /** The fault that strikes a frame, if any. */
  frame(subject: FaultSubject): FrameFault | undefined {
    return this.#strike(subject, isFrameFault)
  }

  /** The fault that strikes a handshake, if any. */
  connect(subject: FaultSubject): ConnectFault | undefined {
    return this.#strike(subject, isConnectFault)
  }

  /** The fault that strikes an HTTP exchange, if any. */
  http(subject: FaultSubject): HttpFault | undefined {
    return this.#strike(subject, isHttpFault)
  }

  /** The fault that strikes a request about orders, if any; a rule counts only the requests that it can strike. */
  order(subject: FaultSubject, action: OrderAction): OrderFault | undefined {
    return this.#strike(subject, (fault): fault is OrderFault => isOrderFault(fault, action))
  }

  /** The venue's clock: the true one, off by the skew of the rules whose window is open. */
  skewedClock(): WallClock {
    return { nowUs: () => this.#clock.nowUs() + this.#skewMs() * 1000 }
  }

  #skewMs(): number {
    let skewMs = 0
    const now = this.#clock.nowUs()
    for (const { rule, struck } of this.#rules) {
      const isSpent = struck === Number.POSITIVE_INFINITY
      if (rule.fault.kind === 'clockSkew' && !isSpent && this.#isOpen(rule, now))
        skewMs += rule.fault.skewMs
    }
    if (skewMs !== this.#loggedSkewMs) {
      this.#loggedSkewMs = skewMs
      const fault = { kind: 'clockSkew', skewMs } as const
      this.#log.push({ timeUs: now, fault, host: '', connection: 0, subject: 'clock' })
    }
    return skewMs
  }

  #isOpen(rule: FaultRule, nowUs: number): boolean {
    const sinceMs = (nowUs - this.#startedUs) / 1000
    return (
      sinceMs >= (rule.when?.fromMs ?? 0) &&
      sinceMs < (rule.when?.untilMs ?? Number.POSITIVE_INFINITY)
    )
  }

  #strike<F extends Fault>(subject: FaultSubject, is: (fault: Fault) => fault is F): F | undefined {
    const timeUs = this.#clock.nowUs()
    for (const state of this.#rules) {
      const { fault } = state.rule
      if (!is(fault) || !isAbout(state.rule, subject) || !this.#isOpen(state.rule, timeUs)) continue
      if (!draws(state)) continue
      state.struck += 1
      const { host, connection, name } = subject
      this.#log.push({ timeUs, fault, host, connection, subject: name })
      return fault
    }
    return undefined
  }
}

function isAbout(rule: FaultRule, subject: FaultSubject): boolean {
  const { where } = rule
  if (subject.isControl && where?.hitsControl !== true) return false
  if (where?.host !== undefined && where.host !== subject.host) return false
  if (where?.connection !== undefined && where.connection !== subject.connection) return false
  return where?.contains === undefined || subject.name.includes(where.contains)
}

function draws(state: RuleState): boolean {
  const { when } = state.rule
  state.seen += 1
  const isHit = state.random.chance(when?.probability ?? 1)
  if (state.seen < (when?.fromNth ?? 1)) return false
  return isHit && state.struck < (when?.most ?? Number.POSITIVE_INFINITY)
}

function isFrameFault(fault: Fault): fault is FrameFault {
  return FRAME_KINDS.some((kind) => kind === fault.kind)
}

function isConnectFault(fault: Fault): fault is ConnectFault {
  return fault.kind === 'refuse'
}

function isHttpFault(fault: Fault): fault is HttpFault {
  return HTTP_KINDS.some((kind) => kind === fault.kind)
}

function isOrderFault(fault: Fault, action: OrderAction): fault is OrderFault {
  if (fault.kind === 'duplicateIdRefused') return action === 'place'
  if (fault.kind === 'cancelRacesFill') return action === 'cancel' || action === 'cancelAll'
  return ORDER_KINDS.some((kind) => kind === fault.kind)
}
