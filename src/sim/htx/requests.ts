/** A message of a client, as an object. */
export type ClientMessage = Readonly<Record<string, unknown>>

/** Reads a client's message; `undefined` where it is no JSON object. */
export function readMessage(data: Uint8Array): ClientMessage | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(data))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as ClientMessage) // an object of whatever members
      : undefined
  } catch {
    // What is no JSON is refused as such.
    return undefined
  }
}

/** A member as text: an id or a topic; numbers are taken for their digits. */
export function textOf(message: ClientMessage, key: string): string | undefined {
  const value = message[key]
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : undefined
}
