import { type KnownMessages, unknownFeatures, type VenueDrift } from '../../core/index.ts'
import { inflateFrame } from '../../wire/index.ts'
import type { ConformanceBench } from './bench.ts'
import { decodeAlone } from './capture.ts'
import { demand, demandNone } from './check.ts'
import type { Clause } from './clause.ts'

/** A name and a value that no venue has. */
const NEW_FIELD = 'crossbook_is_new'
const NEW_VALUE = 'crossbook_is_new'
/** Number of a protobuf field that no message has, and the field: a varint. */
const NEW_NUMBER = '2047'
const NEW_PROTO_FIELD = [0xf8, 0x7f, 1]

const exempt: Clause['exempt'] = ({ knownMessages }) =>
  knownMessages === undefined ? 'the driver names no known messages' : undefined

/** Chapter V: how the venue's changes are seen. */
export const DRIFT_CLAUSES: readonly Clause[] = [
  {
    id: 'V1',
    text: 'knows every message that the venue sends, and of a changed one tells the change and nothing else',
    needsVenue: true,
    exempt,
    check: async (bench) => {
      const known = await knownOf(bench)
      const { all, samples, instruments } = await bench.captured()
      const problems: string[] = []
      for (const { market, bytes } of all) {
        if (unknownFeatures(known, bytes, 'event').length === 0) continue
        const { outcome } = decodeAlone(bench.driver, instruments, market, bytes)
        for (const feature of unknownFeatures(known, bytes, outcome))
          problems.push(`${feature} is not known: ${known.textOf(bytes).slice(0, 160)}`)
      }
      let changes = 0
      for (const { market, bytes } of samples) {
        const { outcome } = decodeAlone(bench.driver, instruments, market, bytes)
        // Alone, what a chain of messages tells together tells nothing; its fields are known all the same.
        if (outcome !== 'event' && outcome !== 'control') continue
        for (const [what, changed] of changesOf(bytes, known)) {
          changes += 1
          const [told, ...more] = unknownFeatures(known, changed, 'event')
          const isRight = told?.endsWith(what) === true && more.length === 0
          if (!isRight) problems.push(`${what} was told as "${told}", and ${more.length} more`)
        }
      }
      demandNone(problems)
      demand(changes > 0, () => 'no frame could be changed')
    },
  },
  {
    id: 'V2',
    text: 'tells a new field of every message once, and its data flows as before',
    needsVenue: true,
    exempt,
    check: async (bench) => {
      await knownOf(bench)
      await using world = await bench.open({ alter: (frame) => withNewField(frame) ?? frame })
      const told: VenueDrift[] = []
      world.market.subscribe('venueDrift', {}, (event) => told.push(event))
      const { channels } = bench.driver.facts
      const examples = world.examples().map(({ pair, product }) => ({
        pair,
        hasBook: channels.some((each) => each.product === product && each.channel === 'book'),
      }))
      const books = examples
        .filter(({ hasBook }) => hasBook)
        .map(({ pair }) => world.market.book(pair, 'full'))
      const silent = new Set(examples.flatMap(({ pair, hasBook }) => (hasBook ? [] : [pair])))
      for (const pair of silent)
        world.market.subscribe('bbo', { pair }, () => void silent.delete(pair))
      await world.runtime.run({ forMs: 20_000 })
      await world.rest()
      demandNone(books.flatMap(({ view }) => world.problemAtRest(view) ?? []))
      demandNone([...silent].map((pair) => `${pair}: no best prices came`))
      const paths = told.map(({ path }) => path)
      demand(paths.length > 0, () => 'expected venueDrift events, there was none')
      demandNone(
        paths.filter((path) => !path.endsWith(NEW_FIELD) && !path.endsWith(`.${NEW_NUMBER}`)),
      )
      demand(new Set(paths).size === paths.length, () => `told twice: ${paths.join(' ')}`)
    },
  },
]

async function knownOf({ driver }: ConformanceBench): Promise<KnownMessages> {
  const known = await driver.knownMessages?.()
  demand(known !== undefined, () => 'the driver names no known messages')
  return known
}

/** The frame with one thing new at a time, and how the feature of it ends. */
function* changesOf(
  frame: Uint8Array,
  known: KnownMessages,
): Generator<readonly [what: string, changed: Uint8Array]> {
  const text = jsonOf(frame)
  if (text === undefined) {
    const changed = withNewField(frame)
    if (changed !== undefined) yield [`.${NEW_NUMBER}`, changed]
    return
  }
  for (let place = 0; ; place += 1) {
    const changed = withFieldAt(text, place)
    if (changed === undefined) break
    // An object that is keyed by names has no unknown ones.
    const isMap = known.featuresOf(Buffer.from(changed)).every((each) => !each.endsWith(NEW_FIELD))
    if (!isMap) yield [NEW_FIELD, Buffer.from(changed)]
  }
  const [ownKind, ...features] = known.featuresOf(frame)
  for (const feature of features) {
    const [field = '', value] = feature.split('=')
    if (value === undefined) continue
    const name = field.slice(field.lastIndexOf('.') + 1)
    const pattern = new RegExp(`("${name}"\\s*:\\s*)(?:"${value}"|${value}(?=\\s*[,}]))`)
    const changed = text.replace(pattern, `$1"${NEW_VALUE}"`)
    const [kind, ...after] = known.featuresOf(Buffer.from(changed))
    // The value may stand in other places too, or name the message: then another thing was changed.
    const isIt = kind === ownKind && !after.includes(feature)
    if (isIt) yield [`=${NEW_VALUE}`, Buffer.from(changed)]
  }
}

/** The frame with a field more in its outermost object; `undefined` where it has none. */
function withNewField(frame: Uint8Array): Uint8Array | undefined {
  const text = jsonOf(frame)
  if (text !== undefined) {
    const changed = withFieldAt(text, 0)
    return changed === undefined ? undefined : Buffer.from(changed)
  }
  // What is neither JSON nor a word is taken for protobuf.
  const isWord = frame.every((byte) => byte >= 0x20 && byte < 0x7f)
  return isWord ? undefined : Uint8Array.from([...frame, ...NEW_PROTO_FIELD])
}

/** The text with a field more in its `place`-th object, counted by their opening; `undefined` where there is none. */
function withFieldAt(text: string, place: number): string | undefined {
  let isText = false
  let seen = 0
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i]
    if (isText && letter === '\\') i += 1
    else if (letter === '"') isText = !isText
    else if (letter === '{' && !isText) {
      if (seen === place) {
        const isEmpty = /^\s*\}/.test(text.slice(i + 1))
        return `${text.slice(0, i + 1)}"${NEW_FIELD}":1${isEmpty ? '' : ','}${text.slice(i + 1)}`
      }
      seen += 1
    }
  }
  return undefined
}

/** The JSON of a frame, plain or packed; `undefined` where it is something else. */
function jsonOf(frame: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(inflateFrame(frame) ?? frame)
  return /^\s*[{[]/.test(text) ? text : undefined
}
