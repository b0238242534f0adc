import type { Params } from './channels.ts'

/** A request of a spot client. */
export interface SpotRequest {
  /** What is asked. */
  readonly method: string
  /** Its parameters; empty where there are none. */
  readonly params: Params
  /** Id that the answer repeats. */
  readonly requestId: number | undefined
}

/** Reads a request; a text says what is wrong with it. */
export function readRequest(data: Uint8Array): SpotRequest | string {
  const message = parsed(new TextDecoder().decode(data))
  if (!isRecord(message)) return 'Malformed request'
  const { method, params, req_id: id } = message
  if (typeof method !== 'string') return 'Method field is missing'
  if (id !== undefined && !Number.isSafeInteger(id)) return 'req_id must be an integer'
  return {
    method,
    params: isRecord(params) ? params : {},
    requestId: id === undefined ? undefined : Number(id),
  }
}

/** The symbols that a request names. */
export function symbolsOf({ symbol }: Params): readonly string[] {
  return Array.isArray(symbol) ? symbol.filter((each) => typeof each === 'string') : []
}

/** Reads JSON; `undefined` where the text is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON is a malformed request, and is answered as one.
    return undefined
  }
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
