import type { Timers } from '../runtime/ports.ts'
import type { HostPeer } from '../runtime/virtual/host.ts'
import { damage } from './damage.ts'
import type { FaultInjector } from './fault-injector.ts'
import type { FrameFault } from './fault-rules.ts'
import { HTML_PAGE } from './html-page.ts'

/** The client as a dialect sees it: what it sends says whether it is data, and of which stream. */
export interface SimPeer {
  /** Sends a data frame of a stream; faults may strike it. */
  data(frame: string | Uint8Array, stream: string): void
  /** Sends a control frame: an ack, an error, a pong. Faults pass it by unless a rule says otherwise. */
  control(frame: string | Uint8Array): void
  /** Sends a protocol ping. */
  ping(): void
  /** Closes with a code, after what was sent before. */
  close(code: number, reason: string): void
  /** Drops the connection at once. */
  terminate(): void
}

interface Held {
  readonly frame: string | Uint8Array
  behind: number
}

/** One connection's way from the dialect to the client, with faults on it. */
export class FaultLink implements SimPeer {
  readonly #peer: HostPeer
  readonly #faults: FaultInjector
  readonly #timers: Timers
  readonly #host: string
  readonly #connection: number
  #held: Held[] = []
  #late: (() => void)[] = []
  #isLate = false
  #isStalled = false
  #isMute = false
  #isClosed = false

  /** The link of a connection: number `connection` of the host called `host`. */
  constructor(
    peer: HostPeer,
    faults: FaultInjector,
    timers: Timers,
    host: string,
    connection: number,
  ) {
    this.#peer = peer
    this.#faults = faults
    this.#timers = timers
    this.#host = host
    this.#connection = connection
  }

  /** {@inheritDoc SimPeer.data} */
  data(frame: string | Uint8Array, stream: string): void {
    this.#pass(frame, stream, false)
  }

  /** {@inheritDoc SimPeer.control} */
  control(frame: string | Uint8Array): void {
    this.#pass(frame, 'control', true)
  }

  /** {@inheritDoc SimPeer.ping} */
  ping(): void {
    if (!this.#isMute && !this.#isClosed) this.#peer.ping()
  }

  /** {@inheritDoc SimPeer.close} */
  close(code: number, reason: string): void {
    // In a silent stall not even the closing handshake gets through: the client has only its own watchdog.
    if (this.#isMute) return
    this.#inOrder(() => this.#peer.close(code, reason))
  }

  /** {@inheritDoc SimPeer.terminate} */
  terminate(): void {
    this.closed()
    this.#peer.terminate()
  }

  /** The socket is gone: nothing is sent any more. */
  closed(): void {
    this.#isClosed = true
    this.#late = []
    this.#held = []
  }

  #pass(frame: string | Uint8Array, name: string, isControl: boolean): void {
    if (this.#isClosed || this.#isStalled) return
    const subject = { host: this.#host, connection: this.#connection, name, isControl }
    const fault = this.#faults.frame(subject)
    if (fault === undefined) this.#send(frame)
    else this.#apply(fault, frame)
  }

  #apply(fault: FrameFault, frame: string | Uint8Array): void {
    switch (fault.kind) {
      case 'drop':
        return
      case 'delay':
        return this.#delay(fault.delayMs, frame)
      case 'double':
        this.#send(frame)
        return this.#send(frame)
      case 'reorder':
        this.#held.push({ frame, behind: fault.behind ?? 1 })
        return
      case 'corrupt':
        return this.#send(damage(frame, fault.how))
      case 'truncate':
        return this.#send(frame.slice(0, Math.ceil(frame.length / 2)))
      case 'stall':
        return this.#stall(fault.forMs, fault.keepsPings ?? false)
      case 'cutMidFrame':
        return this.terminate()
      case 'htmlFrame':
        return this.#send(HTML_PAGE)
      case 'disconnect':
        this.#send(frame)
        return this.close(fault.code ?? 1001, fault.reason ?? '')
    }
  }

  #send(frame: string | Uint8Array): void {
    this.#inOrder(() => this.#peer.send(frame))
    if (this.#held.length === 0) return
    for (const held of this.#held) held.behind -= 1
    const ready = this.#held.filter((held) => held.behind <= 0)
    this.#held = this.#held.filter((held) => held.behind > 0)
    for (const held of ready) this.#inOrder(() => this.#peer.send(held.frame))
  }

  #inOrder(act: () => void): void {
    if (this.#isLate) this.#late.push(act)
    else act()
  }

  #delay(delayMs: number, frame: string | Uint8Array): void {
    this.#late.push(() => this.#peer.send(frame))
    if (this.#isLate) return
    this.#isLate = true
    this.#timers.after(delayMs, () => {
      this.#isLate = false
      const waiting = this.#late
      this.#late = []
      for (const act of waiting) act()
    })
  }

  #stall(forMs: number | undefined, keepsPings: boolean): void {
    this.#isStalled = true
    this.#isMute = !keepsPings
    if (forMs === undefined) return
    this.#timers.after(forMs, () => {
      this.#isStalled = false
      this.#isMute = false
    })
  }
}
