/**
 * One walk over a frame, noting which bytes all frames like it have in common. It need not be strict: a shape is kept only
 * if the frame reads by it as it did key by key. Cold.
 */
import { END, JsonReader, KeySet } from '../../wire/index.ts'
import { type Op, SCALED_VALUES, type Step } from './frame-program.ts'
import type { FrameRole, FrameRoles, LevelKeys, SymbolRole } from './frame-roles.ts'

const QUOTE = 34
const NO_KEYS = new KeySet([])
/** Texts that the kernel may skip as numbers. */
const NUMBER = /^-?\d+(?:\.\d+)?$/
/** Roles of which an update has one value. */
const SINGLE: ReadonlySet<string> = new Set<Op>([
  ...SCALED_VALUES,
  'side',
  'takerSide',
  'buyerIsMaker',
  'first',
  'last',
  'prev',
  'checksum',
  'message',
  'timeMs',
  'sentMs',
  'timestamp',
  'epoch',
])

/** The values found, each with the bytes since the one before. */
class Steps {
  readonly steps: Step[] = []
  copied = 0

  add(frame: Uint8Array, op: Op, start: number, end: number): void {
    this.steps.push({ op, before: frame.slice(this.copied, start) })
    this.copied = end
  }
}

/** See the head of this file. */
export class ShapeWalk {
  /** Whether the frame has a shape. */
  readonly isWhole: boolean
  /** The byte that ends the name of the instrument. */
  nameStop: number = QUOTE
  readonly #frame = new Steps()
  /** Of the first level; empty where there is none. */
  readonly #level = new Steps()
  readonly #bytes: Uint8Array
  readonly #roles: FrameRoles
  readonly #levelKeys: LevelKeys
  readonly #reader = new JsonReader()
  readonly #seen = new Set<string>()
  /** Those that are noted now: the frame's or the level's. */
  #now: Steps = this.#frame

  /** Walks over a frame. */
  constructor(bytes: Uint8Array, roles: FrameRoles, levelKeys: LevelKeys) {
    this.#bytes = bytes
    this.#roles = roles
    this.#levelKeys = levelKeys
    this.#reader.reset(bytes)
    this.#object('')
    this.#add('end', bytes.length, bytes.length)
    this.isWhole = this.#reader.finish()
  }

  /** Of the frame. */
  get frame(): readonly Step[] {
    return this.#frame.steps
  }

  /** Of its first level; empty where it has none. */
  get level(): readonly Step[] {
    return this.#level.steps
  }

  /** Ends the walk: the frame has no shape. */
  #stop(): void {
    this.#reader.fail('wrongType', this.#reader.pos)
  }

  #object(path: string): void {
    const reader = this.#reader
    reader.enterObject()
    while (reader.nextKey(NO_KEYS) !== END) {
      const name = reader.keyText()
      const own = path + name
      if (this.#seen.has(own) || name.includes('.')) this.#stop()
      this.#seen.add(own)
      this.#member(own, Object.hasOwn(this.#roles, own) ? this.#roles[own] : undefined)
    }
  }

  #member(path: string, role: FrameRole | undefined): void {
    if (role === 'odd') this.#stop()
    else if (role === 'inside') this.#inside(`${path}.`)
    else if (role === 'bids' || role === 'asks' || role === 'changes') this.#list(role)
    else if (role === 'sides') this.#sides()
    else if (role === 'bestBid') this.#best('bidPrice', 'bidSize')
    else if (role === 'bestAsk') this.#best('askPrice', 'askSize')
    else if (typeof role === 'object') this.#symbol(role)
    else this.#scalar(role)
  }

  #inside(path: string): void {
    const reader = this.#reader
    if (!reader.isArray()) this.#object(path)
    else if (reader.enterArray() && reader.nextItem()) {
      this.#object(path)
      // One item: of several each is an update of its own.
      if (reader.nextItem()) this.#stop()
    } else this.#stop()
  }

  #sides(): void {
    const reader = this.#reader
    reader.enterArray()
    for (const op of ['bids', 'asks'] as const) {
      if (reader.nextItem()) this.#list(op)
      else this.#stop()
    }
    if (reader.nextItem()) this.#stop()
  }

  #symbol({ after, before }: SymbolRole): void {
    const reader = this.#reader
    if (!reader.readString()) return
    const { textStart, textEnd } = reader
    const text = reader.text()
    const end = before === undefined ? text.length : placeOf(text, before, after === undefined)
    const start = after === undefined ? 0 : text.slice(0, end).lastIndexOf(after) + 1
    const isOdd = text.length !== textEnd - textStart || reader.textIsEscaped || end < 0
    if (isOdd || (after !== undefined && start === 0)) this.#stop()
    if (before !== undefined) this.nameStop = before.charCodeAt(0)
    this.#add('symbol', textStart + start, textStart + end)
  }

  /** A text, a number, or what is the same in every frame. */
  #scalar(role?: Exclude<FrameRole, SymbolRole>): void {
    const reader = this.#reader
    const byte = reader.peek() ?? 0
    const start = reader.pos
    reader.skipValue()
    if (role !== undefined && SINGLE.has(role)) this.#value(role as Op, start)
    else if (role === 'tradeId') this.#value(byte === QUOTE ? 'textId' : 'numberId', start)
    // Between `-` and `9`: a number.
    else if (byte >= 45 && byte <= 57 && role !== 'same') this.#value('skipNumber', start)
    else if (byte === QUOTE && role === 'skip') this.#value('skipText', start)
  }

  #list(op: Op): void {
    const reader = this.#reader
    reader.peek()
    const start = reader.pos
    reader.enterArray()
    while (reader.nextItem()) {
      if (this.level.length > 0) reader.skipValue()
      else this.#firstLevel()
    }
    this.#add(op, start, reader.pos)
  }

  #firstLevel(): void {
    const reader = this.#reader
    reader.peek()
    this.#level.copied = reader.pos
    this.#now = this.#level
    this.#parts('price', 'size')
    this.#add('end', reader.pos, reader.pos)
    this.#now = this.#frame
  }

  /** A list of the best level alone, whose parts are values of the frame. */
  #best(price: Op, size: Op): void {
    const reader = this.#reader
    reader.enterArray()
    if (!reader.nextItem()) return
    this.#parts(price, size)
    if (reader.nextItem()) this.#stop()
  }

  /** All parts of a level, by key or by place. */
  #parts(price: Op, size: Op): void {
    const reader = this.#reader
    if (reader.isArray()) {
      reader.enterArray()
      for (let i = 0; reader.nextItem(); i += 1) this.#part(String(i), price, size)
    } else {
      reader.enterObject()
      while (reader.nextKey(NO_KEYS) !== END) this.#part(reader.keyText(), price, size)
    }
  }

  #part(key: string, priceOp: Op, sizeOp: Op): void {
    const reader = this.#reader
    const { price, size, side, time, inOrder } = this.#levelKeys
    reader.peek()
    const start = reader.pos
    reader.skipValue()
    if (key === price) this.#value(priceOp, start)
    else if (key === size) this.#value(sizeOp, start)
    else if (key === side) this.#value('side', start)
    else if (key === time) this.#value('newest', start)
    else if (key === inOrder) this.#value('inOrder', start)
    else this.#value(NUMBER.test(this.#textSince(start)) ? 'skipNumber' : 'skipText', start)
  }

  /** Notes the value from `start` to where the reader stands: a text without its quotes. */
  #value(op: Op, start: number): void {
    const { pos } = this.#reader
    const isText = this.#bytes[start] === QUOTE
    // Only texts are skipped as such.
    if (op === 'skipText' && !isText) this.#stop()
    this.#add(op, isText ? start + 1 : start, isText ? pos - 1 : pos)
  }

  #add(op: Op, start: number, end: number): void {
    const { steps } = this.#now
    // Of what an update has once, a second value replaces the first: only the reader knows by what rules.
    if (!op.startsWith('skip') && steps.some((step) => step.op === op)) this.#stop()
    this.#now.add(this.#bytes, op, start, end)
  }

  /** The text of a value, without quotes. */
  #textSince(start: number): string {
    return String.fromCharCode(...this.#bytes.subarray(start, this.#reader.pos)).replaceAll('"', '')
  }
}

function placeOf(text: string, word: string, isFirst: boolean): number {
  return isFirst ? text.indexOf(word) : text.lastIndexOf(word)
}
