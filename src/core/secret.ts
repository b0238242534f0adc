/** A text that must not be seen: it prints as `[redacted]` wherever it is logged, joined to text or turned into JSON. */
export class Secret {
  readonly #text: string

  /** Wraps a text. */
  constructor(text: string) {
    this.#text = text
    // What Node prints of it; declarations cannot name a member by such a symbol.
    const inspect = Symbol.for('nodejs.util.inspect.custom')
    Object.defineProperty(this, inspect, { value: () => '[redacted]' })
  }

  /** The text itself; for signing, and nothing else. */
  reveal(): string {
    return this.#text
  }

  /** `[redacted]` */
  toString(): string {
    return '[redacted]'
  }

  /** `[redacted]` */
  toJSON(): string {
    return '[redacted]'
  }
}

/** The keys of an account, as its venue gave them. */
export interface Credentials {
  /** The public part. */
  readonly key: string
  /** The part that signs: what the venue calls secret, or a private key in PEM. */
  readonly secret: Secret
  /** The third part, where the venue wants one. */
  readonly passphrase?: Secret
}
