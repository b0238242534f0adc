import type { HttpResponse } from '../../core/index.ts'

/** The server's end of one accepted socket. */
export interface HostPeer {
  /** Sends one message: text as a text frame, bytes as a binary one. */
  send(data: string | Uint8Array): void
  /** Sends a protocol ping. */
  ping(): void
  /** Closes with a code, after what was sent before. */
  close(code: number, reason: string): void
  /** Drops the connection at once: the client sees code 1006. */
  terminate(): void
}

/** What a host does with one accepted socket. */
export interface HostConnection {
  /** A whole message arrived. */
  onMessage(data: Uint8Array, isBinary: boolean): void
  /** A protocol pong or ping arrived. */
  onPingPong(): void
  /** The socket is gone. Called exactly once. */
  onClose(): void
}

/** One HTTP request as a host sees it. */
export interface HostRequest {
  /** Method. */
  readonly method: string
  /** Path with its query, starting with `/`. */
  readonly target: string
  /** Headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Body text. */
  readonly body: string
}

/** What a host answers an HTTP request with. */
export type HostAnswer =
  | {
      /** A response, after a delay. */
      readonly kind: 'response'
      /** The response. */
      readonly response: HttpResponse
      /** How long the host takes, in ms. */
      readonly delayMs: number
    }
  | {
      /** Nothing at all: the client runs into its timeout. */
      readonly kind: 'silence'
    }
  | {
      /** A cut connection. */
      readonly kind: 'cut'
    }

/** A handshake that a host refuses. */
export interface HostRefusal {
  /** The HTTP status it refuses with. */
  readonly refuse: number
}

/**
 * A server as a value: the same host runs on a loopback port and inside the virtual network.
 *
 * It speaks the wire protocol and knows nothing of sockets.
 */
export interface Host {
  /** Takes a socket, or refuses its handshake with an HTTP status. `target` is path and query. */
  accept(
    target: string,
    headers: Readonly<Record<string, string>>,
    peer: HostPeer,
  ): HostConnection | HostRefusal
  /** Answers an HTTP request. */
  request(request: HostRequest): HostAnswer
}
