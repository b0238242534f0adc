import type { SocketPort } from '../ports.ts'
import { NodeSocket, type NodeSocketOptions } from './node-socket.ts'

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
