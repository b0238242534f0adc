import type { HttpPort, Ports, TimerHandle } from '../../runtime/ports.ts'

/** Changes a frame on its way in from a URL; `undefined` loses it. */
export type AlterFrame = (frame: Uint8Array, url: string) => Uint8Array | undefined

/** What stands between our side and the venue. */
export interface WatchOptions {
  /** Changes each frame on its way in. */
  readonly alter?: AlterFrame
  /** Stands between the calls and the venue. */
  readonly watch?: (http: HttpPort) => HttpPort
}

/** Ports of one's own with what the clauses look at. */
export interface WatchedPorts {
  /** The ports. */
  readonly ports: Ports
  /** Timers that run. */
  readonly timerCount: () => number
}

/** Ports that count their timers, and whose sockets change what arrives. */
export function watchedPorts(
  of: Ports,
  { alter = (frame) => frame, watch = (http) => http }: WatchOptions,
): WatchedPorts {
  const running = new Set<object>()
  const timers: Ports['timers'] = {
    after(delayMs, callback): TimerHandle {
      const key = {}
      running.add(key)
      const handle = of.timers.after(delayMs, () => {
        running.delete(key)
        callback()
      })
      return {
        cancel() {
          running.delete(key)
          handle.cancel()
        },
      }
    },
  }
  const sockets: Ports['sockets'] = {
    open: (request, handlers) =>
      of.sockets.open(request, {
        onOpen: () => handlers.onOpen(),
        onMessage(data, isBinary) {
          const frame = alter(data, request.url)
          if (frame !== undefined) handlers.onMessage(frame, isBinary)
        },
        onPingPong: () => handlers.onPingPong(),
        onClose: (code, reason, error) => handlers.onClose(code, reason, error),
      }),
  }
  return { ports: { ...of, timers, sockets, http: watch(of.http) }, timerCount: () => running.size }
}
