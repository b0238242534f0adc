import type { TimerHandle } from '../../runtime/ports.ts'
import type { SimPeer } from '../fault-link.ts'
import { IdleWatch } from '../idle-watch.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { CoinbaseLimits } from './limits.ts'

const SECOND_US = 1_000_000
const NORMAL_CLOSE = 1000

/** The patience of both stream hosts: with the first subscription, with silence, and with many messages. */
export class Doorkeeper {
  readonly #ports: SimPorts
  readonly #limits: CoinbaseLimits
  readonly #peer: SimPeer
  readonly #first: TimerHandle
  #idle: IdleWatch | undefined
  #askedUs: number[] = []

  /** Starts to watch a connection. */
  constructor(ports: SimPorts, limits: CoinbaseLimits, peer: SimPeer) {
    this.#ports = ports
    this.#limits = limits
    this.#peer = peer
    this.#first = ports.timers.after(limits.firstSubscribeMs, () =>
      peer.close(NORMAL_CLOSE, 'no subscription was received'),
    )
  }

  /** Something was subscribed. */
  entered(): void {
    this.#first.cancel()
    this.#idle ??= new IdleWatch(this.#ports, this.#limits.idleMs, () =>
      this.#peer.close(NORMAL_CLOSE, 'no updates'),
    )
  }

  /** A channel said something. */
  spoke(): void {
    this.#idle?.heard()
  }

  /** Counts a message of the client; `false` where it is one too many. */
  mayAsk(): boolean {
    const nowUs = this.#ports.wallClock.nowUs()
    this.#askedUs = this.#askedUs.filter((timeUs) => timeUs > nowUs - SECOND_US)
    this.#askedUs.push(nowUs)
    return this.#askedUs.length <= this.#limits.messagesPerSecond
  }

  /** Ends the watch. */
  stop(): void {
    this.#first.cancel()
    this.#idle?.stop()
  }
}
