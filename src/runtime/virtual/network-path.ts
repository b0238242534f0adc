import type { Host } from './host.ts'

/** What stands at the far end of a path. */
export type Reach =
  | {
      /** A host. */
      readonly kind: 'host'
      /** The host. */
      readonly host: Host
    }
  | {
      /** One that refuses, or a name that does not resolve. */
      readonly kind: 'refused' | 'unknown'
    }

/** What a connection or an exchange asks of the network that it crosses. */
export interface NetworkPath {
  /** What answers at an origin now. */
  reach(origin: string, kind: 'socket' | 'http'): Reach
  /** Whether nothing gets through between a process and an origin. */
  isPartitioned(origin: string, from: string): boolean
  /** Whether the message that an origin is sending is to be cut; asking takes the order. */
  takeCut(origin: string): boolean
}
