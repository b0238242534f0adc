import type { HostConnection } from '../../../runtime/virtual/host.ts'
import { privateStream } from '../../account/account-log.ts'
import type { SimAccount } from '../../account/sim-account.ts'
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
    const account = this.#keys.accountOf(listenKey)
    const stop = account && this.#listen(account, peer)
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

  /** What orders hold is not told here: a wallet is told when there is more or less in it. */
  #listen(account: SimAccount, peer: SimPeer): () => void {
    const told = new Map(account.balances('futures').map(({ asset, total }) => [asset, total]))
    return account.listen((event) => {
      if (event.kind === 'balanceChanged') {
        const { asset, total } = event.balance
        if (told.get(asset) === total) return
        told.set(asset, total)
      }
      for (const frame of usdmFrames(event)) peer.data(JSON.stringify(frame), privateStream(event))
    })
  }

  #leave(listenKey: string, peer: SimPeer): void {
    this.#stops.get(peer)?.()
    this.#stops.delete(peer)
    this.#open.get(listenKey)?.delete(peer)
  }
}
