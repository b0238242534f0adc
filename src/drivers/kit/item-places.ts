/**
 * @hotpath Where the items of a list stand, for lists that are not read in the order in which they are written: many
 * venues write the newest trade first, and told is always the oldest first. Allocates nothing once it has grown.
 */
import type { JsonReader } from '../../wire/index.ts'

/** See the head of this file. */
export class ItemPlaces {
  /** How many items were noted. */
  count = 0
  #places = new Int32Array(64)

  /** Forgets the last list. */
  clear(): void {
    this.count = 0
  }

  /** Steps over the list that is next, and notes its items. */
  note(reader: JsonReader): void {
    if (!reader.enterArray()) return
    while (reader.nextItem()) {
      reader.peek()
      this.add(reader.pos)
      reader.skipValue()
    }
  }

  /** Notes one more item. */
  add(place: number): void {
    if (this.count === this.#places.length) this.#grow()
    this.#places[this.count] = place
    this.count += 1
  }

  /** The first byte of an item. */
  at(i: number): number {
    return this.#places[i]!
  }

  #grow(): void {
    const places = new Int32Array(this.#places.length * 2)
    places.set(this.#places)
    this.#places = places
  }
}
