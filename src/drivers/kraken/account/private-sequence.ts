/** What a message's number says of those before it. */
export type SequenceVerdict = 'next' | 'jump' | 'old'

/** Numbers of private messages: each subscription counts its own, one by one. */
export class PrivateSequence {
  readonly #last = new Map<string, number>()

  /** Judges a message of a channel; a snapshot begins the numbering, whatever its number is. */
  judge(channel: string, sequence: number | undefined, isSnapshot: boolean): SequenceVerdict {
    if (sequence === undefined) return 'next'
    const last = this.#last.get(channel)
    if (!isSnapshot && last !== undefined && sequence <= last) return 'old'
    this.#last.set(channel, sequence)
    return isSnapshot || last === undefined || sequence === last + 1 ? 'next' : 'jump'
  }
}
