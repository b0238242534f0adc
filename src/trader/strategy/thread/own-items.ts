import { Ring } from '../../../runtime/index.ts'

/** Those that ended, and can still be asked for. */
const ENDED_KEPT = 1_000

/** Own orders, or routes, as the host told them last: those of which something may come, and the newest that ended. */
export class OwnItems<Id, Item> {
  readonly #idOf: (item: Item) => Id
  readonly #live = new Map<Id, Item>()
  readonly #ended = new Map<Id, Item>()
  readonly #endedIds = new Ring<Id>(ENDED_KEPT)

  constructor(idOf: (item: Item) => Id) {
    this.#idOf = idOf
  }

  /** Those of which something may come. */
  live(): Item[] {
    return [...this.#live.values()]
  }

  /** One of them, or of those that ended. */
  find(id: Id): Item | undefined {
    return this.#live.get(id) ?? this.#ended.get(id)
  }

  /** Takes one as it is now. */
  put(item: Item): void {
    this.#live.set(this.#idOf(item), item)
  }

  /** Takes one that was told of, which may have ended: it is among those that can be asked for in any case. */
  told(item: Item): void {
    if (this.#live.has(this.#idOf(item))) this.put(item)
    else this.#keep(item)
  }

  /** Nothing of it may come any more. */
  end(id: Id): void {
    const item = this.#live.get(id)
    this.#live.delete(id)
    if (item !== undefined && !this.#ended.has(id)) this.#keep(item)
  }

  #keep(item: Item): void {
    const id = this.#idOf(item)
    const oldest = this.#ended.has(id) ? undefined : this.#endedIds.push(id)
    if (oldest !== undefined) this.#ended.delete(oldest)
    this.#ended.set(id, item)
  }
}
