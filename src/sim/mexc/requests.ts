/** A JSON object as received. */
export type JsonRecord = Readonly<Record<string, unknown>>

/** Reads a message of a client; `undefined` where it is no JSON object, which the venue does not answer. */
export function readRecord(data: Uint8Array): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(data))
    return isRecord(value) ? value : undefined
  } catch {
    // What is no JSON is not answered either.
    return undefined
  }
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The text under a key; empty where there is none. */
export function textAt(record: JsonRecord | undefined, key: string): string {
  const value = record?.[key]
  return typeof value === 'string' ? value : ''
}
