import type { Ports, SocketPort } from '../../runtime/ports.ts'
import type { FrameTap } from '../../transport/index.ts'

/** Sockets that tell a tap what passes them: market data in a thread take none. Endpoints are named by their URLs. */
export function tappedSockets(
  { sockets, wallClock }: Pick<Ports, 'sockets' | 'wallClock'>,
  tap: FrameTap,
  endpointAt: (url: string) => string,
): SocketPort {
  let opened = 0
  return {
    open(request, handlers) {
      const { url } = request
      opened += 1
      const source = { endpoint: endpointAt(url), connection: opened, url }
      const socket = sockets.open(request, {
        onOpen: () => handlers.onOpen(),
        onMessage(data, isBinary) {
          tap.incoming(data, isBinary, wallClock.nowUs(), source)
          handlers.onMessage(data, isBinary)
        },
        onPingPong: () => handlers.onPingPong(),
        onClose: (code, reason, error) => handlers.onClose(code, reason, error),
      })
      return {
        send(data) {
          tap.outgoing(data, wallClock.nowUs(), source)
          socket.send(data)
        },
        ping: () => socket.ping(),
        close: (code, reason) => socket.close(code, reason),
        terminate: () => socket.terminate(),
        bufferedBytes: () => socket.bufferedBytes(),
      }
    },
  }
}
