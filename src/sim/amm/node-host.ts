import type { HttpResponse } from '../../core/index.ts'
import type { WallClock } from '../../runtime/ports.ts'
import type { HostAnswer, HostConnection } from '../../runtime/virtual/host.ts'
import type { SimPeer } from '../fault-link.ts'
import { type Dialect, jsonResponse, respond } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { Block } from './chain.ts'
import type { AmmLimits } from './limits.ts'
import type { RpcNode, RpcRequest } from './node.ts'
import { headRow, type LogFilter, logRows } from './rpc-messages.ts'

/** The host of one chain's provider: JSON-RPC over HTTP and over sockets, at any path. */
export function nodeHost(node: RpcNode, clock: WallClock, limits: AmmLimits): Dialect {
  const budget = new WindowBudget(clock, limits.callsPerSecond, 1_000)
  const sockets = new Set<NodeSocket>()
  node.chain.listen((dropped, added) => {
    for (const socket of sockets) socket.onBlocks(dropped, added)
  })
  let opened = 0
  return {
    accept(_target, _headers, peer): HostConnection {
      opened += 1
      const socket = new NodeSocket(node, peer, limits, opened)
      sockets.add(socket)
      return {
        onMessage: (data) => socket.onMessage(data),
        onPingPong: () => {},
        onClose: () => void sockets.delete(socket),
      }
    },
    request({ method, body }): HostAnswer {
      if (method !== 'POST') return respond(page(405))
      if (!budget.spend(1)) return respond(rpcFailure(429, -32_005, 'limit exceeded'))
      const request = parse(body)
      const response = Array.isArray(request)
        ? jsonResponse(
            200,
            request.map((each: RpcRequest) => node.answer(each)),
          )
        : jsonResponse(200, request === undefined ? PARSE_ERROR : node.answer(request))
      return { kind: 'response', response, delayMs: limits.restDelayMs }
    },
    // Nodes know one word for too many calls.
    failure: (status) =>
      status === 418 || status === 429 ? rpcFailure(429, -32_005, 'limit exceeded') : page(status),
  }
}

const PARSE_ERROR = { jsonrpc: '2.0', id: null, error: { code: -32_700, message: 'parse error' } }

/** Gateways in front of nodes answer in HTML. */
function page(status: number): HttpResponse {
  const body = new TextEncoder().encode(`<html><body><h1>${status}</h1></body></html>`)
  return { status, headers: { 'content-type': 'text/html' }, body }
}

function rpcFailure(status: number, code: number, message: string): HttpResponse {
  return jsonResponse(status, { jsonrpc: '2.0', id: null, error: { code, message } })
}

function parse(text: string): RpcRequest | RpcRequest[] | undefined {
  try {
    const value: unknown = JSON.parse(text)
    // Every field of it is looked at before it is used.
    return typeof value === 'object' && value !== null ? (value as RpcRequest) : undefined
  } catch {
    // Told to the client as a parse error.
    return undefined
  }
}

interface LiveSubscription {
  readonly id: string
  /** Absent: heads. */
  readonly filter?: LogFilter
}

class NodeSocket {
  readonly #node: RpcNode
  readonly #peer: SimPeer
  readonly #limits: AmmLimits
  readonly #number: number
  #made = 0
  #live: LiveSubscription[] = []

  constructor(node: RpcNode, peer: SimPeer, limits: AmmLimits, number: number) {
    this.#node = node
    this.#peer = peer
    this.#limits = limits
    this.#number = number
  }

  onMessage(data: Uint8Array): void {
    const request = parse(new TextDecoder().decode(data))
    if (request === undefined) this.#peer.control(JSON.stringify(PARSE_ERROR))
    else for (const each of [request].flat()) this.#answer(each)
  }

  /** Logs of blocks that were dropped, newest first; then each new block's logs, and its head. */
  onBlocks(dropped: readonly Block[], added: readonly Block[]): void {
    for (const block of dropped) this.#sendLogs(block, true)
    for (const block of added) {
      this.#sendLogs(block, false)
      for (const { id, filter } of this.#live)
        if (filter === undefined)
          this.#push(id, headRow(block, this.#limits.blooms, this.#node.specs), 'heads')
    }
  }

  #sendLogs(block: Block, removed: boolean): void {
    for (const { id, filter } of this.#live) {
      if (filter === undefined) continue
      const rows = logRows(block, filter, removed, this.#node.specs)
      for (const row of removed ? rows.toReversed() : rows) this.#push(id, row, 'logs')
    }
  }

  #push(subscription: string, result: unknown, stream: string): void {
    const params = { subscription, result }
    this.#peer.data(JSON.stringify({ jsonrpc: '2.0', method: 'eth_subscription', params }), stream)
  }

  #answer(request: RpcRequest): void {
    const params: readonly unknown[] = Array.isArray(request.params) ? request.params : []
    const say = (rest: object): void =>
      this.#peer.control(JSON.stringify({ jsonrpc: '2.0', id: request.id ?? null, ...rest }))
    if (request.method === 'eth_subscribe') {
      const subscription = this.#subscribe(params)
      if (subscription === undefined)
        return say({
          error: { code: -32_602, message: 'invalid argument 0: no such subscription' },
        })
      return say({ result: subscription })
    }
    if (request.method === 'eth_unsubscribe') {
      const before = this.#live.length
      this.#live = this.#live.filter(({ id }) => id !== params[0])
      if (this.#live.length === before)
        return say({ error: { code: -32_000, message: 'subscription not found' } })
      return say({ result: true })
    }
    // Readings and logs are what books are made of, as much as what is pushed.
    this.#peer.data(JSON.stringify(this.#node.answer(request)), 'answers')
  }

  #subscribe([kind, filter]: readonly unknown[]): string | undefined {
    if (this.#live.length >= this.#limits.maxSubscriptions) return undefined
    if (kind !== 'newHeads' && kind !== 'logs') return undefined
    this.#made += 1
    const id = `0x${(this.#number * 0x1_0000 + this.#made).toString(16).padStart(32, 'c')}`
    // A filter of another shape lets everything through.
    this.#live.push(kind === 'logs' ? { id, filter: (filter ?? {}) as LogFilter } : { id })
    return id
  }
}
