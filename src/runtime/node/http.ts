import type * as Undici from 'undici'
import type { Agent, Dispatcher, ProxyAgent } from 'undici'
import type { HttpPort } from '../ports.ts'
import { exchange, type HttpWay } from './http-exchange.ts'

/** Options of {@link nodeHttp}. */
export interface NodeHttpOptions {
  /** An undici dispatcher to use; it stays the caller's to close, and the options below do not apply to it. */
  readonly dispatcher?: Dispatcher
  /** URL of an HTTP proxy, `http://user:password@host:port`. @defaultValue none */
  readonly proxy?: string
  /** Certificates to trust instead of the system's, PEM. */
  readonly ca?: string | readonly string[]
  /** Local address to connect from. */
  readonly localAddress?: string
  /** Most connections to one origin. @defaultValue 8 */
  readonly maxConnectionsPerOrigin?: number
  /** How long an unused connection is kept, in ms. @defaultValue 30000 */
  readonly keepAliveMs?: number
}

const DEFAULTS = { maxConnectionsPerOrigin: 8, keepAliveMs: 30_000 } as const

/**
 * HTTP with undici, which is loaded at the first exchange.
 *
 * Redirects are answers. Answers may come compressed; they are given plain. An error's `context.wasSent` is `false` where
 * no byte of the request has left for certain: it was refused, given up or timed out before it had a connection. Of a dispatcher
 * that is the caller's only some errors prove that.
 */
export function nodeHttp(options: NodeHttpOptions = {}): HttpPort {
  let opening: Promise<HttpWay> | undefined
  let opened: HttpWay | undefined
  // Once it is there, a request is handed to undici in the turn that asks for it.
  const way = (): HttpWay | Promise<HttpWay> => {
    if (opened !== undefined) return opened
    opening ??= openWay(options).then((found) => {
      opened = found
      return found
    })
    return opening
  }
  return {
    exchange: (request) => exchange(way, request),
    async close(): Promise<void> {
      const closing = opening
      opening = undefined
      opened = undefined
      const found = await closing
      if (found?.isOwn === true) await found.dispatcher.close()
    },
  }
}

async function openWay(options: NodeHttpOptions): Promise<HttpWay> {
  const undici = await import('undici')
  const { dispatcher } = options
  if (dispatcher !== undefined) return { dispatcher, isOwn: false }
  return { dispatcher: createAgent(undici, options), isOwn: true }
}

function createAgent(
  { Agent, ProxyAgent }: typeof Undici,
  options: NodeHttpOptions,
): Agent | ProxyAgent {
  const { ca, localAddress } = options
  const connect = ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }
  const pool = {
    connections: options.maxConnectionsPerOrigin ?? DEFAULTS.maxConnectionsPerOrigin,
    keepAliveTimeout: options.keepAliveMs ?? DEFAULTS.keepAliveMs,
    // One request at a time on a connection: a slow answer holds up nothing else.
    pipelining: 1,
    ...(localAddress === undefined ? {} : { localAddress }),
  }
  if (options.proxy === undefined) return new Agent({ ...pool, connect })
  return new ProxyAgent({ ...pool, uri: options.proxy, requestTls: connect, proxyTls: connect })
}
