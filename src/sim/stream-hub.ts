/** Starts a stream: what it has to say goes to `emit` until the returned function stops it. Text, or bytes in binary dialects. */
export type StreamSource<Payload = string> = (emit: (payload: Payload) => void) => () => void

/** A connection that listens to streams. */
export interface StreamMember<Payload = string> {
  /** One message of a stream; it is made once for all members. */
  deliver(stream: string, payload: Payload): void
}

interface OpenStream<Payload> {
  readonly members: Set<StreamMember<Payload>>
  readonly stop: () => void
}

/**
 * The streams of one host, each running only while somebody listens.
 *
 * All members of a stream get the same messages at the same moments, as on a real venue: who joins late joins between
 * two messages of a sequence that has been going on.
 */
export class StreamHub<Payload = string> {
  readonly #find: (stream: string) => StreamSource<Payload> | undefined
  readonly #open = new Map<string, OpenStream<Payload>>()

  /** A hub; `find` knows which names are streams. */
  constructor(find: (stream: string) => StreamSource<Payload> | undefined) {
    this.#find = find
  }

  /** Names of the streams that somebody listens to. */
  get running(): readonly string[] {
    return [...this.#open.keys()]
  }

  /** Adds a member to a stream; `false` where there is no such stream. Joining twice is joining once. */
  join(stream: string, member: StreamMember<Payload>): boolean {
    const known = this.#open.get(stream)
    if (known !== undefined) {
      known.members.add(member)
      return true
    }
    const source = this.#find(stream)
    if (source === undefined) return false
    const members = new Set([member])
    const emit = (payload: Payload): void => {
      for (const each of members) each.deliver(stream, payload)
    }
    this.#open.set(stream, { members, stop: source(emit) })
    return true
  }

  /** Takes a member out; the stream stops with its last member. */
  leave(stream: string, member: StreamMember<Payload>): void {
    const known = this.#open.get(stream)
    if (known === undefined || !known.members.delete(member) || known.members.size > 0) return
    this.#open.delete(stream)
    known.stop()
  }
}
