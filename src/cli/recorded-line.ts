/** One line of a recorded connection. */
export interface RecordedLine {
  /** When the recorder got it, epoch seconds; `null` where it kept no time. */
  readonly recv: number | string | null
  /** The connection's URL, or the call's for a REST answer. */
  readonly url: string | null
  /** Received or sent. */
  readonly dir: 'in' | 'out'
  /** The frame's text, or its bytes in base64 where `b64`. */
  readonly frame: string
  /** Whether `frame` is base64 of a binary frame. */
  readonly b64?: boolean
  /** `rest` marks an HTTP answer that the recorder wrote into the same file. */
  readonly kind?: string
}

/** Whether a value is a recorded line. Only the frame is indispensable. */
export function isRecordedLine(value: unknown): value is RecordedLine {
  return (
    typeof value === 'object' &&
    value !== null &&
    'frame' in value &&
    typeof value.frame === 'string'
  )
}

/** The bytes of a recorded frame. */
export function frameBytes(line: RecordedLine): Uint8Array {
  return Buffer.from(line.frame, line.b64 === true ? 'base64' : 'utf8')
}

/** Arrival in epoch µs; 0 where the recorder kept no time. */
export function arrivalUs(line: RecordedLine): number {
  const seconds = Number(line.recv ?? 0)
  return Number.isFinite(seconds) ? Math.round(seconds * 1e6) : 0
}
