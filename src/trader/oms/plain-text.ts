import { Decimal, type Instrument } from '../../core/index.ts'

/** Text that stands between quotes as it is: nearly all that is written. */
const UNESCAPED = /^[\w !#-[\]^`{|}~]*$/
/** Names of fields: there are some dozens. */
const NAME_TEXTS = new Map<string, string>()
/** By instrument, which nobody changes: half of a record is its instrument. */
const INSTRUMENT_TEXTS = new WeakMap<Instrument, string>()

/**
 * The JSON text of a value's plain data, byte for byte what `JSON.stringify(toPlain(value))` makes, in a third of the time: an
 * order waits for its record.
 */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (value instanceof Decimal) return `"${value.toFixed()}"`
  if (Array.isArray(value)) return `[${value.map(plainText).join(',')}]`
  let text = '{'
  for (const key in value) {
    const member = (value as Readonly<Record<string, unknown>>)[key]
    if (member === undefined) continue
    if (text.length > 1) text += ','
    text += nameText(key)
    text += key === 'instrument' ? instrumentText(member as Instrument) : plainText(member)
  }
  return `${text}}`
}

function nameText(name: string): string {
  const known = NAME_TEXTS.get(name)
  if (known !== undefined) return known
  const text = `"${name}":`
  NAME_TEXTS.set(name, text)
  return text
}

function quoted(text: string): string {
  return UNESCAPED.test(text) ? `"${text}"` : JSON.stringify(text)
}

function instrumentText(instrument: Instrument): string {
  const known = INSTRUMENT_TEXTS.get(instrument)
  if (known !== undefined) return known
  const text = JSON.stringify(instrument)
  INSTRUMENT_TEXTS.set(instrument, text)
  return text
}
