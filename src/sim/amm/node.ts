import type { Block, Chain } from './chain.ts'
import { callContract } from './contracts.ts'
import type { AmmLimits } from './limits.ts'
import type { AmmInstrumentOptions } from './products.ts'
import { headRow, type LogFilter, logRows, quantity } from './rpc-messages.ts'

/** A request as it came: anything may be in it. */
export interface RpcRequest {
  /** Given back as it was. */
  readonly id?: unknown
  /** Name of the method. */
  readonly method?: unknown
  /** Its parameters. */
  readonly params?: unknown
}

/** What a node says no with. */
class RpcRefusal extends Error {
  /** JSON-RPC code. */
  readonly code: number

  /** A refusal. */
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** A node's methods that need no socket. */
export class RpcNode {
  /** Its chain. */
  readonly chain: Chain
  /** Its pools. */
  readonly specs: readonly AmmInstrumentOptions[]
  readonly #limits: AmmLimits

  /** A node of a chain. */
  constructor(chain: Chain, specs: readonly AmmInstrumentOptions[], limits: AmmLimits) {
    this.chain = chain
    this.specs = specs
    this.#limits = limits
  }

  /** Answers a request, refusals included. */
  answer(request: RpcRequest): Record<string, unknown> {
    const head = { jsonrpc: '2.0', id: request.id ?? null }
    try {
      const params = Array.isArray(request.params) ? request.params : []
      return { ...head, result: this.#result(String(request.method), params) }
    } catch (error) {
      if (!(error instanceof RpcRefusal)) throw error
      return { ...head, error: { code: error.code, message: error.message } }
    }
  }

  #result(method: string, params: readonly unknown[]): unknown {
    switch (method) {
      case 'eth_chainId':
        return '0x1'
      case 'eth_blockNumber':
        return quantity(this.chain.head.number)
      case 'eth_getBlockByNumber':
        return headRow(this.#block(params[0]), this.#limits.blooms, this.specs)
      case 'eth_call': {
        // Whoever sends something else gets the refusal of a call that has no such shape.
        const call = params[0] as { readonly to?: string; readonly data?: string } | undefined
        const block = this.#block(params[1] ?? 'latest')
        const { to = '', data = '0x' } = call ?? {}
        const result = callContract(to, data.slice(2), block, this.specs)
        if (result === undefined) throw new RpcRefusal(-32_000, 'execution reverted')
        return `0x${result}`
      }
      case 'eth_getLogs':
        return this.#logs(params[0])
      default:
        throw new RpcRefusal(-32_601, `the method ${method} does not exist/is not available`)
    }
  }

  #block(at: unknown): Block {
    const block = this.#find(at)
    if (block === undefined) throw new RpcRefusal(-32_000, 'header not found')
    return block
  }

  /** By name, number, or hash (EIP-1898). */
  #find(at: unknown): Block | undefined {
    if (at === 'latest') return this.chain.head
    if (typeof at === 'object' && at !== null && 'blockHash' in at)
      return this.chain.find(String(at.blockHash))
    return this.chain.at(Number(at))
  }

  #logs(filter: unknown): unknown {
    // As above: a filter of another shape finds what an empty one finds.
    const asked = (filter ?? {}) as LogFilter & {
      fromBlock?: string
      toBlock?: string
      blockHash?: string
    }
    if (asked.blockHash !== undefined) {
      const block = this.chain.find(asked.blockHash)
      if (block === undefined) throw new RpcRefusal(-32_000, 'unknown block')
      return logRows(block, asked, false, this.specs)
    }
    const newest = this.chain.head.number
    const [from, to] = [asked.fromBlock, asked.toBlock].map((at) =>
      at === undefined || at === 'latest' ? newest : Number(at),
    )
    if (from === undefined || to === undefined || !(from <= to))
      throw new RpcRefusal(-32_602, 'invalid block range params')
    if (to - from >= this.#limits.maxLogBlocks)
      throw new RpcRefusal(-32_000, `block range is too wide, ${this.#limits.maxLogBlocks} at most`)
    const rows: unknown[] = []
    for (let number = from; number <= Math.min(to, newest); number += 1) {
      const block = this.chain.at(number)
      if (block !== undefined) rows.push(...logRows(block, asked, false, this.specs))
    }
    return rows
  }
}
