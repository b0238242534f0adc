import type { HostConnection } from '../../../runtime/virtual/host.ts'
import { privateStream } from '../../account/account-log.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { SimAccounts } from '../../account/sim-accounts.ts'
import { ConnectionGuard, type ConnectionRules } from '../../connection-guard.ts'
import type { SimPeer } from '../../fault-link.ts'
import { type Dialect, jsonResponse, respond } from '../../venue-host.ts'
import type { BinanceState } from '../binance-state.ts'
import { RestRefusal } from '../rest-error.ts'
import { msOf } from './order-rows.ts'
import { checkTime, findKey } from './private-call.ts'
import { badParameter } from './refusals.ts'
import { isSignedBy } from './sign.ts'
import { spotFrame } from './spot-frames.ts'

const PATH = '/ws-api/v3'

interface Request {
  readonly id?: unknown
  readonly method?: unknown
  readonly params?: unknown
}

/** Spot's WebSocket API, of which user data is simulated: subscriptions that are signed one by one. Dossier section 7. */
export function wsApiHost(
  state: BinanceState,
  accounts: SimAccounts,
  rules: ConnectionRules,
): Dialect {
  return {
    accept: (target, _headers, peer) =>
      target.split('?', 1)[0] === PATH
        ? new WsApiSession(state, accounts, rules, peer)
        : { refuse: 404 },
    request: () => respond(jsonResponse(404, {})),
    failure: (status) => jsonResponse(status, {}),
  }
}

class WsApiSession implements HostConnection {
  readonly #state: BinanceState
  readonly #accounts: SimAccounts
  readonly #peer: SimPeer
  readonly #guard: ConnectionGuard
  readonly #stopShutdown: () => void
  readonly #subscribed = new Map<SimAccount, () => void>()
  #nextSubscription = 0

  constructor(state: BinanceState, accounts: SimAccounts, rules: ConnectionRules, peer: SimPeer) {
    this.#state = state
    this.#accounts = accounts
    this.#peer = peer
    this.#guard = new ConnectionGuard(peer, state.ports, rules, () => peer.close(1008, ''))
    this.#stopShutdown = state.onShutdown(() => {
      const event = { e: 'serverShutdown', E: this.#nowMs() }
      peer.control(JSON.stringify({ event }))
    })
  }

  onMessage(data: Uint8Array): void {
    if (!this.#guard.inbound()) return
    let request: Request
    try {
      request = JSON.parse(new TextDecoder().decode(data)) as Request
    } catch {
      return this.#say(null, 400, { error: { code: -1135, msg: 'Invalid JSON Request' } })
    }
    try {
      this.#say(request.id, 200, { result: this.#answer(request) })
    } catch (error) {
      if (!(error instanceof RestRefusal)) throw error
      this.#say(request.id, error.status, { error: { code: error.venueCode, msg: error.message } })
    }
  }

  onPingPong(): void {
    this.#guard.pong()
  }

  onClose(): void {
    this.#guard.stop()
    this.#stopShutdown()
    this.#unsubscribe()
  }

  #answer({ method, params }: Request): unknown {
    switch (method) {
      case 'ping':
        return {}
      case 'time':
        return { serverTime: this.#nowMs() }
      case 'userDataStream.subscribe.signature':
        return this.#subscribe(params)
      case 'userDataStream.unsubscribe':
        this.#unsubscribe()
        return {}
      default:
        throw new RestRefusal(-1000, 'Invalid request.')
    }
  }

  /** Signed is the text of all parameters but the signature, in the order of their names. */
  #subscribe(params: unknown): unknown {
    const given = typeof params === 'object' && params !== null ? Object.entries(params) : []
    const fields = new Map(given.map(([name, value]) => [name, String(value)]))
    const { account, apiKey } = findKey(this.#accounts, fields.get('apiKey'))
    const signature = fields.get('signature')
    if (signature === undefined) throw badParameter('signature')
    const payload = [...fields]
      .filter(([name]) => name !== 'signature')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&')
    if (!isSignedBy(apiKey.secret, payload, signature))
      throw new RestRefusal(-1022, 'Signature for this request is not valid.')
    checkTime(fields.get('timestamp') ?? null, fields.get('recvWindow') ?? null, this.#nowMs())
    if (this.#subscribed.has(account))
      throw new RestRefusal(-2035, 'User Data Stream subscription already active.')
    return { subscriptionId: this.#listen(account) }
  }

  #listen(account: SimAccount): number {
    const subscriptionId = this.#nextSubscription++
    const stop = account.listen((told) => {
      const event = spotFrame(told)
      if (event === undefined) return
      this.#peer.data(JSON.stringify({ subscriptionId, event }), privateStream(told))
    })
    this.#subscribed.set(account, stop)
    return subscriptionId
  }

  #unsubscribe(): void {
    for (const stop of this.#subscribed.values()) stop()
    this.#subscribed.clear()
  }

  #say(id: unknown, status: number, body: object): void {
    this.#peer.control(JSON.stringify({ id: id ?? null, status, ...body, rateLimits: [] }))
  }

  #nowMs(): number {
    return msOf(this.#state.clock.nowUs())
  }
}
