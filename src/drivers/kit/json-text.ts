import { JsonNumber, type JsonValue } from '../../wire/index.ts'

/** Writes a value that was read as it was: numbers keep every digit. */
export function jsonText(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.text
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}:${jsonText(member)}`],
  )
  return `{${members.join(',')}}`
}
