import type { Host, HostAnswer, HostPeer, HostRequest } from '../../../src/runtime/virtual/index.ts'

/** A host that answers what it hears, and remembers it. */
export class EchoHost implements Host {
  readonly heard: string[] = []
  readonly peers: HostPeer[] = []
  closed = 0
  pings = 0

  accept(target: string, _headers: Readonly<Record<string, string>>, peer: HostPeer) {
    if (target === '/forbidden') return { refuse: 403 }
    this.peers.push(peer)
    peer.send(`hello ${target}`)
    return {
      onMessage: (data: Uint8Array): void => {
        const text = new TextDecoder().decode(data)
        this.heard.push(text)
        peer.send(`echo ${text}`)
      },
      onPingPong: (): void => {
        this.pings += 1
      },
      onClose: (): void => {
        this.closed += 1
      },
    }
  }

  request({ target, body }: HostRequest): HostAnswer {
    if (target === '/silence') return { kind: 'silence' }
    if (target === '/cut') return { kind: 'cut' }
    const response = { status: 200, headers: {}, body: new TextEncoder().encode(target + body) }
    return { kind: 'response', response, delayMs: target === '/slow' ? 500 : 0 }
  }
}
