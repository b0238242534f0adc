import type { HostConnection } from '../../../runtime/virtual/host.ts'
import { privateStream } from '../../account/account-log.ts'
import { ConnectionGuard, type ConnectionRules } from '../../connection-guard.ts'
import type { SimPeer } from '../../fault-link.ts'
import type { BinanceState } from '../binance-state.ts'
import type { ListenKeys } from './listen-keys.ts'
import { msOf } from './order-rows.ts'
import { usdmFrames } from './usdm-frames.ts'

/** The private streams of USDⓈ-M, by listen key. */
export class UsdmStreams {
  readonly #state: BinanceState
  readonly #keys: ListenKeys
  readonly #open = new Map<string, Set<SimPeer>>()
  readonly #stops = new Map<SimPeer, (() => void) | undefined>()

  /** None is open. */
  constructor(state: BinanceState, keys: ListenKeys) {
    this.#state = state
    this.#keys = keys
  }

  /** Takes a connection. A key that is made up or has expired is taken all the same, and hears nothing. */
  accept(listenKey: string, peer: SimPeer, rules: ConnectionRules): HostConnection {
    const guard = new ConnectionGuard(peer, this.#state.ports, rules, () => peer.close(1008, ''))
    const stop = this.#keys.accountOf(listenKey)?.listen((event) => {
      for (const frame of usdmFrames(event)) peer.data(JSON.stringify(frame), privateStream(event))
    })
    const peers = this.#open.get(listenKey) ?? new Set()
    this.#open.set(listenKey, peers.add(peer))
    this.#stops.set(peer, stop)
    return {
      onMessage: () => void guard.inbound(),
      onPingPong() {
        guard.pong()
        guard.inbound()
      },
      onClose: () => {
        guard.stop()
        this.#leave(listenKey, peer)
      },
    }
  }

  /** Tells every connection of a key that it has expired; they hear nothing more. */
  expire(listenKey: string): void {
    const event = { e: 'listenKeyExpired', E: msOf(this.#state.clock.nowUs()), listenKey }
    for (const peer of [...(this.#open.get(listenKey) ?? [])]) {
      this.#leave(listenKey, peer)
      peer.control(JSON.stringify(event))
    }
  }

  #leave(listenKey: string, peer: SimPeer): void {
    this.#stops.get(peer)?.()
    this.#stops.delete(peer)
    this.#open.get(listenKey)?.delete(peer)
  }
}
