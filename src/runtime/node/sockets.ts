import type { Agent } from 'node:http'
import type { SocketPort } from '../ports.ts'
import { NodeSocket } from './node-socket.ts'

/** Options of {@link nodeSockets}. */
export interface NodeSocketOptions {
  /** Opens the TCP connections; a proxy agent goes here. @defaultValue one connection per socket, no proxy */
  readonly agent?: Agent
  /** Certificates to trust instead of the system's, PEM. */
  readonly ca?: string | readonly string[]
  /** Local address to connect from. */
  readonly localAddress?: string
  /** Headers of every handshake; a request's own come on top. */
  readonly headers?: Readonly<Record<string, string>>
  /** Offers the server compression of messages; costs memory and time per message. @defaultValue `false` */
  readonly perMessageDeflate?: boolean
  /** Takes text messages without checking that they are UTF-8. @defaultValue `false` */
  readonly skipUtf8Validation?: boolean
}

/** Node sockets, and a way to drop all of them. */
export interface NodeSockets extends SocketPort {
  /** Drops every socket that is open or opening. */
  terminateAll(): void
}

/** Opens sockets with `ws`, which is loaded when the first one is opened. Pings are answered. */
export function nodeSockets(options: NodeSocketOptions = {}): NodeSockets {
  const open = new Set<NodeSocket>()
  return {
    open(request, handlers) {
      const socket = new NodeSocket(options, request, {
        onOpen: () => handlers.onOpen(),
        onMessage: (data, isBinary) => handlers.onMessage(data, isBinary),
        onPingPong: () => handlers.onPingPong(),
        onClose: (code, reason, error) => {
          open.delete(socket)
          handlers.onClose(code, reason, error)
        },
      })
      open.add(socket)
      return socket
    },
    terminateAll(): void {
      for (const socket of open) socket.terminate()
    },
  }
}
