import type { ExchangeDriver } from '../../core/index.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { FrameTap } from '../../transport/index.ts'

/** Sockets that tell a tap what passes them: market data in a thread take none. Endpoints go by their URLs. */
export function tappedSockets(
  { sockets, wallClock }: Ports,
  driver: ExchangeDriver,
  tap: FrameTap,
): Ports['sockets'] {
  let opened = 0
  return {
    open(request, handlers) {
      const { url } = request
      opened += 1
      const source = { endpoint: endpointAt(driver, url), connection: opened, url }
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

/** The endpoint whose URL one begins with; of several the longest. */
function endpointAt({ facts }: ExchangeDriver, url: string): string {
  const streams = Object.entries(facts.urls.production?.['default']?.streams ?? {})
  const found = streams.filter(([, base]) => url.startsWith(base))
  const [first] = found.sort(([, a], [, b]) => b.length - a.length)
  return first?.[0] ?? ''
}
