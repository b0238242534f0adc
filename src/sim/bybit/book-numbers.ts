import { Ring } from '../../runtime/ring.ts'

/** What a message of a depth says of the book inside the venue. */
interface Told {
  /** `u` of the message. */
  readonly u: number
  /** Id of the book inside the venue. */
  readonly updateId: number
  /** When, epoch µs. */
  readonly timeUs: number
}

const KEPT = 20_000
/** `u` after the service started again. */
const FIRST_U = 1

/** The numbering of one depth of one instrument: one more each message, whoever hears it. */
export class BookNumbers {
  readonly #told = new Ring<Told>(KEPT)
  #last: Told

  /** A numbering that begins at `u` with the book of now. */
  constructor(u: number, updateId: number, timeUs: number) {
    this.#last = { u, updateId, timeUs }
    this.#told.push(this.#last)
  }

  /** `u` of the last message. */
  get u(): number {
    return this.#last.u
  }

  /** Id that the book had then. */
  get updateId(): number {
    return this.#last.updateId
  }

  /** Numbers the next message. */
  next(updateId: number, timeUs: number): number {
    return this.#note({ u: this.#last.u + 1, updateId, timeUs })
  }

  /** Starts the numbering again. */
  restart(updateId: number, timeUs: number): number {
    return this.#note({ u: FIRST_U, updateId, timeUs })
  }

  /** Id that the book had at a `u`; of two numberings the later one counts. */
  updateIdOf(u: number): number | undefined {
    // One more each message: its place is known, unless the numbering started again since.
    const told = this.#told.at(u - this.#last.u - 1)
    if (told?.u === u) return told.updateId
    return this.#told.toArray().findLast((each) => each.u === u)?.updateId
  }

  /** What had been told last at a moment; `undefined` where that is too long ago. */
  at(timeUs: number): Told | undefined {
    return this.#told.toArray().findLast((told) => told.timeUs <= timeUs)
  }

  #note(told: Told): number {
    this.#last = told
    this.#told.push(told)
    return told.u
  }
}
