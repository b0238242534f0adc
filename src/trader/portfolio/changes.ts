/** What one event has changed so far: an event that fails half way is taken back whole. All state lies in maps of values that never change. */
export class Changes {
  readonly #undo: (() => void)[] = []

  /** Sets a value. */
  put<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
    const before = map.get(key)
    this.#undo.push(() => {
      if (before === undefined) map.delete(key)
      else map.set(key, before)
    })
    map.set(key, value)
  }

  /** The event is booked. */
  keep(): void {
    this.#undo.length = 0
  }

  /** Nothing of the event is booked. */
  takeBack(): void {
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) undo()
  }
}
