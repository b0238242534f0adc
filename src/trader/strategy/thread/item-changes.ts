/** Says what changed of a list since it was asked last: one that changed is another object. */
export class ItemChanges<Id, Item> {
  readonly #idOf: (item: Item) => Id
  readonly #told = new Map<Id, Item>()

  constructor(idOf: (item: Item) => Id) {
    this.#idOf = idOf
  }

  /** What is new or changed, and what is gone. */
  of(now: readonly Item[]): { readonly changed: readonly Item[]; readonly gone: readonly Id[] } {
    const ids = new Set(now.map(this.#idOf))
    const changed = now.filter((item) => this.#told.get(this.#idOf(item)) !== item)
    const gone = [...this.#told.keys()].filter((id) => !ids.has(id))
    for (const item of changed) this.#told.set(this.#idOf(item), item)
    for (const id of gone) this.#told.delete(id)
    return { changed, gone }
  }
}
