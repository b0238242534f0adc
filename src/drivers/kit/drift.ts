import type { KnownMessages } from '../../core/index.ts'
import { END, inflateFrame, JsonReader, KeySet } from '../../wire/index.ts'
import { cleaned, type KnownShape, MAX_TEXT, ShapeWalk } from './message-shape.ts'

/** Reads the features of JSON messages, plain or packed with gzip. Cold; bounded in size, depth, values and features. */

/** What has to be said of a venue's messages so that their features can be told. */
export interface JsonMessageRules {
  /** Paths of the texts and numbers that {@link JsonMessageRules.kindOf} looks at. */
  readonly tags: readonly string[]
  /** The kind of a message, symbols and other names of things left out; `''` where it names none. */
  readonly kindOf: (tag: (path: string) => string | undefined) => string
  /**
   * Fields whose values are few, by name, or by whole path where other fields of that name are no such; with documented
   * values that no fixture and no simulated message shows.
   */
  readonly enums: Readonly<Record<string, readonly string[]>>
  /** Paths of objects that are keyed by names of things; their keys are told as `*`. */
  readonly maps?: readonly string[]
  /** The field of the outermost object that holds the message itself, where one may be wrapped; it leaves no trace in paths. */
  readonly envelope?: string
}

/** What a message is when neither its bytes nor its tags say more. */
const NO_KIND = 'message'
/** The line in a generated file below which values stand. */
const VALUES = '='
const MAX_FRAME_BYTES = 1_048_576
/** Fields and items looked at in one frame. */
const MAX_VALUES = 20_000
const MAX_DEPTH = 16

const QUOTE = 34
const MINUS = 45
const ZERO = 48
const NINE = 57
const NO_KEYS: KeySet = new KeySet([])
const LATIN = new TextDecoder('latin1')

/** The messages of a venue that speaks JSON. `known` is the text of a generated `known-fields.ts`. */
export function jsonMessages(rules: JsonMessageRules, known: string): KnownMessages {
  const walk = new JsonWalk(rules)
  return {
    features: featureSet(known, rules.enums),
    featuresOf: (frame) => walk.features(frame),
    textOf: (frame) => new TextDecoder().decode(payloadOf(frame) ?? new Uint8Array(0)),
  }
}

/**
 * Reads the text of a generated `known-fields.ts`: a line for each kind, below it, indented, the fields that contain no
 * others, with blanks between them. Below the line `=` stand values, by the names of their fields: what a field of that
 * name may be in one message, it may be in any.
 */
export function featureSet(
  text: string,
  documented: JsonMessageRules['enums'] = {},
): ReadonlySet<string> {
  const features = new Set<string>()
  const values = new Map<string, Set<string>>()
  const addValue = (name: string, value: string): void => {
    values.set(name, (values.get(name) ?? new Set<string>()).add(value))
  }
  for (const [field, more] of Object.entries(documented))
    for (const value of more) addValue(nameOf(field), value)
  let kind = ''
  for (const line of text.split('\n')) {
    if (line === '') continue
    const words = line.startsWith(' ') ? line.trim().split(' ') : []
    if (words.length === 0) kind = line
    if (words.length === 0 && kind !== VALUES) features.add(kind)
    for (const word of words) {
      if (kind !== VALUES) addWithOuter(features, kind, word)
      else addValue(word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1))
    }
  }
  for (const field of [...features])
    for (const value of values.get(nameOf(field)) ?? []) features.add(`${field}=${value}`)
  return features
}

/** The whole of a message's features and its kind, as they are told. */
export function featuresOfKind(kind: string, paths: readonly string[]): readonly string[] {
  const name = kind.split('.').map(cleaned).join('.') || NO_KIND
  return [name, ...paths.map((path) => joined(name, path))]
}

function joined(kind: string, path: string): string {
  return path.startsWith('[') ? `${kind}${path}` : `${kind}.${path}`
}

function addWithOuter(features: Set<string>, kind: string, feature: string): void {
  for (let path = feature; path !== ''; path = outerOf(path)) features.add(joined(kind, path))
}

/** `a[].b` → `b`, `a[].b[]` → `b`. */
function nameOf(path: string): string {
  const field = path.replace(/(?:\[\])+$/, '')
  return field.slice(field.lastIndexOf('.') + 1)
}

/** `a[].b` → `a[]` → `a` → `''`. */
function outerOf(path: string): string {
  return path.endsWith('[]') ? path.slice(0, -2) : path.slice(0, Math.max(0, path.lastIndexOf('.')))
}

/** The JSON of a frame; `undefined` where it is too long to be looked at, or is not what it seems. */
function payloadOf(frame: Uint8Array): Uint8Array | undefined {
  if (frame.length > MAX_FRAME_BYTES) return undefined
  const payload = frame[0] === 0x1f ? inflateFrame(frame) : frame
  return payload === undefined || payload.length > MAX_FRAME_BYTES ? undefined : payload
}

class JsonWalk {
  readonly #rules: JsonMessageRules
  readonly #reader = new JsonReader()
  readonly #tags = new Map<string, string>()
  readonly #tagPaths: ReadonlySet<string>
  readonly #shapes: ShapeWalk
  #valuesLeft = 0

  constructor(rules: JsonMessageRules) {
    this.#rules = rules
    this.#tagPaths = new Set(rules.tags)
    this.#shapes = new ShapeWalk({ enums: Object.keys(rules.enums), maps: rules.maps ?? [] })
  }

  features(frame: Uint8Array): readonly string[] {
    const payload = payloadOf(frame)
    if (payload === undefined) return []
    const reader = this.#reader
    reader.reset(payload)
    this.#tags.clear()
    this.#valuesLeft = MAX_VALUES
    const root = this.#shapes.start()
    if (!reader.isObject() && !reader.isArray()) return this.#bare()
    this.#walk(root, 0)
    if (reader.fault !== '' || !(this.#isOver() || reader.finish())) return []
    const kind = this.#rules.kindOf((path) => this.#tags.get(path))
    return featuresOfKind(kind, this.#shapes.found)
  }

  /** A frame that is one text or number: a pong. Its value is its kind, as far as it is a word. */
  #bare(): readonly string[] {
    const { bytes } = this.#reader
    if (bytes.length === 0 || bytes.length > MAX_TEXT) return []
    const text = LATIN.decode(bytes).trim()
    return /^"?[a-zA-Z][\w .-]*"?$/.test(text) ? [`text_${cleaned(text)}`] : []
  }

  #isOver(): boolean {
    return this.#valuesLeft <= 0 || this.#shapes.isFull()
  }

  #walk(shape: KnownShape, depth: number): void {
    const reader = this.#reader
    if (depth >= MAX_DEPTH) reader.skipValue()
    else if (reader.isObject()) this.#walkObject(shape, depth)
    else if (reader.isArray()) this.#walkArray(shape, depth)
    else this.#readScalar(shape)
  }

  #walkObject(shape: KnownShape, depth: number): void {
    const reader = this.#reader
    const { envelope } = this.#rules
    if (!reader.enterObject()) return
    while (reader.nextKey(NO_KEYS) !== END) {
      const key = reader.keyText()
      const isWrapped = depth === 0 && key === envelope
      const field = isWrapped ? shape : this.#shapes.field(shape, key)
      this.#valuesLeft -= 1
      if (this.#isOver()) return
      this.#walk(field, depth + 1)
    }
  }

  #walkArray(shape: KnownShape, depth: number): void {
    const reader = this.#reader
    if (!reader.enterArray()) return
    while (reader.nextItem()) {
      const item = this.#shapes.item(shape)
      this.#valuesLeft -= 1
      if (this.#isOver()) return
      this.#walk(item, depth + 1)
    }
  }

  #readScalar(shape: KnownShape): void {
    const reader = this.#reader
    const isTag = this.#tagPaths.has(shape.path)
    if (!shape.isEnum && !isTag) {
      reader.skipValue()
      return
    }
    const text = this.#scalarText()
    if (text === '') return
    if (isTag && !this.#tags.has(shape.path)) this.#tags.set(shape.path, text)
    if (shape.isEnum) this.#shapes.value(shape, text)
  }

  /** The text or the number that is next, cut to what may be one of few values; `''` for anything else. */
  #scalarText(): string {
    const reader = this.#reader
    const start = reader.pos
    const byte = reader.peek()
    if (!reader.skipValue()) return ''
    const isText = byte === QUOTE
    const isNumber = byte === MINUS || (byte !== undefined && byte >= ZERO && byte <= NINE)
    if (!isText && !isNumber) return ''
    const from = isText ? start + 1 : start
    const to = Math.min(isText ? reader.pos - 1 : reader.pos, from + MAX_TEXT)
    return LATIN.decode(reader.bytes.subarray(from, to)).trim()
  }
}
