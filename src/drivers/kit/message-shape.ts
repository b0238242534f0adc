/** The fields that messages of one venue have had so far, as a tree: what is there twice is named once. Cold. */

/** Longest name of a field, and longest value, that is told whole. */
export const MAX_TEXT = 64
/** Features told of one frame. */
const MAX_FEATURES = 1_000
/** Shapes kept; a venue's own are some thousands, more are somebody's names: then all are forgotten. */
const MAX_SHAPES = 10_000

/** Which fields are told more of, or less, than that they are there. */
export interface ShapeRules {
  /** Fields whose values are few: names, or whole paths. */
  readonly enums: readonly string[]
  /** Paths of objects keyed by names of things. */
  readonly maps: readonly string[]
}

/** One place in a message. */
export class KnownShape {
  /** Where it is: `data[].side`; a value behind `=`. */
  readonly path: string
  /** Whether its values are told. */
  readonly isEnum: boolean
  /** Whether its keys are names of things. */
  readonly isMap: boolean
  /** What is inside, by name. */
  readonly inner: Map<string, KnownShape> = new Map()
  /** The frame in which it was seen last. */
  turn = 0

  /** A place that was not seen yet. */
  constructor(path: string, isEnum: boolean, isMap: boolean) {
    this.path = path
    this.isEnum = isEnum
    this.isMap = isMap
  }
}

/** Collects what one frame has. Reused: `start` begins the next frame. */
export class ShapeWalk {
  /** The paths found in this frame, each once, outer ones first. */
  readonly found: string[] = []
  readonly #enums: ReadonlySet<string>
  readonly #maps: ReadonlySet<string>
  #root: KnownShape
  #turn = 0
  #shapes = 0

  /** Nothing was seen yet. */
  constructor({ enums, maps }: ShapeRules) {
    this.#enums = new Set(enums)
    this.#maps = new Set(maps)
    this.#root = this.#newRoot()
  }

  /** Begins a frame; the place of the whole message. */
  start(): KnownShape {
    if (this.#shapes > MAX_SHAPES) {
      this.#root = this.#newRoot()
      this.#shapes = 0
    }
    this.#turn += 1
    this.found.length = 0
    return this.#root
  }

  /** Whether the frame has had more than one can have. */
  isFull(): boolean {
    return this.found.length >= MAX_FEATURES
  }

  /** A field of an object. */
  field(outer: KnownShape, key: string): KnownShape {
    return this.#seen(outer, outer.isMap ? '*' : key, outer.path === '' ? '' : '.')
  }

  /** The items of an array. */
  item(outer: KnownShape): KnownShape {
    return this.#seen(outer, '[]', '')
  }

  /** A value of a field that has few. */
  value(outer: KnownShape, text: string): void {
    this.#seen(outer, text, '=')
  }

  #seen(outer: KnownShape, name: string, joint: '' | '.' | '='): KnownShape {
    // A value may read like a field's name.
    const key = joint === '=' ? `=${name}` : name
    let shape = outer.inner.get(key)
    if (shape === undefined) {
      shape = this.#added(outer, name, joint)
      outer.inner.set(key, shape)
      this.#shapes += 1
    }
    if (shape.turn !== this.#turn) {
      shape.turn = this.#turn
      this.found.push(shape.path)
    }
    return shape
  }

  /** The place of a name that was not met there; names that are told alike are one place. */
  #added(outer: KnownShape, name: string, joint: '' | '.' | '='): KnownShape {
    const isOwn = name === '[]' || name === '*'
    const text = isOwn ? name : cleaned(name) || '_'
    const alike = text === name ? undefined : outer.inner.get(joint === '=' ? `=${text}` : text)
    if (alike !== undefined) return alike
    const path = `${outer.path}${joint}${text}`
    const isEnum = joint !== '=' && (this.#enums.has(path) || this.#enums.has(text))
    const shape = new KnownShape(path, isEnum, this.#maps.has(path))
    if (text !== name) outer.inner.set(joint === '=' ? `=${text}` : text, shape)
    return shape
  }

  #newRoot(): KnownShape {
    return new KnownShape('', false, this.#maps.has(''))
  }
}

/** A name in which nothing can be taken for a part of a path or of a list. */
export function cleaned(name: string): string {
  return name.slice(0, MAX_TEXT).replace(/[^\w@:+/#!-]/g, '_')
}
