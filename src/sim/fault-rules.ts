/** How bytes of a frame are damaged. */
export type Corruption =
  /** A digit inside a quoted number changes: still well-formed, only a checksum or an audit can tell. */
  | 'digit'
  /** One character of the structure is lost: any reader can tell. */
  | 'syntax'
  /** One byte flips to a value that is no UTF-8. */
  | 'byte'

/** What happens to a frame on its way from the venue to a client. */
export type FrameFault =
  /** It never arrives. */
  | { readonly kind: 'drop' }
  /** It and everything behind it arrives late; the order stays. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** It arrives twice in a row. */
  | { readonly kind: 'double' }
  /** It arrives after the next `behind` frames (1 unless told). */
  | { readonly kind: 'reorder'; readonly behind?: number }
  /** Its bytes are damaged. */
  | { readonly kind: 'corrupt'; readonly how: Corruption }
  /** Only its first half arrives, as a whole message. */
  | { readonly kind: 'truncate' }
  /** From this frame on nothing arrives, though the socket stays open: for a time, or for good. */
  | { readonly kind: 'stall'; readonly forMs?: number; readonly keepsPings?: boolean }
  /** The connection is cut while this frame is on its way: it is lost, and the client sees 1006. */
  | { readonly kind: 'cutMidFrame' }
  /** A page of HTML arrives in its place, as text: what a proxy says in the venue's name. */
  | { readonly kind: 'htmlFrame' }
  /** The frame arrives, then the venue closes with a code. */
  | { readonly kind: 'disconnect'; readonly code?: number; readonly reason?: string }

/** What happens to a handshake. */
export interface ConnectFault {
  /** It is refused. */
  readonly kind: 'refuse'
  /** With this HTTP status. @defaultValue 503 */
  readonly status?: number
}

/** What happens to an HTTP exchange. */
export type HttpFault =
  /** This status with the venue's body for it: 429 and 418 say when to come back. */
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterSeconds?: number }
  /** The request is taken, and no answer ever comes. */
  | { readonly kind: 'silence' }
  /** The connection is cut in place of an answer. */
  | { readonly kind: 'cut' }
  /** A page of HTML with status 200: a proxy's, of maintenance. */
  | { readonly kind: 'htmlAnswer' }
  /** The answer comes late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Book snapshots in the answer are of this long ago; give the path of snapshots as `contains`. */
  | { readonly kind: 'oldSnapshot'; readonly ageMs: number }

/**
 * What happens to a request about orders. It strikes where a dialect lets the request through its `TradingDesk`, over HTTP
 * or a socket; the name that `contains` looks into is what is asked (`place`, `amend`, `cancel`, `cancelAll`), a space, and
 * the path or the method: `place /api/v3/order`.
 */
export type OrderFault =
  /** The venue acts on it, and no answer ever comes. */
  | { readonly kind: 'acceptThenSilence' }
  /** The venue acts on it, and the connection is cut in place of an answer. */
  | { readonly kind: 'acceptThenCut' }
  /** The venue acts on it, and answers with this status (502 unless told). */
  | { readonly kind: 'acceptThenStatus'; readonly status?: number }
  /** The venue acts on it at once, and answers this late (30 000 ms unless told); private events are not late. */
  | { readonly kind: 'lateAck'; readonly delayMs?: number }
  /** Private events of it come first, and the answer this much later (50 ms unless told). */
  | { readonly kind: 'fillBeforeAck'; readonly delayMs?: number }
  /**
   * A client order id that the account ever used is refused as a duplicate, though its order may have ended since. With
   * `accepts` the venue takes the order and says so all the same, as where a gateway tried twice by itself.
   */
  | { readonly kind: 'duplicateIdRefused'; readonly accepts?: boolean }
  /** The order is filled just before its cancel is heard; with `isPartial` half of it. */
  | { readonly kind: 'cancelRacesFill'; readonly isPartial?: boolean }
  /** The venue does not act on it, and answers with this status: over a socket what `status` is over HTTP. */
  | {
      readonly kind: 'refuseWithStatus'
      readonly status: number
      readonly retryAfterSeconds?: number
    }
  /** The venue does not act on it: it says in its own words that it is being maintained. */
  | { readonly kind: 'maintenance' }

/** What a request about orders asks for. */
export type OrderAction = 'place' | 'amend' | 'cancel' | 'cancelAll'

/** What happens to the venue itself. */
export interface VenueFault {
  /** Its clock is off. Needs a window `fromMs`. */
  readonly kind: 'clockSkew'
  /** By this much from then on, in ms; negative is behind. */
  readonly skewMs: number
}

/** Any fault. */
export type Fault = FrameFault | ConnectFault | HttpFault | OrderFault | VenueFault

/** When a rule strikes: every condition given must hold. */
export interface FaultMoment {
  /** Chance for each frame, handshake or request it applies to. @defaultValue 1 */
  readonly probability?: number
  /** Only from this many ms after the venue started. */
  readonly fromMs?: number
  /** Only until this many ms after the venue started. */
  readonly untilMs?: number
  /** Only the n-th frame, handshake or request it applies to, counted from 1, and those after it. */
  readonly fromNth?: number
  /** Most times it strikes. @defaultValue unlimited */
  readonly most?: number
}

/** Which frames, handshakes or requests a rule is about: every condition given must hold. */
export interface FaultPlace {
  /** Name of the simulated venue's host. */
  readonly host?: string
  /** Number of the connection on that host, from 1. */
  readonly connection?: number
  /** A piece of the stream's name, of the handshake's target, or of the request's path. */
  readonly contains?: string
  /** Frames: whether control frames (acks, pongs) are hit too. @defaultValue false */
  readonly hitsControl?: boolean
}

/** One line of a fault script. Data: it can be written as JSON. */
export interface FaultRule {
  /** What. */
  readonly fault: Fault
  /** When. @defaultValue always */
  readonly when?: FaultMoment
  /** Where. @defaultValue everywhere */
  readonly where?: FaultPlace
}

/** A fault script: rules are tried in order, and the first that strikes wins. */
export type FaultScript = readonly FaultRule[]

/** One fault that happened. */
export interface FaultRecord {
  /** When, epoch µs of the true clock. */
  readonly timeUs: number
  /** What. */
  readonly fault: Fault
  /** On which host. */
  readonly host: string
  /** On which connection of that host, from 1; 0 for requests and handshakes. */
  readonly connection: number
  /** The stream, the handshake's target, or the request's path. */
  readonly subject: string
}
