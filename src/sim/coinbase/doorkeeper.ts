import type { TimerHandle } from '../../runtime/ports.ts'
import type { SimPeer } from '../fault-link.ts'
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
  #idle: TimerHandle | undefined
  #spokeUs: number
  #askedUs: number[] = []

  /** Starts to watch a connection. */
  constructor(ports: SimPorts, limits: CoinbaseLimits, peer: SimPeer) {
    this.#ports = ports
    this.#limits = limits
    this.#peer = peer
    this.#spokeUs = ports.wallClock.nowUs()
    this.#first = ports.timers.after(limits.firstSubscribeMs, () =>
      peer.close(NORMAL_CLOSE, 'no subscription was received'),
    )
  }

  /** Something was subscribed. */
  entered(): void {
    this.#first.cancel()
    if (this.#idle === undefined) this.#wait(this.#limits.idleMs)
  }

  /** A channel said something. */
  spoke(): void {
    this.#spokeUs = this.#ports.wallClock.nowUs()
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
    this.#idle?.cancel()
  }

  #wait(ms: number): void {
    this.#idle = this.#ports.timers.after(ms, () => {
      const silentMs = (this.#ports.wallClock.nowUs() - this.#spokeUs) / 1000
      const leftMs = this.#limits.idleMs - silentMs
      if (leftMs > 0) this.#wait(leftMs)
      else this.#peer.close(NORMAL_CLOSE, 'no updates')
    })
  }
}
