import type { Host } from '../runtime/virtual/host.ts'
import { gzipFrame } from '../wire/gzip-frame.ts'

/**
 * A host whose every frame leaves as a binary one that holds a gzip stream, acks and pongs too.
 *
 * Put around `venueHost`, so that faults strike the text inside: a changed digit then arrives well packed, as it would
 * from a venue that is wrong itself, and only a checksum can tell.
 */
export function gzipHost(host: Host): Host {
  return {
    request: (request) => host.request(request),
    accept: (target, headers, peer) =>
      host.accept(target, headers, {
        send: (data) => peer.send(gzipFrame(data)),
        ping: () => peer.ping(),
        close: (code, reason) => peer.close(code, reason),
        terminate: () => peer.terminate(),
      }),
  }
}
