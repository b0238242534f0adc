interface Entry<Key, Value> {
  readonly key: Key
  readonly value: Value
}

/** So many places of what is gone are worth a copy of the rest. */
const MOST_EMPTY = 1_024

/**
 * A map in the order in which keys came, of which the oldest is found at once. What is taken from the front of a `Map` leaves a
 * hole there, and each look at its first entry walks over all of them: thousands, where ten thousand orders are kept.
 */
export class OldestFirst<Key, Value> {
  #places: (Entry<Key, Value> | undefined)[] = []
  /** The number of the first place; those before are gone. */
  #first = 0
  /** How many places at the beginning are known to be empty. */
  #empty = 0
  readonly #numbers = new Map<Key, number>()

  /** How many there are. */
  get size(): number {
    return this.#numbers.size
  }

  /** What a key has. */
  get(key: Key): Value | undefined {
    const number = this.#numbers.get(key)
    return number === undefined ? undefined : this.#places[number - this.#first]?.value
  }

  /** Gives a key a value; a key that is there keeps its place. */
  set(key: Key, value: Value): void {
    const number = this.#numbers.get(key)
    if (number !== undefined) {
      this.#places[number - this.#first] = { key, value }
      return
    }
    this.#numbers.set(key, this.#first + this.#places.length)
    this.#places.push({ key, value })
  }

  /** Takes a key out; returns what it had. */
  delete(key: Key): Value | undefined {
    const number = this.#numbers.get(key)
    if (number === undefined) return undefined
    const value = this.#places[number - this.#first]?.value
    this.#numbers.delete(key)
    this.#places[number - this.#first] = undefined
    return value
  }

  /** The key that came first, and its value. */
  oldest(): Entry<Key, Value> | undefined {
    if (this.#numbers.size === 0) return undefined
    while (this.#places[this.#empty] === undefined) this.#empty += 1
    if (this.#empty > MOST_EMPTY && this.#empty * 2 > this.#places.length) {
      this.#places = this.#places.slice(this.#empty)
      this.#first += this.#empty
      this.#empty = 0
    }
    return this.#places[this.#empty]
  }

  /** All of them, the oldest first. */
  entries(): readonly Entry<Key, Value>[] {
    return this.#places.filter((entry) => entry !== undefined)
  }
}
