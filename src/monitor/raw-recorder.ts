import type { VenueId } from '../core/index.ts'
import {
  Batcher,
  type BatcherOptions,
  recordingLine,
  type Sink,
  type SinkStatus,
  type StreamBuffer,
} from '../storage/index.ts'
import type { MonitorPorts } from './monitor-options.ts'
import { isAscii, RowText } from './row-text.ts'

/** A frame on its way over a socket, before anything interprets it. */
export interface RawFrame {
  /** The venue that the socket leads to. */
  readonly venue: VenueId
  /** The socket's URL. */
  readonly url: string
  /** Received or sent. */
  readonly dir: 'in' | 'out'
  /** The frame's bytes; borrowed. */
  readonly data: Uint8Array
  /** Whether it came as a binary frame. */
  readonly isBinary: boolean
  /** When it arrived or left, epoch µs. */
  readonly localTimeUs: number
}

const MICRO_DIGITS = 6
const BASE64_CHUNK_BYTES = 24_576
const encoder = new TextEncoder()

/**
 * Records raw frames as they went over the wire: `{"recv","url","dir","frame","b64"?}`, one a line, the input of
 * `crossbook decode`. A frame that is no valid text stands in base64.
 */
export class RawRecorder implements AsyncDisposable {
  readonly #ports: MonitorPorts
  readonly #batcher: Batcher
  readonly #text = new RowText()
  readonly #streams = new Map<VenueId, StreamBuffer>()
  readonly #urls = new Map<string, Uint8Array>()
  readonly #strict = new TextDecoder('utf-8', { fatal: true })

  /**
   * A recorder that feeds `sinks`, which it owns from now on: closing it closes them.
   *
   * @throws ConfigError `INVALID_OPTIONS`
   */
  constructor(sinks: readonly Sink<object>[], ports: MonitorPorts, options: BatcherOptions = {}) {
    this.#ports = ports
    // Sinks of `object` take rows of any kind; the batcher never looks inside one.
    this.#batcher = new Batcher(sinks, ports, options)
  }

  /** Records one frame. Synchronous; keeps nothing of `data`. */
  frame(frame: RawFrame): void {
    const text = this.#text
    text.clear()
    text.ascii('{"recv":')
    // Exact: epoch µs as seconds with six digits, which a double of this size still tells apart.
    text.scaled(frame.localTimeUs, MICRO_DIGITS)
    text.ascii(',"url":')
    text.raw(this.#url(frame.url))
    text.ascii(frame.dir === 'in' ? ',"dir":"in","frame":' : ',"dir":"out","frame":')
    if (!frame.isBinary && this.#isText(frame.data)) {
      text.quoted(frame.data, 0, frame.data.length)
      text.ascii('}')
    } else {
      text.ascii('"')
      writeBase64(text, frame.data)
      text.ascii('","b64":true}')
    }
    this.#stream(frame.venue).append(text.bytes, text.length, frame.localTimeUs)
  }

  /** How each sink is doing. */
  sinks(): readonly SinkStatus[] {
    return this.#batcher.status()
  }

  /** Closes open batches now; does not wait for the sinks. */
  flush(): void {
    this.#batcher.flush()
  }

  /** Delivers what is there and closes the sinks. Idempotent. */
  async close(): Promise<void> {
    await this.#batcher.close()
  }

  /** Same as {@link RawRecorder.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #stream(venue: VenueId): StreamBuffer {
    let buffer = this.#streams.get(venue)
    if (buffer === undefined) {
      buffer = this.#batcher.stream(venue, 'raw')
      this.#streams.set(venue, buffer)
      const localTimeUs = this.#ports.wallClock.nowUs()
      const event = 'started'
      const row = { type: 'recording', venue, part: 'raw', event, localTimeUs } as const
      buffer.appendText(recordingLine(row), localTimeUs)
    }
    return buffer
  }

  #url(url: string): Uint8Array {
    let bytes = this.#urls.get(url)
    if (bytes === undefined) {
      bytes = encoder.encode(JSON.stringify(url))
      this.#urls.set(url, bytes)
    }
    return bytes
  }

  #isText(data: Uint8Array): boolean {
    if (isAscii(data)) return true
    try {
      this.#strict.decode(data)
      return true
    } catch {
      // Not UTF-8: the answer, not an error.
      return false
    }
  }
}

function writeBase64(text: RowText, data: Uint8Array): void {
  // The chunk is a multiple of three, so that the pieces join without padding between them.
  for (let start = 0; start < data.length; start += BASE64_CHUNK_BYTES) {
    let binary = ''
    const end = Math.min(start + BASE64_CHUNK_BYTES, data.length)
    for (let i = start; i < end; i += 1) binary += String.fromCharCode(data[i] ?? 0)
    text.ascii(btoa(binary))
  }
}
