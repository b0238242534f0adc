/** What a client sends on a socket. */
export interface StreamRequest {
  /** Its own id; repeated in the answer. */
  readonly id: string | undefined
  /** What it wants. */
  readonly op: string
  /** Topics, or the parts of a login, as text. */
  readonly args: readonly string[]
}

const ILLEGAL: StreamRequest = { id: undefined, op: '', args: [] }

/** Reads a request; what is none has no `op`. */
export function readRequest(text: string): StreamRequest {
  const message = parsed(text)
  if (!isRecord(message)) return ILLEGAL
  const { req_id, op, args } = message
  return {
    id: typeof req_id === 'string' || typeof req_id === 'number' ? String(req_id) : undefined,
    op: typeof op === 'string' ? op : '',
    args: Array.isArray(args) ? args.map(String) : [],
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON is a request without an operation, and is answered as one.
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
